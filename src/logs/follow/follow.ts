// follow(): a container's log that survives cut connections, restarts and slow consumers. See docs/logs.md.
// Options are checked here, before anything is sent.

import { ANY, BOOLEAN, COUNT, checkOptions, type Kinds, MS, OBJECT, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Timestamp, unixSeconds } from '../../engine/request/timestamp.ts'
import { FairleadError } from '../../error.ts'
import { MAX_LINE_BYTES } from '../../stream/parse/lines.ts'
import { frameKinds } from '../../stream/parse/mux.ts'
import { BytePart } from '../records/byte-part.ts'
import { readCursor } from './cursor.ts'
import { FollowedLog } from './followed-log.ts'
import type { FollowerOptions, FollowFrom } from './follower-types.ts'

/** Options of {@link follow}: where to begin, what to deliver, how to read, when to end. */
export interface FollowOptions {
  /**
   * Where to begin: the oldest record that is stored, the next one that is written, the last so many, a moment, or the `cursor` that an
   * earlier follow had. Default 'start'.
   */
  from?: 'start' | 'now' | { last: number } | { since: Timestamp } | { cursor: string } | undefined
  /** When it ends: the container is removed, or has stopped. Default 'removed': it follows through restarts. */
  until?: 'removed' | 'stopped' | undefined
  /**
   * How the log is read. 'follow' is one connection, on which an Engine may skip records of a rotating log; 'snapshots' are repeated
   * reads, which skip nothing. Default 'auto': a connection wherever nothing can be skipped.
   */
  reading?: 'auto' | 'follow' | 'snapshots' | undefined
  /** Waiting while the Engine does not respond: ms before the first try, at most, and after how many ms to give up. Default 100, 10,000, never (0). */
  retry?: { first?: number | undefined; most?: number | undefined; forMs?: number | undefined } | undefined
  /** ms of silence after which it is checked that the log is silent, and not only its connection. 0: never. Default 60,000. */
  stall?: number | undefined
  /** Default true. */
  stdout?: boolean | undefined
  /** Default true. */
  stderr?: boolean | undefined
  /** Give each record its `details`. Default false. */
  details?: boolean | undefined
  /** The most bytes of one line; the rest of a longer one is dropped and the record says so. Default 1 MiB. */
  maxLine?: number | undefined
  /** Only lines that begin with, or include, these bytes (of the line's first record). Checked before anything is made of them. */
  only?: { startsWith?: string | Uint8Array | undefined; includes?: string | Uint8Array | undefined } | undefined
  signal?: AbortSignal | undefined
}

/** The kinds of the options that say how each log is followed. */
export const FOLLOWING: Kinds<Omit<FollowOptions, 'from'>> = {
  until: ANY,
  reading: ANY,
  retry: OBJECT,
  stall: MS,
  stdout: BOOLEAN,
  stderr: BOOLEAN,
  details: BOOLEAN,
  maxLine: COUNT,
  only: OBJECT,
  signal: SIGNAL,
}
const FOLLOW: Kinds<FollowOptions> = { from: ANY, ...FOLLOWING }
const RETRY: Kinds<NonNullable<FollowOptions['retry']>> = { first: MS, most: MS, forMs: COUNT }
const ONLY: Kinds<NonNullable<FollowOptions['only']>> = { startsWith: ANY, includes: ANY }

/** The defaults of `retry`, in ms, and of `stall`. */
export const RETRY_FIRST_MS = 100
export const RETRY_MOST_MS = 10_000
export const STALL_MS = 60_000

/**
 * The log of one container, followed until the container is removed: every record that the Engine has stored, once, in order, or a `gap`
 * notice that says where some are missing. Returned at once; the first `next()`, or `ready()`, sends the first request.
 * @param container id or name.
 * @throws FairleadError ERR_OPTION.
 */
export function follow(engine: Engine, container: string, options: FollowOptions = {}): FollowedLog {
  checkOptions('follow()', options, FOLLOW)
  const { from = 'start', signal } = options
  return new FollowedLog({ engine, container, from: placeOf(from), ...followingOf('follow()', options), signal })
}

/** How each log is followed, as the options say. */
export interface Following {
  readonly follower: FollowerOptions
  readonly details: boolean
  readonly maxLine: number
  readonly accepts: FollowedLogFilter | undefined
}

/** Options with their defaults. @param caller for errors. @throws FairleadError ERR_OPTION */
export function followingOf(caller: string, options: Omit<FollowOptions, 'from'>): Following {
  const { until = 'removed', reading = 'auto', retry = {}, stall = STALL_MS, details = false, only = {} } = options
  checkOptions(caller, retry, RETRY, 'retry.')
  checkOptions(caller, only, ONLY, 'only.')
  checkChoice('until', until, ['removed', 'stopped'])
  checkChoice('reading', reading, ['auto', 'follow', 'snapshots'])
  const { first = RETRY_FIRST_MS, most = RETRY_MOST_MS, forMs = 0 } = retry
  return {
    follower: { until, reading, retry: { first, most, forMs }, stall },
    details,
    maxLine: options.maxLine ?? MAX_LINE_BYTES,
    accepts: filterOf(options),
  }
}

/** @throws FairleadError ERR_OPTION where the value is none of the choices. */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (choices.includes(value as string)) return
  throw new FairleadError('ERR_OPTION', `${name}: expected ${choices.map((choice) => `'${choice}'`).join(' or ')}`)
}

/** Where to begin, as the option says. @throws FairleadError ERR_OPTION */
export function placeOf(from: NonNullable<FollowOptions['from']>): FollowFrom | { kind: 'cursor'; cursor: string } {
  if (from === 'start' || from === 'now') return { kind: from }
  if (typeof from === 'object' && from !== null && Object.keys(from).length === 1) {
    if ('cursor' in from) {
      // What is no cursor at all is the caller's to know at once.
      readCursor(from.cursor)
      return { kind: 'cursor', cursor: from.cursor }
    }
    if ('since' in from) return { kind: 'since', since: String(unixSeconds('from.since', from.since)) }
    if ('last' in from && Number.isSafeInteger(from.last) && from.last >= 0) return { kind: 'last', records: from.last }
  }
  throw new FairleadError(
    'ERR_OPTION',
    "from: expected 'start', 'now', { last: a whole number }, { since: a moment } or { cursor: a text }",
  )
}

/** Which records become lines, as the options say. @throws FairleadError ERR_OPTION */
export function filterOf({
  stdout = true,
  stderr = true,
  only = {},
}: Pick<FollowOptions, 'stdout' | 'stderr' | 'only'>): FollowedLogFilter | undefined {
  const start = partOf('only.startsWith', only.startsWith)
  const part = partOf('only.includes', only.includes)
  const isPlain = stdout && stderr && start === undefined && part === undefined
  if (isPlain) return undefined
  return (kind, bytes, text, end) => {
    if (kind === frameKinds.stdout && !stdout) return false
    if (kind === frameKinds.stderr && !stderr) return false
    if (start !== undefined && !start.isAt(bytes, text, end)) return false
    return part === undefined || part.isIn(bytes, text, end)
  }
}

type FollowedLogFilter = (kind: number, bytes: Uint8Array, text: number, end: number) => boolean

function partOf(name: string, given: string | Uint8Array | undefined): BytePart | undefined {
  if (given === undefined) return undefined
  if (typeof given === 'string') return new BytePart(new TextEncoder().encode(given))
  if (given instanceof Uint8Array) return new BytePart(given)
  throw new FairleadError('ERR_OPTION', `${name}: expected a string or a Uint8Array`)
}
