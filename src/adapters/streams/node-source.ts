// A Node Readable as a ByteSource: a child's output, an http.IncomingMessage, any socket of another library.
// Chunks are passed on without a copy. They stay the producer's memory.

import { AsyncResource } from 'node:async_hooks'
import type { Readable } from 'node:stream'
import { FairleadError } from '../../error.ts'
import type { ByteHandler, ByteSource } from '../../stream/source.ts'
import { isOwnStream, type OwnReadable, restoreFlow } from '../../stream/upload/own-stream.ts'
import { bytesOf } from '../../stream/upload/upload-source.ts'

/**
 * The bytes of a Readable as a source for the parsers and iterators of `fairlead/stream`. `cancel()` destroys the stream, except
 * `process.stdin`, whose former state is restored.
 * A stream that is closed before its end fails with ERR_CONNECTION_CLOSED. Its own errors arrive unchanged. Text becomes UTF-8.
 */
export function fromReadable(stream: Readable): ByteSource {
  return new ReadableSource(stream)
}

class ReadableSource implements ByteSource {
  readonly #stream: Readable
  #handler: ByteHandler | undefined
  #taken = false
  /** One of the process's own streams: never destroyed. */
  readonly #isOwn: boolean
  readonly #flowing: boolean | null

  constructor(stream: Readable) {
    this.#stream = stream
    this.#isOwn = isOwnStream(stream)
    this.#flowing = stream.readableFlowing
    // Without a listener, an error before the first read would end the process.
    if (!this.#isOwn) stream.on('error', this.#onError)
  }

  get taken(): boolean {
    return this.#taken
  }

  start(handler: ByteHandler): void {
    if (this.#taken) throw new FairleadError('ERR_BODY_TAKEN', 'the stream was taken already: it can be read once')
    this.#taken = true
    this.#handler = handler
    const stream = this.#stream
    if (stream.readableEnded) return this.#finish()
    if (stream.destroyed) return this.#fail(stream.errored ?? closedEarly())
    stream.on('data', this.#onData)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onClose)
    if (this.#isOwn) stream.on('error', this.#onError)
    stream.resume()
  }

  pause(): void {
    if (this.#handler !== undefined) this.#stream.pause()
  }

  resume(): void {
    if (this.#handler !== undefined) this.#stream.resume()
  }

  cancel(): void {
    this.#taken = true
    this.#detachHandler()
    this.#destroyStream()
  }

  /** Runs once per chunk: a function made by AsyncResource.bind costs three times as much. */
  readonly #scope = new AsyncResource('FAIRLEAD')
  readonly #onData = (chunk: unknown): void => this.#scope.runInAsyncScope(this.#take, this, chunk)

  #take(chunk: unknown): void {
    const handler = this.#handler
    if (handler === undefined) return
    try {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : bytesOf(chunk)
      if (bytes === undefined) throw new FairleadError('ERR_OPTION', 'the stream emits objects: expected bytes or text')
      if (bytes.length > 0) handler.onData(bytes, 0, bytes.length)
    } catch (error) {
      // The handler may have cancelled inside onData and then thrown.
      if (this.#handler === undefined) return
      this.#destroyStream()
      this.#fail(error as Error)
    }
  }

  readonly #onEnd = AsyncResource.bind((): void => this.#finish())
  readonly #onError = AsyncResource.bind((error: Error): void => this.#fail(error))
  readonly #onClose = AsyncResource.bind((): void => this.#fail(closedEarly()))

  #finish(): void {
    this.#detachHandler()?.onEnd()
  }

  #fail(error: Error): void {
    this.#detachHandler()?.onFail(error)
  }

  /** No handler call follows. The 'error' listener stays, so that a late error does not end the process. */
  #detachHandler(): ByteHandler | undefined {
    const handler = this.#handler
    this.#handler = undefined
    const stream = this.#stream
    stream.off('data', this.#onData)
    if (this.#isOwn && handler !== undefined) {
      stream.off('end', this.#onEnd)
      stream.off('close', this.#onClose)
      stream.off('error', this.#onError)
      restoreFlow(stream as OwnReadable, this.#flowing)
    }
    return handler
  }

  #destroyStream(): void {
    if (!this.#isOwn) this.#stream.destroy()
  }
}

function closedEarly(): FairleadError {
  return new FairleadError('ERR_CONNECTION_CLOSED', 'the stream was closed before its end')
}
