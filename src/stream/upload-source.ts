// Where the pieces of a request body come from: Blob, web stream, Node stream, async or plain iterable, told apart by what they
// can do, for they may come from another realm or library. Nothing here is imported from Node, nothing copies.

import { FairleadError } from '../error.ts'

export interface Pulled {
  done?: boolean | undefined
  value?: unknown
}

/** What the different sources have in common. */
export interface PieceSource {
  next(): PromiseLike<Pulled> | Pulled
  /** Lets the source go, begun or not. */
  release(reason: unknown): unknown
}

/** What is asked of a Node stream, by feature. */
interface NodeStream {
  on(event: 'error' | 'readable', listener: () => void): unknown
  destroy(): unknown
}

/** What is asked of one of Node's own kind, which says how it flows: a Readable of Node or of readable-stream. */
export interface NodeReadable {
  readonly readableFlowing: boolean | null
  readonly readableEnded: boolean
  readonly destroyed: boolean
  readonly errored?: Error | null
  on(event: string, listener: (value: unknown) => void): unknown
  off(event: string, listener: (value: unknown) => void): unknown
  pause(): unknown
  resume(): unknown
  destroy(): unknown
}

/** Whether the body can be read by its events: cheaper by half than by its iterator. */
export function isNodeReadable(body: unknown): body is NodeReadable {
  const methods = ['on', 'off', 'pause', 'resume', 'destroy']
  return (
    methods.every((name) => has(body, name)) &&
    typeof (body as NodeReadable).readableEnded === 'boolean' &&
    (body as NodeReadable).readableFlowing !== undefined
  )
}

/** Takes off what {@link opener} put on, but for its ear for errors. */
export function unlistenEarly(stream: NodeReadable): void {
  stream.off('readable', onEarly)
}

/** The memory of a body at hand, not copied. */
export function bytesOf(body: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(body)) {
    return body instanceof Uint8Array ? body : new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  }
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]'
    ? new Uint8Array(body as ArrayBuffer)
    : undefined
}

export function isBlob(body: unknown): body is Blob {
  return has<Blob>(body, 'stream') && typeof body.size === 'number'
}

/** How a body that is not at hand is opened. */
export function opener(body: unknown): () => PieceSource {
  if (isBlob(body)) return () => fromReader(body.stream())
  if (has<ReadableStream<unknown>>(body, 'getReader')) return () => fromReader(body)
  if (has<AsyncIterable<unknown> & Partial<NodeStream>>(body, Symbol.asyncIterator)) {
    // A Node stream that fails before it is read would otherwise end the process; reading it tells of the failure.
    if (has<NodeStream>(body, 'destroy') && has<NodeStream>(body, 'on')) {
      body.on('error', onEarly)
      // A child's output that nobody reads is thrown away by Node when the child exits; one that is listened to is kept.
      body.on('readable', onEarly)
      return () => fromIterator(body[Symbol.asyncIterator](), body)
    }
    return () => fromIterator(body[Symbol.asyncIterator]())
  }
  if (has<Iterable<unknown>>(body, Symbol.iterator)) return () => fromIterator(body[Symbol.iterator]())
  throw new FairleadError(
    'ERR_OPTION',
    `a request body is text, bytes, a Blob, a stream or an iterable, not ${kindOf(body)}`,
  )
}

function fromReader(stream: ReadableStream<unknown>): PieceSource {
  const reader = stream.getReader()
  return { next: () => reader.read(), release: (reason) => reader.cancel(reason).catch(onLateError) }
}

export function fromIterator(iterator: Iterator<unknown> | AsyncIterator<unknown>, stream?: NodeStream): PieceSource {
  return {
    next: () => iterator.next(),
    async release() {
      stream?.destroy()
      try {
        await iterator.return?.()
      } catch {
        // It was told to go; what it says to that is of no use to anybody.
      }
    },
  }
}

function onEarly(): void {}
function onLateError(): void {}

function has<T>(value: unknown, key: PropertyKey): value is T {
  return typeof (value as Record<PropertyKey, unknown> | null | undefined)?.[key] === 'function'
}

export function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}
