// What a consumer of a watch does not know yet. Changes of one object merge, so that a slow consumer costs no more memory than the
// objects it knows and those that exist. Pure.
// Order: that the Engine is away, then changes, then that the lists are true again.

import type { EngineEvent } from './engine-event.ts'
import type { Watched, WatchKind } from './kinds.ts'

/** An object was added, changed or removed. */
export type Change = { [K in WatchKind]: ChangeOf<K> }[WatchKind]

/** An object of kind `K` was added, changed or removed. */
export interface ChangeOf<K extends WatchKind> {
  readonly kind: K
  readonly change: 'added' | 'changed' | 'removed'
  /** Its id; a volume's name. */
  readonly id: string
  /** As it is now; undefined when it was removed. */
  readonly now: Watched[K] | undefined
  /** As it was when its last change was taken; undefined when it was added. */
  readonly before: Watched[K] | undefined
  /** The last event about this object before the change, if one was received. A change found by a list has none. */
  readonly event: EngineEvent | undefined
}

/** The Engine does not respond, or its events broke off. What is kept may be old until the next 'synced'. */
export interface AwayNotice {
  readonly kind: 'away'
  /** What broke. */
  readonly error: Error
}

/** Everything was listed: what is kept is what the Engine has. Follows the changes that the list brought. */
export interface SyncedNotice {
  readonly kind: 'synced'
  /** The Engine's id (`/info`); undefined on Podman, which has none. */
  readonly engineId: string | undefined
  /** Whether another Engine responds than before. */
  readonly replaced: boolean
  /** ms since the Engine was away; 0 at the start. */
  readonly awayMs: number
}

/** What a watch yields. */
export type WatchItem = Change | AwayNotice | SyncedNotice

interface Entry {
  readonly kind: WatchKind
  readonly id: string
  readonly before: unknown
  now: unknown
  event: EngineEvent | undefined
}

/** Changes and notices that wait to be taken. */
export class Pending {
  readonly #changes = new Map<string, Entry>()
  #away: AwayNotice | undefined
  #synced: SyncedNotice | undefined

  /** An object is `now` what it was not `before`; undefined: it does not exist. */
  change(kind: WatchKind, id: string, before: unknown, now: unknown, event: EngineEvent | undefined): void {
    const key = `${kind} ${id}`
    const waiting = this.#changes.get(key)
    if (waiting === undefined) {
      this.#changes.set(key, { kind, id, before, now, event })
      return
    }
    waiting.now = now
    waiting.event = event ?? waiting.event
    // It came and went, or went and came back the same: there is nothing to know.
    if (waiting.before === now || (now !== undefined && isSame(waiting.before, now))) this.#changes.delete(key)
  }

  away(notice: AwayNotice): void {
    this.#away = notice
    this.#synced = undefined
  }

  synced(notice: SyncedNotice): void {
    const replaced = notice.replaced || (this.#synced?.replaced ?? false)
    this.#synced = { ...notice, replaced }
  }

  /** Removes and returns what comes next; undefined if nothing waits. */
  take(): WatchItem | undefined {
    const away = this.#away
    if (away !== undefined) {
      this.#away = undefined
      return away
    }
    for (const [key, { kind, id, before, now, event }] of this.#changes) {
      this.#changes.delete(key)
      const change = before === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
      return { kind, change, id, before, now, event } as Change
    }
    const synced = this.#synced
    this.#synced = undefined
    return synced
  }

  clear(): void {
    this.#changes.clear()
    this.#away = this.#synced = undefined
  }
}

/** Whether two entries have the same fields and values. Their order does not differ: the Engine writes them in one order. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
