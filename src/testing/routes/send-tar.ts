// Sends a tar as a response's body: with a length if all of it fits into Go's buffer, else in chunks of the size that Go copies at
// once (io.Copy, 32 KiB).

import { LENGTH_BYTES, type ResponseWriter } from '../http/response-writer.ts'

const COPY_BYTES = 32 * 1024

/** Sends the parts of a tar. */
export async function sendTar(response: ResponseWriter, tar: Iterable<Uint8Array>): Promise<void> {
  let waiting: Uint8Array[] = []
  let size = 0
  for (const part of tar) {
    waiting.push(part)
    size += part.length
    if (size < COPY_BYTES) continue
    if (!response.begun) await response.begin()
    const bytes = Buffer.concat(waiting, size)
    waiting = []
    size = 0
    for (let at = 0; at < bytes.length && !response.closed; at += COPY_BYTES) {
      await response.chunk(bytes.subarray(at, at + COPY_BYTES))
    }
  }
  const rest = Buffer.concat(waiting, size)
  if (!response.begun && size <= LENGTH_BYTES) {
    await response.text(200, rest)
    return
  }
  if (!response.begun) await response.begin()
  if (size > 0) await response.chunk(rest)
  await response.end()
}
