// Any byte stream as the net.Socket that a connection works with: ssh's stdin and stdout, a stream the caller dialled.
// It reads on after a failed write, as PatientSocket does, and has no handle of its own. Bytes: what the stream gave is
// told on in place, readable until `onRead` returns; without `onRead` it comes as 'data' and is the reader's.

import { Socket, type SocketConstructorOpts } from 'node:net'
import type { Readable, Writable } from 'node:stream'

/** Hears what does not come as an event. */
export interface StreamListener {
  /** Takes a read: see Reader. Undefined: reads come as 'data'. */
  onRead: ((bytes: Uint8Array, count: number) => void) | undefined
  /** The first write that found nobody. */
  onWriteFail(error: Error): void
}

type Done = (error?: Error | null) => void

/** See the file's head. Emits 'connect' at {@link begin}. */
export class StreamSocket extends Socket {
  /** Bytes that came so far. */
  received = 0
  /** Bytes that were written so far. */
  sent = 0
  readonly #source: Readable
  readonly #sink: Writable
  readonly #listener: StreamListener
  #broken = false
  #sourceOver = false
  #failure: Error | undefined
  #idle: NodeJS.Timeout | undefined

  /** Owns both streams, which may be one, and destroys them in the end. */
  constructor(source: Readable, sink: Writable, listener: StreamListener) {
    // One byte: so that `_read` comes when what came before has been taken, and a failure is told after it.
    super({ allowHalfOpen: true, readableHighWaterMark: 1 } as SocketConstructorOpts)
    this.#source = source
    this.#sink = sink
    this.#listener = listener
    source.on('error', (error: Error) => this.onSourceError(error))
    if ((sink as unknown) !== source) sink.on('error', (error: Error) => this.#writeFailed(error))
  }

  /** The stream is there: tells so, and reads from then on. */
  begin(): void {
    if (this.destroyed) return
    const source = this.#source
    // Absent only of a unix socket, whose reset means another thing than that of any other stream.
    Object.defineProperty(this, 'remoteAddress', { value: this.addressOf(source) })
    this.emit('connect')
    source.on('end', () => this.#sourceEnded())
    source.on('close', () => this.#sourceClosed())
    source.on('data', (bytes: unknown) => this.onSourceData(bytes))
    // It may have been paused by whoever had it before.
    source.resume()
    if (source.destroyed) this.#sourceClosed()
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

  /** 'timeout' after so many ms without a byte in either direction; 0 for never. */
  override setTimeout(ms: number, onTimeout?: () => void): this {
    clearTimeout(this.#idle)
    this.#idle = ms > 0 && !this.destroyed ? setTimeout(onIdle, ms, this).unref() : undefined
    if (onTimeout !== undefined) this.once('timeout', onTimeout)
    return this
  }

  override _read(): void {
    const failure = this.#failure
    // What is being read now is told first.
    if (failure !== undefined) process.nextTick(() => this.destroy(failure))
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
    return source instanceof Socket ? source.remoteAddress : ''
  }

  protected onSourceData(bytes: unknown): void {
    if (this.destroyed) return
    if (!(bytes instanceof Uint8Array)) return this.finishReading(new TypeError('the stream gives no bytes'))
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
    this.#sourceOver = true
    this.finishReading(error)
  }

  /** The last that is told of the reading side, after what was read. */
  protected finishReading(failure: Error | undefined): void {
    if (this.destroyed) return
    if (failure === undefined) {
      this.push(null)
      this.read(0)
    } else if (this.readableLength === 0) this.destroy(failure)
    else this.#failure = failure
  }

  #sourceEnded(): void {
    this.#sourceOver = true
    this.onSourceEnd()
  }

  #sourceClosed(): void {
    if (!this.#sourceOver) this.destroy()
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

/** Whether they keep the process alive: those that can tell. */
export function setRef(holders: readonly object[], alive: boolean): void {
  for (const holder of holders) (holder as { ref?(): void; unref?(): void })[alive ? 'ref' : 'unref']?.()
}

function lengthOf(chunk: unknown, encoding: BufferEncoding): number {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : (chunk as Uint8Array).length
}

function onIdle(socket: StreamSocket): void {
  socket.emit('timeout')
}
