// Records the timers that fairlead makes: how long each waits, and whether it is still to fire. They run as ever, or at once.

import type { TestContext } from 'node:test'
import { takeTimers } from '../../src/net/base/timers.ts'

const timers = process.getBuiltinModule('node:timers')

/** A timer that was made. */
export interface MadeTimer {
  readonly ms: number
  readonly timer: NodeJS.Timeout
  /** Neither cleared nor fired. */
  open: boolean
}

/** Records fairlead's timers until the end of the test. @param hurry how long each waits in truth, in ms; default as long as it should */
export function timersMade(t: TestContext, hurry?: number): MadeTimer[] {
  const made: MadeTimer[] = []
  const { setTimeout, clearTimeout } = timers
  t.mock.method(timers, 'setTimeout', ((act: (...values: unknown[]) => void, ms: number, ...values: unknown[]) => {
    const timer = setTimeout(() => {
      one.open = false
      act(...values)
    }, hurry ?? ms)
    const one: MadeTimer = { ms, timer, open: true }
    made.push(one)
    return timer
  }) as typeof setTimeout)
  t.mock.method(timers, 'clearTimeout', ((timer: NodeJS.Timeout | undefined) => {
    for (const one of made) if (one.timer === timer) one.open = false
    clearTimeout(timer)
  }) as typeof clearTimeout)
  takeTimers()
  t.after(() => {
    t.mock.restoreAll()
    takeTimers()
  })
  return made
}

/** How long those wait that are still to fire, in ms. */
export function open(made: readonly MadeTimer[]): number[] {
  return made.filter((one) => one.open).map(({ ms }) => ms)
}
