// A Node Readable as a ByteSource: a child's output, an http.IncomingMessage, any socket of another library.
// Chunks are handed on where they lie; they are Node's, or whoever pushed them.

import type { Readable } from 'node:stream'
import { FairleadError } from '../error.ts'
import type { ByteHandler, ByteSource } from '../stream/source.ts'
import { bytesOf } from '../stream/upload-source.ts'

/**
 * The bytes of a Readable as a source: for the machines and iterators of `fairlead/stream`. `cancel()` destroys it.
 * A stream that is closed before its end fails with ERR_CONNECTION_CLOSED; its own errors come unchanged; text is taken as UTF-8.
 */
export function fromReadable(stream: Readable): ByteSource {
  return new ReadableSource(stream)
}

class ReadableSource implements ByteSource {
  readonly #stream: Readable
  #handler: ByteHandler | undefined
  #taken = false

  constructor(stream: Readable) {
    this.#stream = stream
    // One that fails before it is read would otherwise end the process.
    stream.on('error', this.#onError)
  }

  start(handler: ByteHandler): void {
    if (this.#taken) throw new FairleadError('ERR_BODY_TAKEN', 'the stream was taken already: it may be read once')
    this.#taken = true
    this.#handler = handler
    const stream = this.#stream
    if (stream.readableEnded) return this.#finish()
    if (stream.destroyed) return this.#fail(stream.errored ?? closedEarly())
    stream.on('data', this.#onData)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onClose)
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
    this.#leave()
    this.#stream.destroy()
  }

  readonly #onData = (chunk: unknown): void => {
    const handler = this.#handler
    if (handler === undefined) return
    try {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : bytesOf(chunk)
      if (bytes === undefined) throw new FairleadError('ERR_OPTION', 'the stream gives objects, not bytes')
      if (bytes.length > 0) handler.onData(bytes, 0, bytes.length)
    } catch (error) {
      // Inside of onData the handler may have cancelled and then thrown.
      if (this.#handler === undefined) return
      this.#stream.destroy()
      this.#fail(error as Error)
    }
  }

  readonly #onEnd = (): void => this.#finish()
  readonly #onError = (error: Error): void => this.#fail(error)
  readonly #onClose = (): void => this.#fail(closedEarly())

  #finish(): void {
    this.#leave()?.onEnd()
  }

  #fail(error: Error): void {
    this.#leave()?.onFail(error)
  }

  /** Nothing is told after this; a late 'error' must still find a listener. */
  #leave(): ByteHandler | undefined {
    const handler = this.#handler
    this.#handler = undefined
    this.#stream.off('data', this.#onData)
    return handler
  }
}

function closedEarly(): FairleadError {
  return new FairleadError('ERR_CONNECTION_CLOSED', 'the stream was closed before its end')
}
