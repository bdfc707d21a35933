// The conditions that the Engine itself reports: health, log lines, an exit; and their combinations.
// A container that has not started yet is waited for. One that has ended fails them, unless the Engine restarts it.

import { checkLimit } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import type { Condition, Verdict } from './condition.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Met when the container's health check says 'healthy'. Fails when it says 'unhealthy', when the container ends, and when it has no
 * health check.
 */
export function healthy(): Condition {
  return {
    text: 'healthy()',
    begin(container, verdict) {
      container.observe({
        onState(state) {
          if (state.ended) verdict.failed(endOf(state))
          else if (!state.hasHealthCheck) verdict.failed('the container has no health check')
          else if (state.status === 'created' || state.status === 'restarting') return
          else if (state.health === 'healthy') verdict.met()
          else if (state.health === 'unhealthy') verdict.failed('it is unhealthy')
        },
      })
    },
  }
}

/**
 * Met when so many lines of the log of the container's current run have the text, or match the expression. Lines that were written
 * before the call count. Fails when the run ends and its log does not have them.
 * @param wanted a part of a line, or an expression that is tried on each line without its end
 * @param times how many lines, 1 or more. Default: 1.
 * @throws FairleadError ERR_OPTION.
 */
export function log(wanted: string | RegExp, times = 1): Condition {
  if (!(wanted instanceof RegExp) && (typeof wanted !== 'string' || wanted === ''))
    throw new FairleadError('ERR_OPTION', 'log(): expected a text that is not empty, or a RegExp')
  checkLimit('log(): times', times, 1)
  const what = typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted)
  // search() ignores the position that a global expression keeps.
  const has = (line: string) => (typeof wanted === 'string' ? line.includes(wanted) : line.search(wanted) >= 0)
  return {
    text: times === 1 ? `log(${what})` : `log(${what}, ${times})`,
    begin(container, verdict) {
      let found = 0
      const seen = () => (times === 1 ? 'no line had it' : `${found} of ${times} lines had it`)
      verdict.note(seen())
      container.observe({
        onState(state) {
          if (state.status === 'removed') verdict.failed(`it was removed, and ${seen()}`)
        },
        onLogStart() {
          found = 0
          verdict.note(seen())
        },
        onLine(line) {
          if (!has(line)) return
          found++
          verdict.note(seen())
          if (found >= times) verdict.met()
        },
        onLogEnd() {
          verdict.failed(`${endOf(container.state)}, and ${seen()}`)
        },
        onNoLog: verdict.failed,
      })
    },
  }
}

/**
 * Met when the container exits: with this code, if one is given. Fails when it exits with another code. A container that has exited
 * already counts with its last exit; one that has not started yet is waited for.
 * @param code 0 to 255. Default: any.
 * @throws FairleadError ERR_OPTION.
 */
export function exit(code?: number): Condition {
  if (code !== undefined && !(Number.isInteger(code) && code >= 0 && code <= 255))
    throw new FairleadError('ERR_OPTION', `exit(): expected a whole number from 0 to 255, not ${typeof code}`)
  return {
    text: `exit(${code ?? ''})`,
    begin(container, verdict) {
      const check = (actual: number) => {
        if (code === undefined || actual === code) verdict.met()
        else verdict.failed(`it exited with code ${actual}`)
      }
      container.observe({
        onExit: check,
        onState({ status, ended, exitCode }) {
          if (status === 'removed') verdict.failed('it was removed')
          else if (ended && exitCode !== undefined) check(exitCode)
        },
      })
    },
  }
}

/** Met when every condition has been met, at the same time or not. Fails with the first that fails. @throws FairleadError ERR_OPTION. */
export function all(...conditions: readonly Condition[]): Condition {
  checkConditions('all()', conditions)
  return {
    text: `all(${conditions.map(({ text }) => text).join(', ')})`,
    begin(container, verdict) {
      const pending = new Map<Condition, string>()
      const note = () => verdict.note(`not met: ${[...pending].map(([{ text }, seen]) => text + seen).join(', ')}`)
      for (const one of conditions) pending.set(one, '')
      note()
      for (const one of new Set(conditions)) {
        one.begin(
          container,
          once({
            met() {
              pending.delete(one)
              if (pending.size === 0) verdict.met()
              else note()
            },
            failed: (why) => verdict.failed(`${one.text}: ${why}`),
            note(seen) {
              if (pending.has(one)) pending.set(one, ` (${seen})`)
              note()
            },
          }),
        )
      }
    },
  }
}

/** Met when the first of the conditions is met. Fails when all of them have failed. @throws FairleadError ERR_OPTION. */
export function any(...conditions: readonly Condition[]): Condition {
  checkConditions('any()', conditions)
  return {
    text: `any(${conditions.map(({ text }) => text).join(', ')})`,
    begin(container, verdict) {
      const pending = new Set(conditions)
      const reasons: string[] = []
      for (const one of new Set(conditions)) {
        one.begin(
          container,
          once({
            met: verdict.met,
            failed(why) {
              pending.delete(one)
              reasons.push(`${one.text}: ${why}`)
              if (pending.size === 0) verdict.failed(reasons.join('; '))
            },
            note: (seen) => verdict.note(`${one.text}: ${seen}`),
          }),
        )
      }
    },
  }
}

/** A verdict of which only the first result is passed on. */
export function once({ met, failed, note }: Verdict): Verdict {
  let decided = false
  const first =
    <A extends unknown[]>(call: (...values: A) => void) =>
    (...values: A) => {
      if (decided) return
      decided = true
      call(...values)
    }
  return {
    met: first(met),
    failed: first(failed),
    note: (seen) => {
      if (!decided) note(seen)
    },
  }
}

/** @throws FairleadError ERR_OPTION if one of them is no condition, or if there is none. */
export function checkConditions(where: string, conditions: readonly unknown[]): void {
  const isCondition = (one: unknown) => typeof (one as Condition | null)?.begin === 'function'
  if (conditions.length > 0 && conditions.every(isCondition)) return
  throw new FairleadError('ERR_OPTION', `${where}: expected conditions such as healthy() or log('ready')`)
}

/** How a container ended, as a clause. */
export function endOf({ status, exitCode }: Snapshot): string {
  if (status === 'removed') return 'it was removed'
  return exitCode === undefined ? `it is ${status}` : `it exited with code ${exitCode}`
}
