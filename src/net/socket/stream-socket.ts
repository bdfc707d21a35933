// Any byte stream as a net.Socket for a connection: ssh's stdin and stdout, or a stream that the caller opened.
// It reads on after a failed write, as PatientSocket does, and has no handle of its own. Bytes: the stream's chunks are passed on
// in place, readable until `onRead` returns. Without `onRead` they come as 'data' and belong to the reader.

import type { SocketConstructorOpts } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { net } from '../base/net.ts'
import { clearTimeout, nextTick, setImmediate, setTimeout } from '../base/timers.ts'

/** Receives reads and the failure of a write, which do not come as events. */
export interface StreamListener {
  /** Receives a read: see ReadListener. Undefined: reads come as 'data'. */
  onRead: ((bytes: Uint8Array, count: number) => void) | undefined
  /** Called once, when a write first fails. */
  onWriteFail(error: Error): void
}

type Done = (error?: Error | null) => void

/** A byte stream as a socket. Emits 'connect' at {@link begin}. */
export class StreamSocket extends net.Socket {
  /** Bytes received so far. */
  received = 0
  /** Bytes written so far. */
  sent = 0
  readonly #source: Readable
  readonly #sink: Writable
  readonly #listener: StreamListener
  #broken = false
  #sourceEnded = false
  #failure: Error | undefined
  #idle: NodeJS.Timeout | undefined

  /** Owns both streams, which may be the same one, and destroys them when it is destroyed. */
  constructor(source: Readable, sink: Writable, listener: StreamListener) {
    // One byte: so that `_read` is called when all earlier bytes have been read, and a failure is reported after them.
    super({ allowHalfOpen: true, readableHighWaterMark: 1 } as SocketConstructorOpts)
    this.#source = source
    this.#sink = sink
    this.#listener = listener
    source.on('error', (error: Error) => this.onSourceError(error))
    if ((sink as unknown) !== source) sink.on('error', (error: Error) => this.#writeFailed(error))
  }

  /** The source has ended. The socket may report this later. */
  get sourceEnded(): boolean {
    return this.#sourceEnded
  }

  /** The stream is open: emits 'connect' and starts reading. */
  begin(): void {
    if (this.destroyed) return
    const source = this.#source
    // Undefined only for a unix socket, whose reset has another meaning than that of any other stream.
    Object.defineProperty(this, 'remoteAddress', { value: this.addressOf(source) })
    this.emit('connect')
    source.on('end', () => this.#endSource())
    source.on('close', () => this.#closeSource())
    source.on('data', (bytes: unknown) => this.onSourceData(bytes))
    // An earlier owner may have paused it.
    source.resume()
    if (source.destroyed) this.#closeSource()
  }

  override pause(): this {
    if (this.#listener.onRead === undefined) return super.pause()
    this.#source.pause()
    return this
  }

  override resume(): this {
    if (this.#listener.onRead === undefined) return super.resume()
    this.#source.resume()
    return this
  }

  override ref(): this {
    setRef([this.#source, this.#sink], true)
    return this
  }

  override unref(): this {
    setRef([this.#source, this.#sink], false)
    return this
  }

  /** Emits 'timeout' after so many ms without a byte in either direction; 0 for never. */
  override setTimeout(ms: number, onTimeout?: () => void): this {
    clearTimeout(this.#idle)
    this.#idle = ms > 0 && !this.destroyed ? setTimeout(onIdle, ms, this).unref() : undefined
    if (onTimeout !== undefined) this.once('timeout', onTimeout)
    return this
  }

  override _read(): void {
    const failure = this.#failure
    // The current read is delivered first.
    if (failure !== undefined) nextTick(() => this.destroy(failure))
    else if (this.#listener.onRead === undefined) this.#source.resume()
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    this.#idle?.refresh()
    if (this.#broken) return void setImmediate(done)
    this.sent += lengthOf(chunk, encoding)
    this.#sink.write(chunk, encoding, this.#patient(done))
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: Done): void {
    this.#sink.cork()
    const last = chunks.length - 1
    chunks.forEach(({ chunk, encoding }, index) => {
      if (index === last) this._write(chunk, encoding, done)
      else if (!this.#broken) {
        this.sent += lengthOf(chunk, encoding)
        this.#sink.write(chunk, encoding)
      }
    })
    this.#sink.uncork()
  }

  override _final(done: Done): void {
    if (this.#broken) done()
    else this.#sink.end(() => done())
  }

  override _destroy(error: Error | null, done: Done): void {
    clearTimeout(this.#idle)
    this.#source.destroy()
    this.#sink.destroy()
    super._destroy(error, done)
  }

  protected addressOf(source: Readable): string | undefined {
    return source instanceof net.Socket ? source.remoteAddress : ''
  }

  protected onSourceData(bytes: unknown): void {
    if (this.destroyed) return
    if (!(bytes instanceof Uint8Array))
      return this.finishReading(new TypeError('the stream emitted a chunk that is not a Uint8Array'))
    this.#idle?.refresh()
    this.received += bytes.length
    const { onRead } = this.#listener
    if (onRead !== undefined) onRead(bytes, bytes.length)
    else if (!this.push(bytes)) this.#source.pause()
  }

  protected onSourceEnd(): void {
    this.finishReading(undefined)
  }

  protected onSourceError(error: Error): void {
    this.#sourceEnded = true
    this.finishReading(error)
  }

  /** Ends the read side, after all bytes before it were read. */
  protected finishReading(failure: Error | undefined): void {
    if (this.destroyed) return
    if (failure === undefined) {
      this.push(null)
      this.read(0)
    } else if (this.readableLength === 0) this.destroy(failure)
    else this.#failure = failure
  }

  #endSource(): void {
    this.#sourceEnded = true
    this.onSourceEnd()
  }

  #closeSource(): void {
    if (!this.#sourceEnded) this.destroy()
  }

  #patient(done: Done): Done {
    return (error) => {
      if (error) this.#writeFailed(error)
      done()
    }
  }

  #writeFailed(error: Error): void {
    if (this.#broken || this.destroyed) return
    this.#broken = true
    this.#listener.onWriteFail(error)
  }
}

/** Calls `ref()` or `unref()` of each object that has it. */
export function setRef(holders: readonly object[], alive: boolean): void {
  for (const holder of holders) (holder as { ref?(): void; unref?(): void })[alive ? 'ref' : 'unref']?.()
}

function lengthOf(chunk: unknown, encoding: BufferEncoding): number {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : (chunk as Uint8Array).length
}

function onIdle(socket: StreamSocket): void {
  socket.emit('timeout')
}
