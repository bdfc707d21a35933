// One Writable that a stream is piped into, and the ranges of the present read that are its.
// Bytes: frames that come in one read are one write, of one copy that has just their size. Its memory is never used again:
// the Writable keeps what it was given for as long as it likes.

import type { Writable } from 'node:stream'
import { FairleadError } from '../error.ts'
import { Ranges } from '../stream/ranges.ts'

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
  /** What of the present read goes there. */
  readonly ranges = new Ranges()
  readonly #owner: OutletOwner
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

  /** Writes a chunk that is the Writable's from now on. */
  write(chunk: Buffer): void {
    const { writable } = this
    if (writable.destroyed) return
    this.#unwritten++
    try {
      if (writable.write(chunk, this.#onWritten) || this.#blocked) return
    } catch (error) {
      // A `_write` that throws: the output has failed, not the stream that this is called from.
      this.#unwritten = 0
      return this.#onError(error as Error)
    }
    this.#blocked = true
    this.#owner.onBlocked()
  }

  /** After the last byte: ends the Writable and resolves when it has finished; one that is kept open, when its buffer has room. Never settles when it breaks: the owner hears of that. */
  finish(keepOpen: boolean): Promise<void> {
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
