// Frames of the multiplexed stream for scripted peers, made by the library's own writer (stream/mux.ts).

import { frame as frameOfBytes } from '../../src/stream/parse/mux.ts'

/** One frame; a text is UTF-8. */
export function frame(kind: number, payload: Uint8Array | string): Buffer {
  return Buffer.from(frameOfBytes(kind, Buffer.from(payload as string)))
}

/** One frame as latin1 chars, of a text of latin1 chars. */
export function frameText(kind: number, text: string): string {
  return frame(kind, Buffer.from(text, 'latin1')).toString('latin1')
}
