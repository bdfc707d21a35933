// An outlet that delays, trickles, cuts or resets, by the plan in faults.ts. The answer writes its head by itself, and
// waits for each write, so the first write is the head and writes never overlap.

import type { Socket } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import type { FaultPlan } from './faults.ts'
import type { Outlet } from './outlet.ts'

/** libuv tells a reader of data and a reset in one poll of a clean end; so the data goes first, and time passes. */
const RESET_MS = 20

export class FaultyOutlet implements Outlet {
  readonly #socket: Socket
  readonly #inner: Outlet
  readonly #plan: FaultPlan
  /** Aborted when the client has closed its side, or all: ends every delay. */
  readonly #gone: AbortSignal
  #sent = 0
  #writes = 0
  #cut = false

  constructor(socket: Socket, inner: Outlet, plan: FaultPlan, gone: AbortSignal) {
    this.#socket = socket
    this.#inner = inner
    this.#plan = plan
    this.#gone = gone
  }

  get closed(): boolean {
    return this.#cut || this.#inner.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { delayHead = 0, delayBody = 0, trickle } = this.#plan
    const write = this.#writes++
    if (write === 0) await this.#pass(delayHead)
    else if (write === 1) await this.#pass(delayBody)
    const step = trickle?.bytes ?? bytes.length
    for (let at = 0; at < bytes.length && !this.closed; at += step) {
      if (trickle && this.#sent > 0) await this.#pass(trickle.ms)
      await this.#send(bytes.subarray(at, at + step))
    }
  }

  async #send(bytes: Uint8Array): Promise<void> {
    const { cutAfter = Number.POSITIVE_INFINITY, resetAfter = Number.POSITIVE_INFINITY } = this.#plan
    const limit = Math.min(cutAfter, resetAfter)
    const room = limit - this.#sent
    const part = room < bytes.length ? bytes.subarray(0, room) : bytes
    this.#sent += part.length
    if (part.length > 0) await this.#inner.write(part)
    if (this.#sent < limit || this.closed) return
    this.#cut = true
    if (resetAfter !== limit || this.#socket.remoteAddress === undefined) this.#socket.destroySoon()
    else {
      if (this.#sent > 0) await pass(RESET_MS)
      this.#socket.resetAndDestroy()
    }
  }

  async #pass(ms: number): Promise<void> {
    if (ms > 0 && !this.closed) await pass(ms, undefined, { signal: this.#gone }).catch(() => {})
  }
}
