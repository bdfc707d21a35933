// Writes the Engine's multiplexed stream, which demux.ts reads. For the embedded engine, proxies and tests.
// A frame is [kind, 0, 0, 0, size32 big endian] and then `size` bytes (Engine API, ContainerAttach, "Stream format").

import type { OwnBytes } from '../source.ts'

/** The kinds of frame by name: 0 to 3, the Engine's numbers. */
export const frameKinds = { stdin: 0, stdout: 1, stderr: 2, system: 3 } as const
/** The name of an output or input. `system` is the daemon's own messages in a log, for example "Error grabbing logs". */
export type StreamName = keyof typeof frameKinds
/** The names of the kinds of frame, indexed by their numbers. */
export const streamNames: readonly StreamName[] = ['stdin', 'stdout', 'stderr', 'system']
/** Whether a frame's bytes belong to stdout: kind 1, and 0 (echoed stdin). Kinds 2 and 3 (the daemon's own words) belong to stderr. */
export function isStdout(kind: number): boolean {
  return kind < frameKinds.stderr
}
/** Bytes in a frame's header. */
export const FRAME_HEADER_BYTES = 8

/** Writes the header of a frame of `size` bytes (0 to 2^32-1) into `bytes` at `at`. */
export function writeFrameHeader(bytes: Uint8Array, at: number, kind: number, size: number): void {
  bytes[at] = kind
  bytes[at + 1] = bytes[at + 2] = bytes[at + 3] = 0
  bytes[at + 4] = size >>> 24
  bytes[at + 5] = size >>> 16
  bytes[at + 6] = size >>> 8
  bytes[at + 7] = size
}

/** One whole frame in its own memory; `payload` is copied. */
export function frame(kind: number, payload: Uint8Array): OwnBytes {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length)
  writeFrameHeader(bytes, 0, kind, payload.length)
  bytes.set(payload, FRAME_HEADER_BYTES)
  return bytes
}
