// Resource usage of a container: as a stream, or one sample. Engine API operation ContainerStats.
// Engine facts: the parameter is `one-shot`, and without it one sample takes 1 to 2 s, for the Engine waits for a second one to
// fill `precpu_stats` in; Engines before API 1.41 do not know it and wait.

import type { Engine } from '../engine/engine.ts'
import type * as Schema from '../engine/schema.ts'
import { RecordStream } from './record-stream.ts'

/** One sample. Counters are 64 bits wide, and a number is exact to 2^53; what a platform does not have is absent or null. */
export type Stats = Schema.ContainerStatsResponse

/** Options of {@link stats}. */
export interface StatsOptions {
  /** Covers the request and the iteration. */
  signal?: AbortSignal | undefined
}

/** Options of {@link statsOnce}. */
export interface StatsOnceOptions extends StatsOptions {
  /** Do not wait for `precpu_stats`: at once instead of after 1 to 2 s (API 1.41). Default: false. */
  oneShot?: boolean | undefined
}

/** A sample a second, until the container is removed or the loop is left. */
export function stats(engine: Engine, id: string, options: StatsOptions = {}): RecordStream<Stats> {
  const query = { stream: true }
  return new RecordStream(
    (signal) => engine.request('GET', '/containers/{id}/stats', { path: { id }, query, signal }),
    options.signal,
  )
}

/** One sample. @throws FairleadError ERR_RECORD_SYNTAX where the Engine sends none (Podman, of a container that does not run). */
export async function statsOnce(engine: Engine, id: string, options: StatsOnceOptions = {}): Promise<Stats> {
  const { oneShot, signal } = options
  const query = { stream: false, 'one-shot': oneShot || undefined }
  // One value, not a stream of them; and Podman says no Content-Type, by which get() would know that it is JSON.
  const response = await engine.untyped.request('GET', '/containers/{id}/stats', { path: { id }, query, signal })
  return await response.json<Stats>()
}
