// The process's own streams: stdin, stdout, stderr. They belong to the program and are never destroyed. Reading stdin
// leaves it as it was: without listeners, paused as before, and with every unsent byte still in it.

import type { PieceSource, Pulled } from './piece-source.ts'

/** The part of a Node Readable that is used here. */
export interface OwnReadable {
  readableFlowing: boolean | null
  readonly readableEnded: boolean
  readonly destroyed: boolean
  on(event: string, listener: (value: unknown) => void): unknown
  off(event: string, listener: (value: unknown) => void): unknown
  pause(): unknown
  resume(): unknown
  unshift(piece: unknown): unknown
}

interface Waiter {
  resolve(pulled: Pulled): void
  reject(error: unknown): void
}

const NAMES = ['stdin', 'stdout', 'stderr'] as const

/** Whether `stream` is the process's own stdin, stdout or stderr. */
export function isOwnStream(stream: unknown): stream is OwnReadable {
  const { process } = globalThis as { process?: Partial<Record<(typeof NAMES)[number], unknown>> }
  if (process === undefined || typeof stream !== 'object' || stream === null) return false
  // Node creates each of them when the property is first read. A stream without a descriptor cannot be one: do not create them.
  const hasFd = (stream as { fd?: unknown }).fd !== undefined
  return NAMES.some((name) => {
    const property = Object.getOwnPropertyDescriptor(process, name)
    return property?.get === undefined || hasFd ? process[name] === stream : false
  })
}

/** Restores a stream's `readableFlowing` to an earlier value. */
export function restoreFlow(
  stream: Pick<OwnReadable, 'readableFlowing' | 'pause' | 'resume'>,
  flowing: boolean | null,
): void {
  if (flowing === true) {
    stream.resume()
    return
  }
  // pause() stops the handle, so that the process can exit. It also sets readableFlowing to false, and a 'data' listener does not
  // resume such a stream: hence the assignment. pause() stops the handle only of a flowing stream, and Node may have begun to
  // read again since the last pause(): hence resume().
  stream.resume()
  stream.pause()
  stream.readableFlowing = flowing
}

/** Pieces of stdin, one at a time. Reads at most one piece ahead; `release` puts it back. */
export class OwnStreamSource implements PieceSource {
  readonly #stream: OwnReadable
  readonly #flowing: boolean | null
  readonly #waiting: Waiter[] = []
  readonly #pieces: unknown[] = []
  #started = false
  #finished = false
  #failure: { error: unknown } | undefined

  constructor(stream: OwnReadable) {
    this.#stream = stream
    this.#flowing = stream.readableFlowing
  }

  next(): PromiseLike<Pulled> | Pulled {
    if (this.#pieces.length > 0) return { value: this.#pieces.shift() }
    if (this.#failure !== undefined) throw this.#failure.error
    if (!this.#finished && this.#stream.readableEnded) this.#finish()
    if (this.#finished) return { done: true }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#start()
      this.#stream.resume()
    })
  }

  release(): void {
    this.#finish()
    // Bytes that were read and not sent go back for the next reader.
    if (!this.#stream.readableEnded) for (const piece of this.#pieces.reverse()) this.#stream.unshift(piece)
    this.#pieces.length = 0
  }

  #start(): void {
    if (this.#started) return
    this.#started = true
    const stream = this.#stream
    stream.on('data', this.#onData)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onEnd)
    stream.on('error', this.#onError)
  }

  readonly #onData = (value: unknown): void => {
    const waiter = this.#waiting.shift()
    if (waiter === undefined) this.#pieces.push(value)
    else waiter.resolve({ value })
    if (this.#waiting.length === 0) this.#stream.pause()
  }

  readonly #onEnd = (): void => this.#finish()

  readonly #onError = (error: unknown): void => {
    this.#failure = { error }
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error)
    this.#finish()
  }

  /** Removes the listeners and restores the stream. */
  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    const stream = this.#stream
    if (this.#started) {
      stream.off('data', this.#onData)
      stream.off('end', this.#onEnd)
      stream.off('close', this.#onEnd)
      stream.off('error', this.#onError)
      restoreFlow(stream, this.#flowing)
    }
    for (const waiter of this.#waiting.splice(0)) waiter.resolve({ done: true })
  }
}
