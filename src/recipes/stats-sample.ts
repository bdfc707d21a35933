// One sample of a container's resource usage, as the Engine sends it (API definition ContainerStatsResponse). Types only.
// Engine fact: counters are 64 bits wide, and a number is exact to 2^53; what a platform does not have is absent or null.

/** CPU counters of one moment. */
export interface CpuStats {
  /** Nanoseconds since the container started. */
  cpu_usage: {
    total_usage: number
    percpu_usage?: number[] | null
    usage_in_kernelmode: number
    usage_in_usermode: number
  }
  /** Nanoseconds of the whole machine. */
  system_cpu_usage?: number
  online_cpus?: number
  throttling_data: { periods: number; throttled_periods: number; throttled_time: number }
}

/** Bytes. */
export interface MemoryStats {
  usage?: number
  max_usage?: number
  limit?: number
  failcnt?: number
  /** The control group's own counters. */
  stats?: Record<string, number>
}

/** Counters of one network interface since the container started. */
export interface NetworkStats {
  rx_bytes: number
  rx_packets: number
  rx_errors: number
  rx_dropped: number
  tx_bytes: number
  tx_packets: number
  tx_errors: number
  tx_dropped: number
}

/** One counter of one block device. */
export interface BlkioEntry {
  major: number
  minor: number
  op: string
  value: number
}

/** See the file's head. */
export interface Stats {
  name?: string
  id?: string
  /** When it was taken, RFC 3339; the year 1 for a container that does not run. */
  read: string
  /** When `precpu_stats` was taken; the year 1 in a first sample. */
  preread: string
  pids_stats: { current?: number; limit?: number }
  blkio_stats: { io_service_bytes_recursive: BlkioEntry[] | null; [counter: string]: BlkioEntry[] | null }
  num_procs: number
  storage_stats: Record<string, number>
  cpu_stats: CpuStats
  /** Of the sample before: usage over time is the difference of the two. */
  precpu_stats: CpuStats
  memory_stats: MemoryStats
  /** By interface; absent without a network. */
  networks?: Record<string, NetworkStats>
}
