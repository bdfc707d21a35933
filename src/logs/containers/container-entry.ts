// What a finder knows of one container between its events and its lists: whether it was started or removed since it was last looked at.
// Pure.

import type * as Schema from '../../engine/schema.ts'

/** One container that a finder knows. */
export class ContainerEntry {
  readonly id: string
  /** It had not run when it was found, or just been started for the first time: nothing was in its log before. */
  readonly isFirstRun: boolean
  /** The number of the list that was sent last when it was found. */
  readonly list: number
  /** It was removed. */
  isGone = false
  /** Grows with each start, and with the removal. */
  version = 0
  readonly #listeners: (() => void)[] = []
  #age = 0

  constructor(id: string, isFirstRun: boolean, list: number) {
    this.id = id
    this.isFirstRun = isFirstRun
    this.list = list
  }

  /** Calls back at each start, and at the removal. Returns what takes that back. */
  listen(callback: () => void): () => void {
    const listeners = this.#listeners
    listeners.push(callback)
    return () => {
      const at = listeners.indexOf(callback)
      if (at >= 0) listeners.splice(at, 1)
    }
  }

  /** It was started, or may have been. */
  onStart(): void {
    this.version++
    for (const callback of [...this.#listeners]) callback()
  }

  onGone(): void {
    this.isGone = true
    this.onStart()
  }

  /**
   * A list has it. What waits for its start is called where it runs, where it may have run since the last list, and where
   * events may be missing.
   */
  onListed({ State, Status }: Schema.ContainerSummary, mayHaveMissed: boolean): void {
    const age = ageOf(Status)
    const wasYounger = age < this.#age
    this.#age = age
    if (this.#listeners.length === 0) return
    const runs = State === 'running' || State === 'paused' || State === 'restarting'
    const isWaitedFor = this.isFirstRun && this.version === 0
    if (runs || (State !== 'created' && (wasYounger || mayHaveMissed || isWaitedFor))) this.onStart()
  }
}

const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000, year: 31_536_000 }

/** The seconds in `Exited (0) 5 minutes ago`, roughly, as Docker's words grow; 0 where it says none. */
export function ageOf(status: string): number {
  const [, count = '', unit] =
    /(\d+|an?) (second|minute|hour|day|week|month|year)s?( \(.*\))?( ago)?$/i.exec(status) ?? []
  if (unit === undefined || /less than/i.test(status)) return 0
  return (Number.parseInt(count, 10) || 1) * SECONDS[unit.toLowerCase() as keyof typeof SECONDS]
}
