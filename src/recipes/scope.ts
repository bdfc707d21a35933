// A signal of a recipe's own, inside the caller's: aborted by the caller's abort or by the recipe's close().
// It listens to the caller's signal only while somebody listens to it, so that its life is that of the call it was given
// to: AbortSignal.any() would leave a trace on a long-lived signal for every call.

import { type Abortable, unwatchSignal, watchSignal } from '../net/abort.ts'

/** See the file's head. */
export class Scope extends EventTarget implements Abortable {
  readonly #outer: AbortSignal | undefined
  #closed = false
  #reason: unknown
  #listeners = 0

  constructor(outer: AbortSignal | undefined) {
    super()
    this.#outer = outer
  }

  /** Itself, in the type that calls take; `throwIfAborted` and `onabort` are not used by them. */
  get signal(): AbortSignal {
    return this as unknown as AbortSignal
  }

  get aborted(): boolean {
    return this.#closed || this.#outer?.aborted === true
  }

  get reason(): unknown {
    return this.#closed ? this.#reason : this.#outer?.reason
  }

  override addEventListener(...how: Parameters<EventTarget['addEventListener']>): void {
    super.addEventListener(...how)
    this.#listeners++
    if (this.#outer !== undefined && !this.aborted) watchSignal(this.#outer, this)
  }

  override removeEventListener(...how: Parameters<EventTarget['removeEventListener']>): void {
    super.removeEventListener(...how)
    if (this.#listeners > 0) this.#listeners--
    if (this.#listeners === 0 && this.#outer !== undefined) unwatchSignal(this.#outer, this)
  }

  abort(reason: unknown): void {
    if (this.#closed) return
    this.#closed = true
    this.#reason = reason
    if (this.#outer !== undefined) unwatchSignal(this.#outer, this)
    this.dispatchEvent(new Event('abort'))
  }
}
