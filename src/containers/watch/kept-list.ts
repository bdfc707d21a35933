// The entries of one kind, and reading them again after events. Owned: its timers, and at most one read at a time.
// States: idle → batching (an event came) → reading → idle or batching. Some effects can be listed only after their event. So an entry is
// read at once, again when the plan confirms the effect, and again some time after. A read that began before `readAll()` is dropped.

import type { Engine } from '../../engine/engine.ts'
import type { EngineEvent } from './engine-event.ts'
import type { KindPlan, ReadLimits, WatchKind } from './kinds.ts'
import { isSame } from './pending.ts'

/** ms from an event to the read that it causes: events of one operation come together. */
export const BATCH_MS = 20
/** ms from a read that events caused to another one, for effects that nothing confirms. */
export const SETTLE_MS = 500
/** ms from a list of everything to another one: for events that came before the first, and have their effect after it. */
export const SETTLE_ALL_MS = 5_000
/** How many confirmations are under way at a time. */
export const CONFIRMING_LIMIT = 8
/** How many entries are read by their ids; for more, all are read. */
export const SOME_ENTRIES = 40

/** What a {@link KeptList} works with. */
export interface KeptListOptions {
  readonly engine: Engine
  readonly kind: WatchKind
  readonly plan: KindPlan<unknown>
  readonly limits: () => ReadLimits
  /** Calls back after `ms`; returns what cancels that. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly onChange: (
    kind: WatchKind,
    id: string,
    before: unknown,
    now: unknown,
    event: EngineEvent | undefined,
  ) => void
  /** A read failed: what is kept may be old until the next `readAll()`. */
  readonly onFailure: (error: Error) => void
}

/** The ids of entries to read, or all of them. */
class Dirty {
  isAll = false
  readonly ids = new Set<string>()

  get isEmpty(): boolean {
    return !this.isAll && this.ids.size === 0
  }

  add(other: Dirty): void {
    this.isAll ||= other.isAll
    for (const id of other.ids) this.ids.add(id)
  }
}

/** The entries of one kind. */
export class KeptList {
  readonly entries = new Map<string, unknown>()
  readonly #options: KeptListOptions
  #dirty = new Dirty()
  #settling = new Dirty()
  /** The last event of each object since it was read. */
  #events = new Map<string, EngineEvent>()
  #reads = 0
  #isReading = false
  /** Ids whose effects are being confirmed, and whether another event came meanwhile; those that wait for it. */
  #confirming = new Map<string, { isAgain: boolean }>()
  readonly #unconfirmed = new Set<string>()
  #uncall: (() => void) | undefined
  #unsettle: (() => void) | undefined
  #unsettleAll: (() => void) | undefined

  constructor(options: KeptListOptions) {
    this.#options = options
  }

  /** Reads again what an event may have changed. */
  note(event: EngineEvent): void {
    const concern = this.#options.plan.concern(event)
    if (concern === 'none') return
    if (concern === 'all') this.#dirty.isAll = true
    else {
      this.#dirty.ids.add(concern.id)
      this.#confirm(concern.id)
    }
    if (event.type === this.#options.kind && event.id !== '') this.#events.set(event.id, event)
    this.#call()
  }

  /** Reads everything. What events noted before it is covered; what they note meanwhile is read after it. */
  async readAll(): Promise<void> {
    this.reset()
    const dirty = new Dirty()
    dirty.isAll = true
    await this.#read(dirty, true)
    this.#unsettleAll?.()
    this.#unsettleAll = this.#options.after(SETTLE_ALL_MS, () => {
      this.#dirty.isAll = true
      this.#call()
    })
  }

  /** Ends what is under way; what is kept stays. */
  reset(): void {
    this.#reads++
    this.#isReading = false
    this.#dirty = new Dirty()
    this.#settling = new Dirty()
    this.#events.clear()
    this.#confirming = new Map()
    this.#unconfirmed.clear()
    this.#uncall?.()
    this.#unsettle?.()
    this.#unsettleAll?.()
    this.#uncall = this.#unsettle = this.#unsettleAll = undefined
  }

  #call(): void {
    if (this.#isReading || this.#uncall !== undefined || this.#dirty.isEmpty) return
    this.#uncall = this.#options.after(BATCH_MS, () => {
      this.#uncall = undefined
      const dirty = this.#dirty
      this.#dirty = new Dirty()
      this.#read(dirty, true).catch(this.#options.onFailure)
    })
  }

  /** Reads an entry once more when the effect of its event can be listed. */
  #confirm(id: string): void {
    const { engine, plan, limits } = this.#options
    if (plan.confirm === undefined) return
    const confirming = this.#confirming
    const present = confirming.get(id)
    if (present !== undefined) {
      present.isAgain = true
      return
    }
    if (confirming.size >= CONFIRMING_LIMIT) return void this.#unconfirmed.add(id)
    const mine = { isAgain: false }
    confirming.set(id, mine)
    const onEnd = (): void => {
      confirming.delete(id)
      // Another one since `reset()`.
      if (confirming !== this.#confirming) return
      this.#dirty.ids.add(id)
      this.#call()
      if (mine.isAgain) this.#unconfirmed.add(id)
      const [next] = this.#unconfirmed
      if (next === undefined) return
      this.#unconfirmed.delete(next)
      this.#confirm(next)
    }
    // One that fails confirms nothing: the container is gone, or the Engine, which a read finds out.
    Promise.resolve()
      .then(() => plan.confirm?.(engine, limits(), id))
      .then(onEnd, onEnd)
  }

  /** @param settles whether it is to be confirmed by another read. */
  async #read(dirty: Dirty, settles: boolean): Promise<void> {
    const { engine, plan, limits } = this.#options
    const mine = ++this.#reads
    this.#isReading = true
    const some = dirty.isAll || !plan.readsSome || dirty.ids.size > SOME_ENTRIES ? undefined : [...dirty.ids]
    const events = this.#events
    this.#events = new Map()
    const found = await plan.read(engine, limits(), some)
    if (mine !== this.#reads) return
    this.#isReading = false
    this.#apply(found, some, events)
    if (settles) this.#settle(dirty)
    this.#call()
  }

  #apply(found: Map<string, unknown>, some: readonly string[] | undefined, events: Map<string, EngineEvent>): void {
    const { kind, onChange } = this.#options
    for (const id of some ?? [...this.entries.keys()]) {
      const before = this.entries.get(id)
      if (found.has(id) || before === undefined) continue
      this.entries.delete(id)
      onChange(kind, id, before, undefined, events.get(id))
    }
    for (const [id, now] of found) {
      const before = this.entries.get(id)
      if (before !== undefined && isSame(before, now)) continue
      this.entries.set(id, now)
      onChange(kind, id, before, now, events.get(id))
    }
  }

  #settle(dirty: Dirty): void {
    this.#settling.add(dirty)
    this.#unsettle ??= this.#options.after(SETTLE_MS, () => {
      this.#unsettle = undefined
      const settling = this.#settling
      this.#settling = new Dirty()
      // A read is under way, or comes at once: it confirms what it can, and the rest goes with the next one.
      if (this.#isReading || this.#uncall !== undefined) {
        this.#dirty.add(settling)
        return
      }
      this.#read(settling, false).catch(this.#options.onFailure)
    })
  }
}
