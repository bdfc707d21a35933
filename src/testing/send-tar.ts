// A tar as an answer's body: with a length where all of it fits into Go's buffer, else in chunks of what Go copies at a
// time (io.Copy, 32 KiB).

import { type Answer, LENGTH_BYTES } from './answer.ts'

const COPY_BYTES = 32 * 1024

export async function sendTar(answer: Answer, tar: Iterable<Uint8Array>): Promise<void> {
  let waiting: Uint8Array[] = []
  let size = 0
  for (const part of tar) {
    waiting.push(part)
    size += part.length
    if (size < COPY_BYTES) continue
    if (!answer.begun) await answer.begin()
    const bytes = Buffer.concat(waiting, size)
    waiting = []
    size = 0
    for (let at = 0; at < bytes.length && !answer.closed; at += COPY_BYTES) {
      await answer.chunk(bytes.subarray(at, at + COPY_BYTES))
    }
  }
  const rest = Buffer.concat(waiting, size)
  if (!answer.begun && size <= LENGTH_BYTES) {
    await answer.text(200, rest)
    return
  }
  if (!answer.begun) await answer.begin()
  if (size > 0) await answer.chunk(rest)
  await answer.end()
}
