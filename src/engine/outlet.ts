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
  /** Writes that the Writable has not carried out yet. */
  #unwritten = 0
  #onRoom: (() => void) | undefined
  /** What it is destroyed with as soon as they are. */
  #epitaph: Error | undefined

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
    const to = this.#to
    if (from === to) return
    this.#from = to
    const { writable } = this
    if (writable.destroyed) return
    this.#unwritten++
    try {
      if (writable.write(this.#slab.subarray(from, to), this.#onWritten) || this.#blocked) return
    } catch (error) {
      // A `_write` that throws: this is called from a microtask, where nobody could catch it.
      this.#unwritten = 0
      return this.#onError(error as Error)
    }
    this.#blocked = true
    this.#owner.onBlocked()
  }

  /** After the last byte: ends the Writable and resolves when it has finished; one that is kept open, when its buffer has room. Never settles when it breaks: the owner hears of that. */
  finish(keepOpen: boolean): Promise<void> {
    this.flush()
    this.#ending = true
    const { writable } = this
    return new Promise((resolve) => {
      if (this.#isKeptOpen(keepOpen)) {
        if (writable.writableNeedDrain) this.#onRoom = resolve
        else resolve()
      } else {
        writable.end((error?: Error | null) => {
          if (error) this.#onError(error)
          else resolve()
        })
      }
    })
  }

  /** The stream failed: so does the Writable, at once where the call was aborted, otherwise when it has written what came before. */
  abandon(error: Error, keepOpen: boolean): void {
    this.flush()
    if (this.#isKeptOpen(keepOpen)) return
    this.#epitaph = error
    if (this.#unwritten === 0 || error.name === 'AbortError') this.#bury()
  }

  /** Takes the listeners off. */
  release(): void {
    const { writable } = this
    writable.off('drain', this.#onDrain)
    writable.off('close', this.#onClose)
    if (writable.destroyed || this.#epitaph !== undefined) ignoreErrors(writable)
    writable.off('error', this.#onError)
  }

  #bury(): void {
    const error = this.#epitaph
    this.#epitaph = undefined
    if (error !== undefined) this.writable.destroy(error)
  }

  #isKeptOpen(keepOpen: boolean): boolean {
    return keepOpen || this.writable === process.stdout || this.writable === process.stderr
  }

  readonly #onReadOver = (): void => this.flush()

  readonly #onWritten = (): void => {
    if (--this.#unwritten === 0) this.#bury()
  }

  readonly #onDrain = (): void => {
    this.#onRoom?.()
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

/** The error that `abandon` destroys it with is emitted later, before `close`, and is not news to anyone. */
function ignoreErrors(writable: Writable): void {
  const stop = (): unknown => writable.off('error', ignore)
  writable.on('error', ignore)
  // Once it is closed, what is still to be emitted is in the tick queue already.
  if (writable.closed) process.nextTick(stop)
  else writable.once('close', stop)
}

function ignore(): void {}
