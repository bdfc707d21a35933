// The API version of request targets: pinned, or learned from the Engine once, before the first request.
// Engine fact: every routed response, that of HEAD /_ping too, has the field `Api-Version`. An Engine serves any version
// from its minimum to its maximum. A client uses the lower of the two sides' newest. A version out of that range gets
// a 400 before the Engine looks at anything else.

import { FairleadError } from '../../error.ts'

/** The newest API version that fairlead knows. */
export const NEWEST_API_VERSION = '1.56'
/** The oldest API version that fairlead negotiates: since Engine 25.0 its minimum cannot be set lower. A pinned version may be older. */
export const OLDEST_API_VERSION = '1.24'

/** Compares two API versions part by part as numbers, so 1.9 is older than 1.10. Negative when `a` is older, 0 when they are equal, positive when `a` is newer. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference) return difference
  }
  return 0
}

/** Reads `1.41` from `1.41`, `v1.41` or ` 1.41 `; undefined for anything else. */
export function readVersion(text: string): string | undefined {
  const match = /^\s*v?(\d+)\.(\d+)\s*$/.exec(text)
  return match === null ? undefined : `${Number(match[1])}.${Number(match[2])}`
}

/** Reads a version that the user set. @param where the option or variable, for the error. @throws FairleadError ERR_OPTION when `text` is not a version. */
export function pinnedVersion(text: string, where: string): string {
  const version = readVersion(text)
  if (version === undefined)
    throw new FairleadError('ERR_OPTION', `${where}: '${text}' is not an API version: expected one such as '1.41'`)
  return version
}

/** Returns the older of two versions. */
export function olderVersion(a: string, b: string): string {
  return compareVersions(a, b) < 0 ? a : b
}

/** Whether fairlead negotiates this version. */
export function isKnownVersion(version: string): boolean {
  return compareVersions(version, OLDEST_API_VERSION) >= 0 && compareVersions(version, NEWEST_API_VERSION) <= 0
}

/**
 * The version to use with an Engine whose Api-Version field is `advertised`; the newest when the field is missing.
 * @throws FairleadError ERR_API_VERSION when the field is not a version, or one before {@link OLDEST_API_VERSION}.
 */
export function agreeOn(advertised: string | undefined): string {
  if (!advertised?.trim()) return NEWEST_API_VERSION
  const theirs = readVersion(advertised)
  if (theirs === undefined)
    throw new FairleadError('ERR_API_VERSION', "the Engine's Api-Version field is not a version such as '1.41'")
  if (compareVersions(theirs, OLDEST_API_VERSION) < 0) {
    const range = `fairlead negotiates ${OLDEST_API_VERSION} to ${NEWEST_API_VERSION}; set apiVersion to force another`
    throw new FairleadError('ERR_API_VERSION', `the Engine is too old: its newest API version is ${theirs}, ${range}`)
  }
  return olderVersion(theirs, NEWEST_API_VERSION)
}

// Matched from the start of the message: on a match, a request is sent again. The last form of TOO_NEW is from before Engine 17.06.
const TOO_NEW =
  /^client version [\d.]+ is too new\. Maximum supported API version is (\d+\.\d+)|^client is newer than server \(client API version: [\d.]+, server API version: (\d+\.\d+)\)/
const TOO_OLD = /^client version [\d.]+ is too old\. Minimum supported API version is (\d+\.\d+)/

/** The version that an Engine accepts, from the message of its 400: its newest when ours was too new, its oldest when ours was too old. Undefined for any other message. */
export function versionOffered(message: string): string | undefined {
  const tooNew = TOO_NEW.exec(message)
  return tooNew?.[1] ?? tooNew?.[2] ?? TOO_OLD.exec(message)?.[1]
}
