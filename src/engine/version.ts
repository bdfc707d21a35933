// The API version of the request targets: pinned, or learned from the Engine once before the first request.
// Engine fact: every routed answer, HEAD /_ping first of all, carries `Api-Version`; an Engine answers any version
// from its minimum to its maximum. A client speaks the lower of the two sides' newest.

import { FairleadError } from '../error.ts'

/** The newest API version that fairlead knows. */
export const NEWEST_API_VERSION = '1.56'

/** Below 0, 0, above 0, as `a` is older, the same, newer; part by part as numbers: 1.9 is older than 1.10. */
export function compareVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number)
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number)
  return aMajor - bMajor || aMinor - bMinor
}

/** `1.41` from `1.41`, `v1.41` or ` 1.41 `; undefined for anything else. */
export function readVersion(text: string): string | undefined {
  const match = /^\s*v?(\d+)\.(\d+)\s*$/.exec(text)
  return match === null ? undefined : `${Number(match[1])}.${Number(match[2])}`
}

/** @throws FairleadError ERR_OPTION when `text`, which stands in `where`, is no version. */
export function pinnedVersion(text: string, where: string): string {
  const version = readVersion(text)
  if (version === undefined)
    throw new FairleadError('ERR_OPTION', `${where}: '${text}' is not an API version such as '1.41'`)
  return version
}

/** The version to speak with an Engine that says `advertised` of itself: the newest where it says nothing. @throws FairleadError ERR_API_VERSION when what it says is no version. */
export function agreeOn(advertised: string | undefined): string {
  if (!advertised?.trim()) return NEWEST_API_VERSION
  const theirs = readVersion(advertised)
  if (theirs === undefined)
    throw new FairleadError('ERR_API_VERSION', "the Engine's Api-Version field is not a version")
  return compareVersions(theirs, NEWEST_API_VERSION) < 0 ? theirs : NEWEST_API_VERSION
}
