// Counts what a process holds open, so that a test can require "as before": file descriptors from the kernel's list (proc(5), Linux),
// and libuv's resources by name (process.getActiveResourcesInfo).

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type EventuallyOptions, eventually } from './eventually.ts'

/** The number of open descriptors of this process; undefined without /proc/self/fd. Those that Wine shows are Wine's own. */
export function openDescriptors(): number | undefined {
  if (process.platform === 'win32') return undefined
  try {
    // The listing itself holds one.
    return readdirSync('/proc/self/fd').length - 1
  } catch {
    return undefined
  }
}

/** The names of libuv's wrappers: `PipeWrap`, `TCPSocketWrap`, `Timeout`, … */
export function openResources(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Sockets and pipes of this process that keep its event loop alive. */
export function openSockets(): number {
  const counts = openResources()
  return (counts.PipeWrap ?? 0) + (counts.TCPSocketWrap ?? 0)
}

/**
 * Notes what is open now. The returned function waits until no more than that is open, or rejects with the numbers. Call it after
 * the test has opened what it keeps: a server, and a first connection, for which Node opens some things once.
 */
export function holdings(): (options?: EventuallyOptions) => Promise<void> {
  const before = { descriptors: openDescriptors(), sockets: openSockets() }
  return function settled(options) {
    return eventually(() => {
      const now = { descriptors: openDescriptors(), sockets: openSockets() }
      const more = now.sockets > before.sockets || (now.descriptors ?? 0) > (before.descriptors ?? 0)
      assert.ok(!more, `open before: ${JSON.stringify(before)}, open now: ${JSON.stringify(now)}`)
    }, options)
  }
}
