// Resource usage of a container: as a stream, or one sample. Engine API operation ContainerStats.
// Engine facts: without the parameter `one-shot` one sample takes 1 to 2 s, since the Engine waits for a second one to fill
// `precpu_stats` in. Engines before API 1.41 ignore the parameter and wait.

import { BOOLEAN, checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { field } from '../../engine/response/shape.ts'
import type * as Schema from '../../engine/schema.ts'
import { RecordStream } from '../shared/record-stream.ts'

/** One sample of {@link stats}. Counters are 64 bits wide, but a number is exact only up to 2^53. Fields that a platform lacks are absent or null. */
export type Stats = Schema.ContainerStatsResponse

/** Options of {@link stats}. */
export interface StatsOptions {
  /** Covers the request and the iteration. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

/** Options of {@link statsOnce}. */
export interface StatsOnceOptions extends StatsOptions {
  /** Do not wait 1 to 2 s for `precpu_stats`; the sample comes at once (API 1.41). Default: false. */
  oneShot?: boolean | undefined
}

const STATS: Kinds<StatsOptions> = { signal: SIGNAL }
const STATS_ONCE: Kinds<StatsOnceOptions> = { ...STATS, oneShot: BOOLEAN }

/**
 * A container's resource usage, one sample per second (Engine API operation ContainerStats). The request goes out at once. The
 * stream ends when the container is removed; leaving the loop or `close()` closes the connection.
 *
 * The iteration and `ready()` reject with an EngineError (404: no such container), ERR_RECORD_SYNTAX, ERR_ABORTED,
 * ERR_TRUNCATED_BODY or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export function stats(engine: Engine, id: string, options: StatsOptions = {}): RecordStream<Stats> {
  checkOptions('stats()', options, STATS)
  const query = { stream: true }
  return new RecordStream(
    `GET /containers/${id}/stats`,
    (signal) => engine.request('GET', '/containers/{id}/stats', { path: { id }, query, signal }),
    options.signal,
  )
}

/**
 * One sample of a container's resource usage (Engine API operation ContainerStats).
 *
 * Rejects with an EngineError (404: no such container), ERR_RECORD_SYNTAX when the Engine sends no sample (Podman, for a container
 * that does not run), ERR_ABORTED or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export async function statsOnce(engine: Engine, id: string, options: StatsOnceOptions = {}): Promise<Stats> {
  checkOptions('statsOnce()', options, STATS_ONCE)
  const { oneShot, signal } = options
  const query = { stream: false, 'one-shot': oneShot || undefined }
  // Untyped, since the schema types this operation's response as a stream.
  const response = await engine.untyped.request('GET', '/containers/{id}/stats', { path: { id }, query, signal })
  const sample = await response.json<Stats>()
  field(`GET /containers/${id}/stats`, sample, '', 'object')
  return sample
}
