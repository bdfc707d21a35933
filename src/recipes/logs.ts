// logs: a container's log as lines (Engine API, ContainerLogs). Returned at once; the first next() sends the request and
// hears its errors. Engine facts: only inspecting tells for certain whether a log is a TTY's, and thereby raw; Podman
// sends no head before the first output, so nobody may wait for one.

import type { Engine } from '../engine/engine.ts'
import { type Moment, unixSeconds } from '../engine/moment.ts'
import { FairleadError } from '../error.ts'
import { LogLines } from './log-lines.ts'

/** Options of {@link logs}. */
export interface LogsOptions {
  /** Go on with what is written from now on, until the container stops. Default false. */
  follow?: boolean | undefined
  /** Begin with so many of the last lines. Default 'all'. */
  tail?: number | 'all' | undefined
  /** Only what was written from this moment on. A line's `timestamp` is one; the line itself comes again. */
  since?: Moment | undefined
  /** Only what was written before this moment. */
  until?: Moment | undefined
  /** Give each line its `timestamp`. Default false. */
  timestamps?: boolean | undefined
  /** Give each line its `details`. Default false. */
  details?: boolean | undefined
  /** Default true. */
  stdout?: boolean | undefined
  /** Default true. */
  stderr?: boolean | undefined
  /** Whether the container has a TTY: saves asking the Engine. */
  tty?: boolean | undefined
  signal?: AbortSignal | undefined
}

/**
 * The lines of a container's log, of both outputs, in the order in which they were completed.
 *
 * The iteration rejects with an EngineError when the Engine refuses (404; 409 while it is removed; 501 where the logging
 * driver keeps nothing), ERR_ABORTED, ERR_TRUNCATED_BODY when the stream was cut. Leaving the loop closes the connection.
 * @throws FairleadError ERR_OPTION, ERR_PATH on the first `next()`.
 */
export function logs(engine: Engine, id: string, options: LogsOptions = {}): LogLines {
  const { follow, since, until, timestamps = false, details = false, stdout = true, stderr = true } = options
  const { tail = 'all', tty, signal } = options
  return new LogLines(
    async (own) => {
      const query = {
        follow,
        stdout,
        stderr,
        timestamps: timestamps || undefined,
        details: details || undefined,
        tail: checkedTail(tail),
        since: since === undefined ? undefined : unixSeconds('since', since),
        until: until === undefined ? undefined : unixSeconds('until', until),
      }
      const raw = tty ?? (await hasTty(engine, id, own))
      const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query, signal: own })
      return { response, raw }
    },
    { timestamps, details, signal },
  )
}

/** Whether a container was made with a TTY. */
export async function hasTty(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<boolean> {
  const { Config } = await engine.get('/containers/{id}/json', { path: { id }, signal })
  return Config.Tty
}

function checkedTail(tail: number | 'all'): number | 'all' {
  if (tail === 'all' || (Number.isSafeInteger(tail) && tail >= 0)) return tail
  throw new FairleadError('ERR_OPTION', "tail: expected a whole number of lines or 'all'")
}
