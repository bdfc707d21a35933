// How often a test repeats its steps: in full with `npm run test:soak`, a share that takes seconds with `npm test` and in CI.

/** Whether this run repeats in full: FAIRLEAD_SOAK is set. */
export const isSoak: boolean = Boolean(process.env.FAIRLEAD_SOAK)

/** The count of this run. */
export function repeated(counts: { readonly soak: number; readonly usually: number }): number {
  return isSoak ? counts.soak : counts.usually
}
