// A request body of any shape → its bytes, or pieces with a known or unknown length. Pieces are not copied: whoever made the
// body keeps its bytes as they are until they are sent. No piece is empty, for an empty chunk would end a chunked body
// (RFC 9112 section 7.1). A source is let go when the upload ends early, whether it was begun or not.

import { FairleadError } from '../error.ts'
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

/** What can be sent as a request body. Node's Readable is an AsyncIterable; text is sent as UTF-8. */
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
  /** Length in bytes where it is known before. */
  length: number | undefined
  /** The whole body where it is at hand. */
  bytes: Uint8Array | undefined
  /**
   * The body piece by piece, none empty; once only (ERR_BODY_TAKEN) unless it is at hand. `return()` lets the source go.
   * Rejects with ERR_UPLOAD_SOURCE (the source threw, see `cause`, or gave something that is neither bytes nor text)
   * or ERR_UPLOAD_LENGTH (more or fewer bytes than `length`; the piece that is too much is not given).
   */
  pieces(): AsyncIterableIterator<Uint8Array>
  /** Where the source is a Node stream: the stream itself, its pieces unchecked, in place of `pieces`; once only, too. */
  readable?: (() => NodeReadable) | undefined
}

const encoder = new TextEncoder()

/**
 * Takes a request body.
 *
 * @param length the length in bytes, where the caller knows what the body cannot tell
 * @throws FairleadError ERR_UPLOAD_LENGTH (a body at hand has another length), ERR_OPTION (not a body, not a length)
 */
export function toUpload(body: UploadBody, length?: number): Upload {
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new FairleadError('ERR_OPTION', 'the length of an upload must be a whole number of bytes')
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
  let taken = false
  const take = (): void => {
    if (taken) throw new FairleadError('ERR_BODY_TAKEN', 'the pieces of this upload were taken before')
    taken = true
  }
  return {
    length: total,
    bytes,
    pieces() {
      take()
      return new Pieces(open(), total)
    },
    readable: isNodeReadable(body)
      ? () => {
          take()
          return body
        }
      : undefined,
  }
}

/** Checked pieces of any source. */
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
      // Let go in the meantime.
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
