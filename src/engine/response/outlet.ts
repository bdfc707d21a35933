// One Writable of a pipe, and the ranges of the current read that go to it.
// Bytes: a chunk is the Writable's for good, unless it lies in a block that the write's callback gives back (pipe-memory.ts).

import type { Writable } from 'node:stream'
import { FairleadError } from '../../error.ts'
import { nextTick } from '../../net/base/timers.ts'
import { Ranges } from '../../stream/read/ranges.ts'
import { listen, unlisten } from '../../stream/shared-listener.ts'
import { isOwnStream } from '../../stream/upload/own-stream.ts'
import { isDoneAtCallback, isFile, isUntouched } from './done-writables.ts'
import type { Block } from './pipe-memory.ts'

/**
 * A Writable that is done with its chunks at the callback holds up the stream only if more bytes than this are not written, 256 KiB.
 * Any other Writable holds it up when it is full.
 */
export const AHEAD_BYTES = 262_144
/**
 * The same for a file, 2 MiB: it writes what waits in one call, and every call wakes a thread. 16 KiB frames into a file took half the CPU
 * time that they took with 256 KiB.
 */
export const FILE_AHEAD_BYTES = 2_097_152
/** While more bytes than this are not written to the files of this process, 4 MiB, each has AHEAD_BYTES: a disk may hold up hundreds. */
export const FILES_AHEAD_BYTES = 4_194_304
/** Such a Writable lets the stream continue when at most so many bytes are not written. */
const BEHIND_BYTES = 65_536

/** Bytes that are not written to files yet, by this module. */
let unwrittenToFiles = 0

/** Is notified when an outlet blocks, drains or breaks. */
export interface OutletOwner {
  /** Its buffer is full; {@link onDrained} follows. */
  onBlocked(): void
  onDrained(): void
  /** It failed, or was closed before its end. */
  onBroken(error: FairleadError): void
}

/** One Writable of a pipe: writes, back-pressure, the end and errors. */
export class Outlet {
  readonly writable: Writable
  /** The ranges of the current read that go to it. */
  readonly ranges = new Ranges()
  readonly #owner: OutletOwner
  #blocked = false
  #ending = false
  /** Writes whose callback has not been called yet. */
  #unwritten = 0
  /** Their bytes; of one that is done at the callback. */
  #unwrittenBytes = 0
  readonly #isDone: boolean
  readonly #isFile: boolean
  #onRoom: (() => void) | undefined
  /** The Writable is destroyed with this error after those writes. */
  #finalError: Error | undefined

  constructor(writable: Writable, owner: OutletOwner) {
    this.writable = writable
    this.#owner = owner
    this.#isDone = isDoneAtCallback(writable)
    this.#isFile = this.#isDone && isFile(writable)
    listen(writable, 'drain', this.#onDrain)
    listen(writable, 'error', this.#onError)
    listen(writable, 'close', this.#onClose)
  }

  /** Whether a chunk's memory can be used again after its write's callback. */
  get givesBack(): boolean {
    return this.#isDone && isUntouched(this.writable)
  }

  /** Writes a chunk; the Writable owns it from now on. */
  write(chunk: Buffer): void {
    this.writeAll([chunk], chunk.length, undefined)
  }

  /** Writes chunks of together `size` bytes as one. They lie in `block`, or belong to the Writable from now on. */
  writeAll(chunks: readonly Buffer[], size: number, block: Block | undefined): void {
    const { writable } = this
    if (writable.destroyed) return
    this.#unwritten++
    this.#count(size)
    if (block !== undefined) block.begin(this.givesBack)
    // One function for all writes where neither bytes nor a block have to be counted.
    const onWritten = this.#isDone ? (error?: Error | null) => this.#onWritten(size, block, error) : this.#onPassed
    let hasRoom = true
    try {
      const last = chunks.length - 1
      // Only one that writes several chunks at once gains by a cork.
      const corks = last > 0 && typeof writable._writev === 'function'
      if (corks) writable.cork()
      for (let at = 0; at < last; at++) writable.write(chunks[at])
      hasRoom = writable.write(chunks[last], onWritten)
      if (corks) writable.uncork()
    } catch (error) {
      // `_write` threw: the output has failed, not the stream that is being read.
      this.#unwritten = 0
      this.#count(-this.#unwrittenBytes)
      block?.begin(false)
      return this.#onError(error as Error)
    }
    if (hasRoom || this.#blocked || (this.#isDone && this.#unwrittenBytes <= this.#mostAhead)) return
    this.#blocked = true
    this.#owner.onBlocked()
  }

  /** After the last byte: ends the Writable and resolves when it has finished. If it is kept open, resolves when its buffer has room. If it breaks, never settles: the owner is notified. */
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

  /** The stream failed: destroys the Writable, at once if the call was aborted, otherwise after what has been written to it. */
  abandon(error: Error, keepOpen: boolean): void {
    if (this.#isKeptOpen(keepOpen)) return
    this.#finalError = error
    if (this.#unwritten === 0 || error.name === 'AbortError') this.#destroy()
  }

  /** Removes the listeners. */
  release(): void {
    const { writable } = this
    unlisten(writable, 'drain', this.#onDrain)
    unlisten(writable, 'close', this.#onClose)
    if (writable.destroyed || this.#finalError !== undefined) ignoreErrors(writable)
    unlisten(writable, 'error', this.#onError)
    // What is under way is no longer this module's to wait for, even if it never calls back.
    this.#count(-this.#unwrittenBytes)
  }

  #destroy(): void {
    const error = this.#finalError
    this.#finalError = undefined
    if (error !== undefined) this.writable.destroy(error)
  }

  #isKeptOpen(keepOpen: boolean): boolean {
    return keepOpen || isOwnStream(this.writable)
  }

  #onWritten(size: number, block: Block | undefined, error: Error | null | undefined): void {
    this.#count(-Math.min(size, this.#unwrittenBytes))
    block?.end(error == null)
    this.#onPassed()
    if (this.#unwrittenBytes <= BEHIND_BYTES) this.#unblock()
  }

  #count(size: number): void {
    this.#unwrittenBytes += size
    if (this.#isFile) unwrittenToFiles += size
  }

  get #mostAhead(): number {
    return this.#isFile && unwrittenToFiles <= FILES_AHEAD_BYTES ? FILE_AHEAD_BYTES : AHEAD_BYTES
  }

  readonly #onPassed = (): void => {
    if (--this.#unwritten === 0) this.#destroy()
  }

  #unblock(): void {
    if (!this.#blocked) return
    this.#blocked = false
    this.#owner.onDrained()
  }

  readonly #onDrain = (): void => {
    this.#onRoom?.()
    this.#unblock()
  }

  readonly #onError = (cause: Error): void => {
    this.#owner.onBroken(new FairleadError('ERR_OUTPUT', 'an output of the pipe failed: see its cause', { cause }))
  }

  readonly #onClose = (): void => {
    if (this.#ending && this.writable.writableFinished) return
    this.#owner.onBroken(new FairleadError('ERR_OUTPUT', 'an output of the pipe was closed before the stream ended'))
  }
}

/** Writables whose errors are ignored already, by another stream that was piped into them. */
const ignored = new WeakSet<Writable>()

/** The Writable emits the error that `abandon` destroys it with later, before `close`. It has been reported already. */
function ignoreErrors(writable: Writable): void {
  if (ignored.has(writable)) return
  ignored.add(writable)
  const stop = (): void => {
    ignored.delete(writable)
    writable.off('error', ignore)
  }
  writable.on('error', ignore)
  // Once it is closed, any error still to be emitted is in the tick queue already.
  if (writable.closed) nextTick(stop)
  else writable.once('close', stop)
}

function ignore(): void {}
