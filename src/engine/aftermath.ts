// Clean-up that is due when an engine is closed: close() notifies each holder, and waits for them. Each holder bounds its own
// work, so close() is bounded, too.

/** The holders of clean-up work of one engine. */
export class Aftermath {
  readonly #held = new Set<() => void>()
  #waiting: (() => void)[] = []

  /** Registers a holder; the function that this returns releases it. @param onClose called if the engine is closed before that. */
  hold(onClose: () => void): () => void {
    const held = (): void => onClose()
    this.#held.add(held)
    return () => {
      this.#held.delete(held)
      if (this.#held.size > 0) return
      for (const resolve of this.#waiting) resolve()
      this.#waiting = []
    }
  }

  /** Notifies every holder, and resolves when all have been released. */
  async close(): Promise<void> {
    for (const onClose of this.#held) onClose()
    if (this.#held.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
