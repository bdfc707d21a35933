// logs: a container's log as lines (Engine API, ContainerLogs). It returns at once; the first next(), or ready(), sends the
// request and rejects with its errors. Engine facts: only an inspection shows for certain whether a log is a TTY's, and so raw; Podman
// sends no head before the first output, so nothing here may wait for one.

import { ANY, BOOLEAN, checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Timestamp, unixSeconds } from '../../engine/request/timestamp.ts'
import { field, streaming } from '../../engine/response/shape.ts'
import { FairleadError } from '../../error.ts'
import { LogLines } from './log-lines.ts'

/** Options of {@link logs}. */
export interface LogsOptions {
  /** After the existing lines, continue with new ones until the container stops. Default: false. */
  follow?: boolean | undefined
  /** Begin with this many of the last lines. Default: 'all'. */
  tail?: number | 'all' | undefined
  /** Only lines written from this moment on. A line's `timestamp` fits; that line is included again. Default: the log's beginning. */
  since?: Timestamp | undefined
  /** Only lines written before this moment. Default: no end. */
  until?: Timestamp | undefined
  /** Set each line's `timestamp`. Default: false. */
  timestamps?: boolean | undefined
  /** Set each line's `details`. Default: false. */
  details?: boolean | undefined
  /** Read stdout. Default: true. */
  stdout?: boolean | undefined
  /** Read stderr. Default: true. */
  stderr?: boolean | undefined
  /** Whether the container has a TTY. Default: the container is inspected first. */
  tty?: boolean | undefined
  /** Covers the requests and the iteration. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const LOGS: Kinds<LogsOptions> = {
  follow: BOOLEAN,
  tail: ANY,
  since: ANY,
  until: ANY,
  timestamps: BOOLEAN,
  details: BOOLEAN,
  stdout: BOOLEAN,
  stderr: BOOLEAN,
  tty: BOOLEAN,
  signal: SIGNAL,
}

/**
 * The lines of a container's log, of both outputs, in the order in which they were completed (Engine API operation
 * ContainerLogs). The first `next()`, or `ready()`, sends the request. Leaving the loop closes the connection.
 *
 * The iteration and `ready()` reject with an EngineError (404: no such container; 409: it is being removed; 501: its logging driver keeps no
 * log), ERR_ABORTED, ERR_TRUNCATED_BODY when the stream is cut off, or the network's errors; its first `next()` also with
 * ERR_OPTION for a bad `tail`, `since` or `until`, and ERR_PATH for a bad id.
 * @throws FairleadError ERR_OPTION.
 */
export function logs(engine: Engine, id: string, options: LogsOptions = {}): LogLines {
  checkOptions('logs()', options, LOGS)
  const { follow, since, until, timestamps = false, details = false, stdout = true, stderr = true } = options
  const { tail = 'all', tty, signal } = options
  return new LogLines(
    async (ownSignal) => {
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
      const raw = tty ?? (await hasTty(engine, id, ownSignal))
      const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query, signal: ownSignal })
      return { response: streaming(`GET /containers/${id}/logs`, response), raw }
    },
    { timestamps, details, signal },
  )
}

/** Whether a container was created with a TTY. @throws FairleadError ERR_RECORD_SYNTAX when the response lacks the field; EngineError. */
export async function hasTty(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<boolean> {
  const container: unknown = await engine.get('/containers/{id}/json', { path: { id }, signal })
  return field(`GET /containers/${id}/json`, container, 'Config.Tty', 'boolean')
}

function checkedTail(tail: number | 'all'): number | 'all' {
  if (tail === 'all' || (Number.isSafeInteger(tail) && tail >= 0)) return tail
  throw new FairleadError('ERR_OPTION', "tail: expected a whole number of lines or 'all'")
}
