// The columns of `docker stats` and `docker system df`, formatted as the docker program formats them, so that both can be compared as
// text.

import type { DiskUsagePart } from '../../../src/containers/usage/disk-usage.ts'
import type { Usage } from '../../../src/containers/usage/usage.ts'
import { goFixed, goShort } from '../../../src/go-number.ts'

function scaled(size: number, base: number, units: readonly string[], digits: number): string {
  let at = 0
  let value = size
  while (value >= base && at < units.length - 1) {
    value /= base
    at++
  }
  return `${goShort(value, digits)}${units[at]}`
}

/** `1.23MB`, in steps of 1,000. */
export function decimalSize(size: number, digits = 4): string {
  return scaled(size, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB'], digits)
}

/** `1.234MiB`, in steps of 1,024. */
export function binarySize(size: number): string {
  return scaled(size, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], 4)
}

/** The columns of one container. */
export function statsColumns({ cpuPercent, memory, network, blockIo, pids }: Usage): Record<string, string> {
  return {
    CPUPerc: `${goFixed(cpuPercent ?? 0, 2)}%`,
    MemUsage: `${binarySize(memory.used)} / ${binarySize(memory.limit ?? 0)}`,
    MemPerc: `${goFixed(memory.percent, 2)}%`,
    NetIO: `${decimalSize(network.received, 3)} / ${decimalSize(network.sent, 3)}`,
    BlockIO: `${decimalSize(blockIo.read, 3)} / ${decimalSize(blockIo.written, 3)}`,
    PIDs: String(pids ?? 0),
  }
}

/** The columns of one type of object. The build cache has no percentage. */
export function diskColumns(type: string, { total, active, size, reclaimable }: DiskUsagePart): Record<string, string> {
  const percent = size > 0 && type !== 'Build Cache' ? ` (${Math.trunc((reclaimable * 100) / size)}%)` : ''
  return {
    Type: type,
    TotalCount: String(total),
    Active: String(active),
    Size: decimalSize(size),
    Reclaimable: decimalSize(reclaimable) + percent,
  }
}
