// Sends a body that comes in pieces, by the cheaper way that its source offers: a Node stream's events, or an iterator.
// With an iterator, one piece is in flight at a time: the next is pulled when the socket's buffer has drained.
// Bytes: a piece belongs to the socket once it is written, as with Node's Writable.

import type { Socket } from 'node:net'
import type { Upload } from '../../stream/upload/upload.ts'
import { inScope, openScope } from '../base/scope.ts'
import { type BodySender, type BodySending, sourceError, writeLastChunk, writePiece } from './piece-writer.ts'
import { ReadableSender } from './readable-sender.ts'

/** Begins to send a body. undefined: it could not begin, and `owner` has received the error. */
export function sendBody(socket: Socket, body: Upload, owner: BodySender): BodySending | undefined {
  const { readable } = body
  if (readable === undefined) return new PieceSender(socket, body, owner)
  try {
    return new ReadableSender(socket, body, readable(), owner)
  } catch (error) {
    owner.onBodyFail(sourceError(error))
    return undefined
  }
}

/** A body that is being sent, pulled from an iterator piece by piece. */
class PieceSender implements BodySending {
  readonly #socket: Socket
  readonly #body: Upload
  #pieces: AsyncIterator<Uint8Array> | undefined
  readonly #chunked: boolean
  readonly #owner: BodySender
  readonly #scope = openScope()
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

  resume(): void {
    const drained = this.#drained
    this.#drained = undefined
    drained?.()
  }

  abandon(): void {
    if (this.#abandoned) return
    this.#abandoned = true
    this.resume()
    // The source may never settle this, so it is not awaited. Its failure no longer matters.
    inScope(this.#scope, () => this.#pieces?.return?.().catch(ignore), undefined)
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

/** Releases the source of a body that is not sent. */
export function releaseUpload(body: Upload): void {
  if (body.bytes !== undefined) return
  try {
    body.pieces().return?.().catch(ignore)
  } catch {
    // It cannot be opened, so it holds nothing.
  }
}

function ignore(): void {}
