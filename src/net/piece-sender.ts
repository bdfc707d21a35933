// Sends a body that comes in pieces: as it is where its length was announced, else in chunks (RFC 9112 §7.1).
// One piece is in flight at a time: the next is asked for when the socket's buffer has drained.
// Bytes: a piece belongs to the socket once written, as Node's Writable has it.

import type { Socket } from 'node:net'
import type { Upload } from '../stream/upload.ts'
import { sourceError, writeLastChunk, writePiece } from './piece-writer.ts'

/** Hears how it went: one of the two, once, unless abandoned. */
export interface BodySender {
  onBodySent(): void
  /** What the source threw, or that it kept not to its announced length. */
  onBodyFail(error: Error): void
}

/** A body under way. */
export interface BodySending {
  /** The socket drained. */
  resume(): void
  /** Nothing more is sent; the source is released. */
  abandon(): void
}

/** One body under way, pulled piece by piece. */
export class PieceSender implements BodySending {
  readonly #socket: Socket
  readonly #body: Upload
  #pieces: AsyncIterator<Uint8Array> | undefined
  readonly #chunked: boolean
  readonly #owner: BodySender
  #drained: (() => void) | undefined
  #abandoned = false

  /** Begins at once. */
  constructor(socket: Socket, body: Upload, owner: BodySender) {
    this.#socket = socket
    this.#body = body
    this.#chunked = body.length === undefined
    this.#owner = owner
    void this.#run()
  }

  /** The socket drained. */
  resume(): void {
    const drained = this.#drained
    this.#drained = undefined
    drained?.()
  }

  /** Nothing more is sent; the source is released. */
  abandon(): void {
    if (this.#abandoned) return
    this.#abandoned = true
    this.resume()
    // The source may be one that never answers again: nobody waits for it, and its failure is nobody's news.
    this.#pieces?.return?.().catch(ignore)
  }

  async #run(): Promise<void> {
    try {
      const pieces = this.#body.pieces()
      this.#pieces = pieces
      for (;;) {
        const { done, value } = await pieces.next()
        if (this.#abandoned) return
        if (done) break
        if (value.length > 0 && !writePiece(this.#socket, value, this.#chunked)) await this.#drain()
        if (this.#abandoned) return
      }
      if (this.#chunked) writeLastChunk(this.#socket)
    } catch (error) {
      if (!this.#abandoned) this.#owner.onBodyFail(sourceError(error))
      return
    }
    this.#owner.onBodySent()
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve
    })
  }
}

/** A body that is not sent: its source is told to go. */
export function releaseUpload(body: Upload): void {
  if (body.bytes !== undefined) return
  try {
    body.pieces().return?.().catch(ignore)
  } catch {
    // It cannot be opened, so there is nothing to let go.
  }
}

function ignore(): void {}
