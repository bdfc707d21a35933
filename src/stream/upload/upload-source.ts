// The sources of a request body's pieces: Blob, web stream, Node stream, async or plain iterable. They are recognised by their
// methods, since they may come from another realm or library. Imports nothing from Node, copies nothing.

import { FairleadError } from '../../error.ts'
import { isOwnStream, OwnStreamSource } from './own-stream.ts'
import type { PieceSource } from './piece-source.ts'

export type { PieceSource, Pulled } from './piece-source.ts'

/** The part of a Node stream that is used here. */
export interface NodeStream {
  on(event: 'error' | 'readable', listener: () => void): unknown
  destroy(): unknown
}

/** The part of a Readable, of Node or of readable-stream, that is used here. */
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

/** Whether the body can be read by its events: half the cost of its iterator. */
export function isNodeReadable(body: unknown): body is NodeReadable {
  const methods = ['on', 'off', 'pause', 'resume', 'destroy']
  return (
    methods.every((name) => has(body, name)) &&
    typeof (body as NodeReadable).readableEnded === 'boolean' &&
    (body as NodeReadable).readableFlowing !== undefined
  )
}

/** Removes {@link opener}'s listeners except 'error'. */
export function unlistenEarly(stream: NodeReadable): void {
  stream.off('readable', onEarly)
}

/** The bytes of a body in memory, not copied; undefined for any other body. */
export function bytesOf(body: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(body)) {
    return body instanceof Uint8Array ? body : new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  }
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]'
    ? new Uint8Array(body as ArrayBuffer)
    : undefined
}

/** Whether the body is a Blob, of any realm. */
export function isBlob(body: unknown): body is Blob {
  return has<Blob>(body, 'stream') && typeof body.size === 'number'
}

/**
 * A function that opens a body which is not in memory.
 * @throws FairleadError ERR_OPTION if it is no body
 */
export function opener(body: unknown): () => PieceSource {
  if (isOwnStream(body)) return () => new OwnStreamSource(body)
  if (isBlob(body)) return () => fromReader(body.stream())
  if (has<ReadableStream<unknown>>(body, 'getReader')) return () => fromReader(body)
  if (has<AsyncIterable<unknown> & Partial<NodeStream>>(body, Symbol.asyncIterator)) {
    // Without a listener, a Node stream that fails before it is read would end the process. Reading it reports the failure.
    if (has<NodeStream>(body, 'destroy') && has<NodeStream>(body, 'on')) {
      body.on('error', onEarly)
      // Node discards a child's output that has no listener when the child exits.
      body.on('readable', onEarly)
      return () => fromIterator(body[Symbol.asyncIterator](), body)
    }
    return () => fromIterator(body[Symbol.asyncIterator]())
  }
  if (has<Iterable<unknown>>(body, Symbol.iterator)) return () => fromIterator(body[Symbol.iterator]())
  throw new FairleadError(
    'ERR_OPTION',
    `body: expected text, bytes, a Blob, a stream or an iterable, not ${kindOf(body)}`,
  )
}

function fromReader(stream: ReadableStream<unknown>): PieceSource {
  const reader = stream.getReader()
  return { next: () => reader.read(), release: (reason) => reader.cancel(reason).catch(onLateError) }
}

/** The pieces of an iterator; `stream` is destroyed on release. */
export function fromIterator(iterator: Iterator<unknown> | AsyncIterator<unknown>, stream?: NodeStream): PieceSource {
  return {
    next: () => iterator.next(),
    async release() {
      stream?.destroy()
      try {
        await iterator.return?.()
      } catch {
        // The source is being freed: its error has no reader.
      }
    },
  }
}

function onEarly(): void {}
function onLateError(): void {}

/** Whether `value` has a method of that name. */
export function has<T>(value: unknown, key: PropertyKey): value is T {
  return typeof (value as Record<PropertyKey, unknown> | null | undefined)?.[key] === 'function'
}

/** The type of a value, for messages: it may be a secret. */
export function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}
