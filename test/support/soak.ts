// How much of itself a test runs. `npm test` has each kind of case once, in some minutes. `npm run test:whole` has every variant of it: the
// other transports, forms and formats, and more of the random cases. `npm run test:soak` is that, and repeats in full.

/** Whether this run repeats in full: FAIRLEAD_SOAK is set. */
export const isSoak: boolean = Boolean(process.env.FAIRLEAD_SOAK)

/** Whether this run has every variant: FAIRLEAD_WHOLE is set, or it is a soak. */
export const isWhole: boolean = isSoak || Boolean(process.env.FAIRLEAD_WHOLE)

/** Why a test is skipped that is a variant of another one; false where it runs. */
export const variant: string | false = isWhole ? false : 'a variant: runs with npm run test:whole'

/** The count of this run. `whole` is `usually` where it is not given. */
export function repeated(counts: { readonly soak: number; readonly whole?: number; readonly usually: number }): number {
  if (isSoak) return counts.soak
  return isWhole ? (counts.whole ?? counts.usually) : counts.usually
}

/** Every variant in a whole run, else each `step`th of them, the first included. */
export function sampled<T>(variants: readonly T[], step = 3): readonly T[] {
  return isWhole ? variants : variants.filter((_, at) => at % step === 0)
}
