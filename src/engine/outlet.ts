// One Writable that a stream is piped into, and the slab that its next write is gathered in.
// Bytes: copied once into the slab; frames that come in one read are one write, made in the microtask after it.
// A slab is never reused: the Writable keeps what it was given for as long as it likes.

import type { Writable } from 'node:stream'
import { FairleadError } from '../error.ts'

/** Bytes of memory taken at a time for copies: one read. */
const SLAB_BYTES = 65_536
/** Up to this size a loop copies faster than `set`, which needs a view made first. */
const LOOP_COPY_BYTES = 64
const NO_SLAB = Buffer.alloc(0)

/** Hears of one outlet's troubles. */
export interface OutletOwner {
  /** It asks for silence; {@link onFlowing} follows. */
  onBlocked(): void
  onFlowing(): void
  /** It failed, or was closed before its end. */
  onBroken(error: FairleadError): void
}

/** See the file's head. */
export class Outlet {
  readonly writable: Writable
  readonly #owner: OutletOwner
  #slab: Buffer = NO_SLAB
  #from = 0
  #to = 0
  #blocked = false
  #ending = false

  constructor(writable: Writable, owner: OutletOwner) {
    this.writable = writable
    this.#owner = owner
    writable.on('drain', this.#onDrain)
    writable.on('error', this.#onError)
    writable.on('close', this.#onClose)
  }

  /** Copies the bytes and sees that they are written. */
  take(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    if (this.#to + size > this.#slab.length) {
      this.flush()
      this.#slab = Buffer.allocUnsafeSlow(Math.max(size, SLAB_BYTES))
      this.#from = this.#to = 0
    }
    if (this.#from === this.#to) queueMicrotask(this.#onReadOver)
    const slab = this.#slab
    let at = this.#to
    this.#to += size
    if (size > LOOP_COPY_BYTES) slab.set(bytes.subarray(start, end), at)
    else for (let i = start; i < end; i++) slab[at++] = bytes[i]!
  }

  /** Writes what was gathered. */
  flush(): void {
    const from = this.#from
    if (from === this.#to) return
    this.#from = this.#to
    if (this.writable.destroyed || this.writable.write(this.#slab.subarray(from, this.#to)) || this.#blocked) return
    this.#blocked = true
    this.#owner.onBlocked()
  }

  /** After the last byte: ends the Writable and resolves when it has finished; one that is kept open, when its buffer has room. */
  finish(keepOpen: boolean): Promise<void> {
    this.flush()
    this.#ending = true
    return new Promise((resolve) => {
      if (!this.#isKeptOpen(keepOpen)) this.writable.end(resolve)
      else if (this.writable.writableNeedDrain) this.writable.once('drain', resolve)
      else resolve()
    })
  }

  /** The stream failed: so does the Writable, after what came before. */
  abandon(error: Error, keepOpen: boolean): void {
    this.flush()
    if (!this.#isKeptOpen(keepOpen)) this.writable.destroy(error)
  }

  /** Takes the listeners off. */
  release(): void {
    this.writable.off('drain', this.#onDrain)
    this.writable.off('close', this.#onClose)
    // The error that `abandon` destroyed it with is emitted later and is not news to anyone here.
    if (this.writable.destroyed) this.writable.on('error', ignore)
    this.writable.off('error', this.#onError)
  }

  #isKeptOpen(keepOpen: boolean): boolean {
    return keepOpen || this.writable === process.stdout || this.writable === process.stderr
  }

  readonly #onReadOver = (): void => this.flush()

  readonly #onDrain = (): void => {
    if (!this.#blocked) return
    this.#blocked = false
    this.#owner.onFlowing()
  }

  readonly #onError = (cause: Error): void => {
    this.#owner.onBroken(new FairleadError('ERR_OUTPUT', 'an output that the stream was piped into failed', { cause }))
  }

  readonly #onClose = (): void => {
    if (this.#ending && this.writable.writableFinished) return
    this.#owner.onBroken(
      new FairleadError('ERR_OUTPUT', 'an output that the stream was piped into was closed before its end'),
    )
  }
}

function ignore(): void {}
