// fairlead with and without paced reads. A fairlead that does not know the option is not measured without them: it has none.
import { connect } from 'fairlead'

type Options = Exclude<NonNullable<Parameters<typeof connect>[0]>, string>

/** Options of connect() that turn pacing off; as an object, since a fairlead without the option has no type for it. */
export const unpaced = { pacing: false } as Options

/** The clients that read without pacing, by name. */
export const UNPACED = 'fairlead unpaced'

/** Why pacing cannot be turned off; undefined if it can. */
export function withoutPacing(): string | undefined {
  try {
    void connect({ host: 'unix:///nonexistent', ...unpaced }).close()
    return undefined
  } catch (error) {
    return `this fairlead has no paced reads: ${(error as Error).message}`
  }
}
