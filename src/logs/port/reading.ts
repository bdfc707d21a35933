// How a log may be read without losing records: as a function of the Engine, the log's storage and how late its records are.
// Pure. docs/logs.md has the table and its reasons.

/** What an inspection and the Engine's version say about a log. */
export interface LogFacts {
  /** The Engine's major version, such as 20 or 28; 0 where it is not Docker. */
  readonly engineMajor: number
  /** HostConfig.LogConfig.Type. */
  readonly driver: string
  /** Bytes after which the Engine begins a new file; 0 where it never does. */
  readonly maxSize: number
}

/** 'follow': one connection for as long as it lasts. 'guarded': one connection while its records are not late. 'snapshots': repeated reads. */
export type Reading = 'follow' | 'guarded' | 'snapshots'

/** From this Engine on a follower skips files only where it is late; before it, also where it is not, and it repeats. */
const FOLLOW_SINCE = 23
/** No Engine stores faster: 234 MB/s is the most that was seen of one container. */
const MAX_STORE_BYTES_PER_MS = 500_000
/** The default of the `local` driver, and of the cache for drivers that cannot be read. */
const LOCAL_MAX_SIZE = 20_000_000

/** Which reading loses nothing. */
export function readingOf({ engineMajor, maxSize }: LogFacts): Reading {
  if (maxSize === 0) return 'follow'
  return engineMajor >= FOLLOW_SINCE ? 'guarded' : 'snapshots'
}

/** ms that a record of a rotating log may be late before the follower behind it may have skipped a file. */
export function maxLagOf({ maxSize }: LogFacts): number {
  return maxSize / MAX_STORE_BYTES_PER_MS
}

/** The `max-size` of a container's log in bytes; 0 where it does not rotate. */
export function maxSizeOf(driver: string, options: Readonly<Record<string, string>> | null | undefined): number {
  const given = options?.['max-size']
  if (driver === 'json-file') return given === undefined ? 0 : (sizeIn(given) ?? LOCAL_MAX_SIZE)
  if (driver === 'journald') return 0
  // `local`, and the cache in front of a driver that cannot be read, which has options of its own.
  const cached = driver === 'local' ? given : options?.['cache-max-size']
  return (cached === undefined ? undefined : sizeIn(cached)) ?? LOCAL_MAX_SIZE
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  p: 1e15,
}

/** Docker's sizes, whose units are decimal: `10m` is 10,000,000. -1 means unlimited: 0 here. */
function sizeIn(text: string): number | undefined {
  if (text.trim() === '-1') return 0
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?\s*$/i.exec(text)
  if (match === null) return undefined
  return Number(match[1]) * UNITS[match[2]!.toLowerCase()]!
}
