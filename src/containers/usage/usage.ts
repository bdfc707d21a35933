// What a sample of a container's statistics says, as `docker stats` computes it. Pure.
// Engine facts: cgroup v1 counts inactive file pages as `total_inactive_file`, v2 as `inactive_file`; neither is memory in use. Windows
// has `num_procs`, 100 ns of CPU time and a private working set. Podman has `cpu_stats.cpu`, its `system_cpu_usage` leaves out idle time,
// and the first sample of a stream is compared with one 2 ms before it. A sample of a stopped container has the year 1.

import type { Stats } from '../../recipes/containers/stats.ts'

/** What a container uses: what {@link usage} returns. Bytes are bytes, not KiB. */
export interface Usage {
  /** When the sample was taken, in ms since 1970 on the Engine's clock; undefined if the container does not run. */
  readonly at: number | undefined
  /** Percent of one CPU: 200 is two whole ones. undefined without an earlier sample to compare with; 0 if the container does not run. */
  readonly cpuPercent: number | undefined
  readonly memory: {
    /** Bytes in use, without inactive pages of the file cache; on Windows the private working set. */
    readonly used: number
    /** The limit in bytes: the container's own, else the machine's memory. undefined on Windows, and if the container does not run. */
    readonly limit: number | undefined
    /** `used` in percent of `limit`; 0 without one. */
    readonly percent: number
  }
  /** Bytes over all networks since the container started. A container in the host's network has none of its own: 0. */
  readonly network: { readonly received: number; readonly sent: number }
  /** Bytes from and to block devices since the container started. */
  readonly blockIo: { readonly read: number; readonly written: number }
  /** Processes and threads; undefined on Windows, and if the container does not run. */
  readonly pids: number | undefined
}

/**
 * What a sample of `stats()` or `statsOnce()` says, computed as `docker stats` does: for cgroup v1 and v2, Windows and Podman.
 * @param previous an earlier sample of the same container to compare with, for samples that have none of their own: those of
 * `statsOnce()` with `oneShot`, and Podman's.
 */
export function usage(stats: Stats, previous?: Stats): Usage {
  const at = timeOf(stats.read)
  const isWindows = stats.os_type === 'windows' || (stats.num_procs ?? 0) > 0
  const memory = stats.memory_stats ?? {}
  const used = isWindows ? (memory.privateworkingset ?? 0) : usedMemory(memory)
  const limit = isWindows ? undefined : memory.limit || undefined
  return {
    at,
    cpuPercent: at === undefined ? 0 : cpuPercent(stats, previous, isWindows),
    memory: { used, limit, percent: limit === undefined ? 0 : (used / limit) * 100 },
    network: networkOf(stats),
    blockIo: isWindows ? storageOf(stats) : blockIoOf(stats),
    pids: isWindows ? undefined : stats.pids_stats?.current,
  }
}

/** A share of CPU over less than this, in ms, says nothing. */
const LEAST_MS = 50

/** In ms since 1970; undefined for the year 1, which stands for no sample. */
function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return time > 0 ? time : undefined
}

function usedMemory({ usage: all = 0, stats = {} }: Stats['memory_stats']): number {
  const v1 = stats?.total_inactive_file
  const inactive = v1 !== undefined && v1 < all ? v1 : (stats?.inactive_file ?? 0)
  return inactive < all ? all - inactive : all
}

function cpuPercent(stats: Stats, previous: Stats | undefined, isWindows: boolean): number | undefined {
  const cpu = stats.cpu_stats as Stats['cpu_stats'] & { cpu?: number }
  const isPodman = typeof cpu?.cpu === 'number'
  const before = previous?.cpu_stats ?? stats.precpu_stats
  const since = timeOf(previous?.read ?? stats.preread)
  const spent = (cpu?.cpu_usage?.total_usage ?? 0) - (before?.cpu_usage?.total_usage ?? 0)
  if (since === undefined) return undefined
  if (isPodman || isWindows) {
    const passedMs = timeOf(stats.read)! - since
    if (isPodman && passedMs < LEAST_MS) return undefined
    // On Windows the CPU time is in units of 100 ns, and is compared with that of all processors.
    const passed = passedMs * (isWindows ? 1e4 * stats.num_procs : 1e6)
    return passed > 0 && spent > 0 ? (spent / passed) * 100 : 0
  }
  const system = (cpu?.system_cpu_usage ?? 0) - (before?.system_cpu_usage ?? 0)
  const processors = cpu?.online_cpus || cpu?.cpu_usage?.percpu_usage?.length || 0
  return system > 0 && spent > 0 ? (spent / system) * processors * 100 : 0
}

function networkOf({ networks }: Stats): Usage['network'] {
  let received = 0
  let sent = 0
  for (const { rx_bytes, tx_bytes } of Object.values(networks ?? {})) {
    received += rx_bytes ?? 0
    sent += tx_bytes ?? 0
  }
  return { received, sent }
}

function blockIoOf({ blkio_stats }: Stats): Usage['blockIo'] {
  let read = 0
  let written = 0
  for (const { op, value } of blkio_stats?.io_service_bytes_recursive ?? []) {
    // 'Read' with cgroup v1, 'read' with v2.
    if (/^r/i.test(op)) read += value
    else if (/^w/i.test(op)) written += value
  }
  return { read, written }
}

function storageOf({ storage_stats }: Stats): Usage['blockIo'] {
  return { read: storage_stats?.read_size_bytes ?? 0, written: storage_stats?.write_size_bytes ?? 0 }
}
