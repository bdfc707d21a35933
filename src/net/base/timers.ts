// Timers and clocks, read once, when this module is loaded. Replacing the globals later, as fake timers do, changes no
// call. All code of fairlead that waits or measures time imports them from here; a test holds that. docs/testing.md says why.
// Not imported: an import of node:timers reads its getter `promises`, and so loads that; node:perf_hooks loads eight modules more.

const timers = process.getBuiltinModule('node:timers')
// Node's own: Jest gives each test file another process object.
const node = process.getBuiltinModule('node:process')
const hrtime = node.hrtime.bind(node)
const [began] = hrtime()

export let { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = timers
export const { nextTick } = node
/** The time in ms on a monotonic clock. It begins in the second in which this module is loaded, so that whole ms are small integers. */
export let now: () => number = monotonic
/** The time in ms since 1970: `Date.now()`. */
export const wallClock: () => number = Date.now

function monotonic(): number {
  const [seconds, nanoseconds] = hrtime()
  return (seconds - began) * 1e3 + nanoseconds / 1e6
}

/** Reads the timers again: for this library's own tests, which use fake ones. */
export function takeTimers(): void {
  ;({ clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = timers)
}

/** Replaces {@link now}, for this library's own tests; undefined takes that back. */
export function takeClock(clock: (() => number) | undefined): void {
  now = clock ?? monotonic
}
