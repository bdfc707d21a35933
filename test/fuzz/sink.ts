// A Writable that notes what it is given, at the pace of the case's user: slow for 'pause', broken for 'throw'.

import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'

/** What a sink needs of its case: where its pieces go, and the user's pace. */
interface Pace {
  readonly seen: [name: string, text: string][]
  item(): Promise<boolean>
}

export class Sink extends Writable {
  readonly #name: string
  readonly #pace: Pace

  constructor(name: string, pace: Pace) {
    super({ highWaterMark: 1_000 })
    this.#name = name
    this.#pace = pace
  }

  /** Resolves when it has taken what was written to it, or is destroyed. */
  async taken(): Promise<void> {
    while (this.writableLength > 0 && !this.destroyed) await turn()
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#pace.seen.push([this.#name, bytes.toString('latin1')])
    this.#pace.item().then(
      () => done(),
      (error: Error) => done(error),
    )
  }
}
