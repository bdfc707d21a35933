// Upload/Pull: gives a tar away as the context, where no request's body carries it. The daemon asks for it once, and reads it as if it were
// at a URL.

import { randomBytes } from 'node:crypto'
import { toUpload, type UploadBody } from '../../stream/upload/upload.ts'
import type { Handler } from '../grpc/server.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import { BytesMessage } from '../proto/messages.ts'
import { piecesOf } from './call-stream.ts'

/** An archive that the daemon may ask for. */
export class UploadService {
  /** The archive's URL. The daemon may keep what it knows of one, so each has its own. */
  readonly url = `http://buildkit-session/${randomBytes(12).toString('hex')}`
  readonly methods: ReadonlyMap<string, Handler> = new Map([
    ['/moby.upload.v1.Upload/Pull', (call: ServerCall) => this.#pull(call)],
  ])
  readonly #body: UploadBody
  #pieces: AsyncIterableIterator<Uint8Array> | undefined

  constructor(body: UploadBody) {
    this.#body = body
  }

  /** Frees the source, if it was not read to its end. */
  release(): void {
    try {
      this.#pieces ??= toUpload(this.#body).pieces()
      this.#pieces.return?.()
    } catch {
      // It cannot be read, so there is nothing to free.
    }
  }

  async #pull(call: ServerCall): Promise<void> {
    if (this.#pieces !== undefined) throw new GrpcStatus(CODE.notFound, 'the context was sent before')
    this.#pieces = toUpload(this.#body).pieces()
    call.onClose(() => this.release())
    for await (const piece of this.#pieces) {
      for (const data of piecesOf(piece)) await call.write(BytesMessage, { data })
    }
  }
}
