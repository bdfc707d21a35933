// Counts what a process holds open, so that a test can say "as before": descriptors by the kernel's own list
// (proc(5), Linux), and libuv's resources by name (process.getActiveResourcesInfo).

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type EventuallyOptions, eventually } from './eventually.ts'

/** Open descriptors of this process; undefined where there is no /proc/self/fd. */
export function openDescriptors(): number | undefined {
  try {
    // The listing itself holds one.
    return readdirSync('/proc/self/fd').length - 1
  } catch {
    return undefined
  }
}

/** Names as libuv's wrappers have them: `PipeWrap`, `TCPSocketWrap`, `Timeout`, … */
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
 * Notes what is open now; the function it returns waits until no more than that is open, or rejects with the numbers.
 * To be called after what the test keeps (a server, a first connection that makes Node open what it opens once).
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
