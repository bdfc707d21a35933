// The signal of a recipe's own requests: a real AbortSignal, aborted by the caller's signal or by the recipe's close().
// AbortSignal.any() would leave an entry on a long-lived signal per recipe. Here the caller's signal has one listener, which is
// removed when the recipe's last call has ended.

import { type Abortable, unwatchSignal, watchSignal, whenUnwatched } from '../../net/base/abort.ts'

/** An AbortSignal that follows the caller's signal until {@link release}. Its owner calls `release()` or `abort()` at the end. */
export class LinkedSignal implements Abortable {
  readonly #outer: AbortSignal | undefined
  readonly #controller = new AbortController()

  /** @throws FairleadError ERR_OPTION when `outer` is not an AbortSignal. */
  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer
    if (outer?.aborted) this.#controller.abort(outer.reason)
    else if (outer !== undefined) watchSignal(outer, this)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts with the caller's reason or the recipe's own. */
  abort(reason: unknown): void {
    this.release()
    this.#controller.abort(reason)
  }

  /** Called when the response has begun: follows the caller's signal until the call ends, whichever way its body is read. */
  releaseAtEnd(): void {
    whenUnwatched(this.signal, () => this.release())
  }

  /** Stops following the caller's signal. Does nothing when called again. */
  release(): void {
    if (this.#outer !== undefined) unwatchSignal(this.#outer, this)
  }
}
