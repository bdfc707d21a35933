// The Engine's multiplexed stream, written: what demux.ts reads. For the embedded engine, proxies and tests.
// A frame is [kind, 0, 0, 0, size32 big endian] and then `size` bytes (Engine API, ContainerAttach, "Stream format").

/** The kinds of frame: 0 to 3 as the Engine numbers them. */
export const frameKinds = { stdin: 0, stdout: 1, stderr: 2, system: 3 } as const
/** An output's or input's name. `system` is the daemon's own words in a log, for example "Error grabbing logs". */
export type StreamName = keyof typeof frameKinds
/** The name of each kind of frame, by its number. */
export const streamNames: readonly StreamName[] = ['stdin', 'stdout', 'stderr', 'system']
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

/** One whole frame in memory of its own; `payload` is copied. */
export function frame(kind: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length)
  writeFrameHeader(bytes, 0, kind, payload.length)
  bytes.set(payload, FRAME_HEADER_BYTES)
  return bytes
}
