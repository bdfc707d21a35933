// The samples of GET /containers/{id}/stats. Their values are invented, their fields are those of Engine 20.10: rising counters, one
// sample per second with the one before it, and an empty sample if the container is not running.

import { type Instant, NEVER, shortStamp } from '../base/clock.ts'
import type { Container } from './container.ts'

/** The time between two samples of the daemon's collector, in milliseconds. */
export const STATS_INTERVAL_MS = 1000

const BLKIO = [
  'io_service_bytes_recursive',
  'io_serviced_recursive',
  'io_queue_recursive',
  'io_service_time_recursive',
  'io_wait_time_recursive',
  'io_merged_recursive',
  'io_time_recursive',
  'sectors_recursive',
]
const THROTTLING = { periods: 0, throttled_periods: 0, throttled_time: 0 }
const NO_CPU = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: THROTTLING,
}

/** How many processors the embedded engine reports. */
const CPUS = 2

/** One sample: its time and its `cpu_stats`. */
export interface Sample {
  readonly time: Instant
  readonly cpu: object
}

/** A sample of a running container, which always uses a thousandth of a processor. */
export function sample({ startedAt }: Container, time: Instant): Sample {
  const age = (time.seconds - startedAt!.seconds) * 1e9 + (time.nanos - startedAt!.nanos)
  const total = Math.max(0, Math.floor(age / 1000))
  const cpu = {
    cpu_usage: {
      total_usage: total,
      percpu_usage: [total, 0],
      usage_in_kernelmode: 0,
      usage_in_usermode: total,
    },
    system_cpu_usage: time.seconds * CPUS * 1e9,
    online_cpus: CPUS,
    throttling_data: THROTTLING,
  }
  return { time, cpu }
}

const MEMORY_STATS = (
  'active_anon active_file cache dirty hierarchical_memory_limit hierarchical_memsw_limit inactive_anon inactive_file ' +
  'mapped_file pgfault pgmajfault pgpgin pgpgout rss rss_huge total_active_anon total_active_file total_cache ' +
  'total_dirty total_inactive_anon total_inactive_file total_mapped_file total_pgfault total_pgmajfault ' +
  'total_pgpgin total_pgpgout total_rss total_rss_huge total_unevictable total_writeback unevictable writeback'
).split(' ')

function memory(): object {
  const stats = Object.fromEntries(
    MEMORY_STATS.map((name) => [name, name.startsWith('hierarchical') ? 2 ** 53 - 1 : 0]),
  )
  return { usage: 1_048_576, max_usage: 2_097_152, stats, limit: 8_000_000_000 }
}

/** The JSON of a sample and the one before it, if any. */
export function describeSample(container: Container, now: Sample, before: Sample | undefined): object {
  const { name, id } = container
  return {
    read: shortStamp(now.time),
    preread: before ? shortStamp(before.time) : NEVER,
    pids_stats: { current: 1 },
    blkio_stats: Object.fromEntries(BLKIO.map((field) => [field, []])),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: now.cpu,
    precpu_stats: before?.cpu ?? NO_CPU,
    memory_stats: memory(),
    name: `/${name}`,
    id,
  }
}

/** The JSON for a container that is not running. */
export function emptySample({ name, id }: Container): object {
  return {
    read: NEVER,
    preread: NEVER,
    pids_stats: {},
    blkio_stats: Object.fromEntries(BLKIO.map((field) => [field, null])),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: NO_CPU,
    precpu_stats: NO_CPU,
    memory_stats: {},
    name: `/${name}`,
    id,
  }
}
