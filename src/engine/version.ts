// The API version of the request targets: pinned, or learned from the Engine once before the first request.
// Engine fact: every routed answer, HEAD /_ping first of all, carries `Api-Version`; an Engine answers any version
// from its minimum to its maximum. A client speaks the lower of the two sides' newest. A version out of that range is
// refused with a 400, before the Engine looks at anything else.

import { FairleadError } from '../error.ts'

/** The newest API version that fairlead knows. */
export const NEWEST_API_VERSION = '1.56'
/** The oldest that it negotiates: the lowest that an Engine's own minimum can be set to since 25.0. A pinned one may be older. */
export const OLDEST_API_VERSION = '1.24'

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

/** The older of the two. */
export function olderVersion(a: string, b: string): string {
  return compareVersions(a, b) < 0 ? a : b
}

/** Whether it is one that fairlead negotiates. */
export function isKnownVersion(version: string): boolean {
  return compareVersions(version, OLDEST_API_VERSION) >= 0 && compareVersions(version, NEWEST_API_VERSION) <= 0
}

/** The version to speak with an Engine that says `advertised` of itself: the newest where it says nothing. @throws FairleadError ERR_API_VERSION when what it says is no version, or one before {@link OLDEST_API_VERSION}. */
export function agreeOn(advertised: string | undefined): string {
  if (!advertised?.trim()) return NEWEST_API_VERSION
  const theirs = readVersion(advertised)
  if (theirs === undefined)
    throw new FairleadError('ERR_API_VERSION', "the Engine's Api-Version field is not a version")
  if (compareVersions(theirs, OLDEST_API_VERSION) < 0) {
    const range = `fairlead speaks ${OLDEST_API_VERSION} to ${NEWEST_API_VERSION}; apiVersion forces another`
    throw new FairleadError('ERR_API_VERSION', `the Engine is too old: its newest API version is ${theirs}, ${range}`)
  }
  return olderVersion(theirs, NEWEST_API_VERSION)
}

// Whole words from the start: on these a request is sent again. The last form of the first is that of Engines before 17.06.
const TOO_NEW =
  /^client version [\d.]+ is too new\. Maximum supported API version is (\d+\.\d+)|^client is newer than server \(client API version: [\d.]+, server API version: (\d+\.\d+)\)/
const TOO_OLD = /^client version [\d.]+ is too old\. Minimum supported API version is (\d+\.\d+)/

/** The version that an Engine would take, by its words with a 400: its newest where ours was too new, its oldest where ours was too old. Undefined when they say something else. */
export function versionOffered(words: string): string | undefined {
  const tooNew = TOO_NEW.exec(words)
  return tooNew?.[1] ?? tooNew?.[2] ?? TOO_OLD.exec(words)?.[1]
}
