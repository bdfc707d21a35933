// A sink that delays, trickles, cuts or resets a response by its fault plan (faults.ts). With a plan the response writes its head
// alone and waits for each write: the first write is the head, and writes never overlap.

import type { Socket } from 'node:net'
import { delay } from '../base/waits.ts'
import type { FaultPlan } from './faults.ts'
import type { Sink } from './sink.ts'

/** The pause before a reset. libuv reports data and a reset that arrive in one poll as a clean end, so the data is sent first. */
const RESET_MS = 20

/** Writes to another sink with the faults of a plan. */
export class FaultySink implements Sink {
  readonly #socket: Socket
  readonly #inner: Sink
  readonly #plan: FaultPlan
  /** Aborted when the client has closed its side or the connection: ends every delay. */
  readonly #signal: AbortSignal
  #sent = 0
  #writes = 0
  #cut = false

  constructor(socket: Socket, inner: Sink, plan: FaultPlan, signal: AbortSignal) {
    this.#socket = socket
    this.#inner = inner
    this.#plan = plan
    this.#signal = signal
  }

  get closed(): boolean {
    return this.#cut || this.#inner.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { delayHead = 0, delayBody = 0, trickle } = this.#plan
    const write = this.#writes++
    if (write === 0) await this.#delay(delayHead)
    else if (write === 1) await this.#delay(delayBody)
    const step = trickle?.bytes ?? bytes.length
    for (let at = 0; at < bytes.length && !this.closed; at += step) {
      if (trickle && this.#sent > 0) await this.#delay(trickle.ms)
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
      if (this.#sent > 0) await delay(RESET_MS)
      this.#socket.resetAndDestroy()
    }
  }

  async #delay(ms: number): Promise<void> {
    if (ms > 0 && !this.closed) await delay(ms, undefined, { signal: this.#signal }).catch(() => {})
  }
}
