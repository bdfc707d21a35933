// One bound for what waits of many logs. Pure.
// A log is full by itself beyond its share; all are full once the sum reaches the bound, until half of it was taken. What is full is no
// longer read: its place stays, and it catches up later.

import { QUEUE_BYTES } from '../follow/record-queue.ts'

/** The most bytes that wait of all logs together, by default: 16 MiB. */
export const TAIL_BYTES = 16_777_216

/** A log whose records wait. */
export interface BudgetMember {
  /** Bytes that wait. Only {@link Budget.change} writes it. */
  bytes: number
  /** Looks whether it is full now, and stops reading. */
  look(): void
  /** Called once, when it is full no longer. */
  whenRoom: (() => void) | undefined
}

/** What waits of all logs, against its bound. */
export class Budget {
  readonly most: number
  readonly #members = new Set<BudgetMember>()
  #total = 0
  #isTight = false

  constructor(most: number) {
    this.most = most
  }

  /** Bytes that wait of all. */
  get total(): number {
    return this.#total
  }

  /** The bound was reached, and not yet half of it was taken. */
  get isTight(): boolean {
    return this.#isTight
  }

  add(member: BudgetMember): void {
    this.#members.add(member)
  }

  /** The member's log is over, or is dropped with what waits of it. */
  remove(member: BudgetMember): void {
    this.change(member, 0)
    this.#members.delete(member)
  }

  /** So many bytes of a member wait now. */
  change(member: BudgetMember, bytes: number): void {
    this.#total += bytes - member.bytes
    member.bytes = bytes
    if (!this.#isTight && this.#total > this.most) {
      this.#isTight = true
      for (const one of this.#members) one.look()
    } else if (this.#isTight && this.#total <= this.most / 2) {
      this.#isTight = false
      for (const one of [...this.#members]) this.#release(one)
    }
    this.#release(member)
  }

  /** Whether a member's log is not to be read now. It stays full until it was called back. */
  isFull(member: BudgetMember): boolean {
    return this.#isTight || member.whenRoom !== undefined || member.bytes > this.#share
  }

  #release(member: BudgetMember): void {
    const { whenRoom } = member
    if (whenRoom === undefined || this.#isTight || member.bytes > this.#share / 2) return
    member.whenRoom = undefined
    whenRoom()
  }

  /** What one log may have waiting: the shares of all are half of the bound, so that a log that writes little is seldom held up. */
  get #share(): number {
    return Math.min(QUEUE_BYTES, this.most / 2 / Math.max(1, this.#members.size))
  }
}
