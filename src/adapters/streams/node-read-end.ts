// The reading side of a Node stream over a tap. An error is emitted once everything that came before it has been read, as the
// end is: destroy() alone would discard the stream's unread bytes.

import type { Readable } from 'node:stream'
import { nextTick } from '../../net/base/timers.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { Branch, BranchStream, Tap } from './tap.ts'

/** Default number of unread bytes at which the source is paused: one socket read, the mark of Node 22's own streams. */
export const HIGH_WATER_BYTES = 65_536

/** A class of streams, by its constructor. */
// biome-ignore lint/suspicious/noExplicitAny: a mixin's constructor takes any arguments (TS2545)
export type StreamClass<Stream, Arguments extends any[] = any[]> = new (...args: Arguments) => Stream

/** A class of Node streams that read a tap's next branch: its constructor takes the tap before the stream's options. */
export function readsBranch<Stream extends Readable, Options>(
  base: StreamClass<Stream, [options?: Options]>,
): StreamClass<Stream, [tap: Tap, options: Options]> {
  return class extends (base as StreamClass<Readable>) {
    readonly #end: NodeReadEnd
    readonly #branch: Branch

    constructor(tap: Tap, options: Options) {
      super(options)
      this.#end = new NodeReadEnd(this)
      this.#branch = tap.branch(this.#end)
    }

    override _read(): void {
      this.#branch.want()
    }

    override read(count?: number): unknown {
      const chunk: unknown = super.read(count)
      this.#end.afterRead(count, chunk)
      return chunk
    }

    override _destroy(error: Error | null, done: (error: Error | null) => void): void {
      this.#branch.leave(error ?? undefined)
      done(error)
    }
  } as unknown as StreamClass<Stream, [tap: Tap, options: Options]>
}

/** Pushes a branch's pieces into a Readable and holds an error back until they are read. The stream calls `afterRead()` after each read. */
class NodeReadEnd implements BranchStream {
  readonly #stream: Readable
  #failure: Error | undefined

  constructor(stream: Readable) {
    this.#stream = stream
  }

  allocate(size: number): OwnBytes {
    return Buffer.allocUnsafe(size)
  }

  deliver(piece: OwnBytes): boolean {
    return this.#stream.push(piece)
  }

  finish(): void {
    this.#stream.push(null)
  }

  fail(error: Error): void {
    const stream = this.#stream
    // After an abort the caller wants no more bytes.
    if (stream.readableLength === 0 || error.name === 'AbortError') {
      stream.destroy(error)
      return
    }
    this.#failure = error
    // A reader that waits for more bytes than the buffer holds must read again, or it never receives the error.
    if (stream.listenerCount('readable') > 0) nextTick(emitReadable, stream)
  }

  /** Emits a held error once the buffer is empty. `count` and `chunk`: argument and result of the stream's read(). */
  afterRead(count: number | undefined, chunk: unknown): void {
    const failure = this.#failure
    if (failure === undefined) return
    const stream = this.#stream
    if (stream.readableLength > 0 && (chunk !== null || count === 0)) return
    this.#failure = undefined
    // The caller receives this read's chunk first.
    nextTick(destroy, stream, failure)
  }
}

function emitReadable(stream: Readable): void {
  stream.emit('readable')
}

function destroy(stream: Readable, error: Error): void {
  stream.destroy(error)
}
