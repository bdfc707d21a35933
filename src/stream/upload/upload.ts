// A request body of any shape → its bytes, or pieces with a known or unknown length. Pieces are not copied: the caller must not
// change them until they are sent. No piece is empty: an empty chunk would end a chunked body (RFC 9112 §7.1).
// If the upload ends early, the source is freed, started or not.

import { FairleadError } from '../../error.ts'
import { isOwnStream } from './own-stream.ts'
import { PieceCheck } from './upload-check.ts'
import {
  bytesOf,
  fromIterator,
  isBlob,
  isNodeReadable,
  type NodeReadable,
  opener,
  type PieceSource,
  type Pulled,
} from './upload-source.ts'
import { checkReadable, FirstPiece, isIterator } from './upload-taken.ts'

/** A request body. Node's Readable is an AsyncIterable; text is sent as UTF-8. */
export type UploadBody =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | ReadableStream<Uint8Array>

/** A request body, ready to be sent. */
export interface Upload {
  /** The length in bytes; undefined if unknown. */
  length: number | undefined
  /** The whole body if it is in memory. */
  bytes: Uint8Array | undefined
  /**
   * The body piece by piece, none empty. A second call throws ERR_BODY_TAKEN, unless the body is in memory. `return()` frees the
   * source. Rejects with ERR_UPLOAD_SOURCE (the source threw, see `cause`, or yielded something other than bytes or text)
   * or ERR_UPLOAD_LENGTH (more or fewer bytes than `length`; the piece that exceeds it is not yielded).
   */
  pieces(): AsyncIterableIterator<Uint8Array>
  /** Only if the source is a Node stream: returns the stream itself, its pieces unchecked. Replaces `pieces`; also once only. */
  readable?: (() => NodeReadable) | undefined
  /**
   * Only if the source is an iterator: takes its first piece, without waiting for one that takes time. Call it before anything is
   * sent. Rejects with ERR_BODY_TAKEN if the iterator has ended already.
   */
  begin?: (() => Promise<void>) | undefined
}

const encoder = new TextEncoder()

/**
 * Prepares a request body of any shape for sending.
 *
 * @param length the length in bytes, if the caller knows it and the body does not
 * @throws FairleadError ERR_UPLOAD_LENGTH (a body in memory has another length), ERR_OPTION (not a body, not a length),
 * ERR_BODY_TAKEN (the source was read before), ERR_UPLOAD_SOURCE (it is locked, destroyed or failed)
 */
export function toUpload(body: UploadBody, length?: number): Upload {
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new FairleadError('ERR_OPTION', 'length: expected a whole number of bytes')
  }
  const bytes = typeof body === 'string' ? encoder.encode(body) : bytesOf(body)
  const known = bytes?.length ?? (isBlob(body) ? body.size : undefined)
  if (length !== undefined && known !== undefined && length !== known) {
    throw new FairleadError('ERR_UPLOAD_LENGTH', `the body has ${known} bytes, ${length} were declared`)
  }
  const total = known ?? length
  if (bytes !== undefined)
    return { length: total, bytes, pieces: () => new Pieces(fromIterator([bytes].values()), total) }
  const open = opener(body)
  checkReadable(body)
  let taken = false
  const take = (): void => {
    if (taken)
      throw new FairleadError(
        'ERR_BODY_TAKEN',
        'the pieces of this upload were taken before: they can be read only once',
      )
    taken = true
  }
  let first: FirstPiece | undefined
  const begin = async (): Promise<void> => {
    first = new FirstPiece(body as object, open())
    await first.begin()
  }
  return {
    length: total,
    bytes,
    pieces() {
      take()
      return new Pieces(first ?? open(), total)
    },
    begin: isIterator(body) ? begin : undefined,
    readable:
      isNodeReadable(body) && !isOwnStream(body)
        ? () => {
            take()
            return body
          }
        : undefined,
  }
}

/** The pieces of any source, checked. */
class Pieces implements AsyncIterableIterator<Uint8Array> {
  #source: PieceSource
  #check: PieceCheck
  #done = false

  constructor(source: PieceSource, length: number | undefined) {
    this.#source = source
    this.#check = new PieceCheck(length)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (!this.#done) {
      const { done, value } = await this.#pull()
      // Released in the meantime.
      if (this.#done) break
      if (done) this.#done = true
      const bytes = this.#checked(done === true, value)
      if (bytes.length > 0) return { value: bytes, done: false }
    }
    return { value: undefined, done: true }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#release(undefined)
    return { value: undefined, done: true }
  }

  async #pull(): Promise<Pulled> {
    try {
      return await this.#source.next()
    } catch (cause) {
      this.#done = true
      throw new FairleadError('ERR_UPLOAD_SOURCE', 'the source of the request body failed', { cause })
    }
  }

  #checked(done: boolean, value: unknown): Uint8Array {
    try {
      return done ? this.#check.end() : this.#check.take(value)
    } catch (error) {
      this.#release(error)
      throw error
    }
  }

  #release(reason: unknown): void {
    if (!this.#done) this.#source.release(reason)
    this.#done = true
  }
}
