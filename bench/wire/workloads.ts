// What the server sends: the shapes of a log stream, and the block of ready bytes that each one repeats.
// A real Engine's /logs writes one frame a chunk, one chunk a record ('64', '1k', '16k'); '64-packed' is what a
// proxy or a busy hijacked stream makes of it. Every frame's payload is one line of ASCII, so that lines are frames.

/** A shape of stream: frames of `frame` payload bytes, `perChunk` of them in one HTTP chunk. */
export interface Workload {
  title: string
  frame: number
  perChunk: number
}

export const workloads: Record<string, Workload> = {
  '64': { title: '64-byte frames, one frame a chunk', frame: 64, perChunk: 1 },
  '64-packed': { title: '64-byte frames, 32 KiB chunks full of them', frame: 64, perChunk: Math.floor(32768 / 72) },
  '1k': { title: '1 KiB frames, one frame a chunk', frame: 1024, perChunk: 1 },
  '16k': { title: '16 KiB frames, one frame a chunk', frame: 16384, perChunk: 1 },
}

/** Bytes of one write of the server; about four reads of 64 KiB. */
export const BLOCK_BYTES = 262_144
/** Every fourth frame goes to stderr, the others to stdout. */
const STDERR_EVERY = 4
const FRAME_HEADER = 8

/** Ready bytes: `wire` as sent, and what is in it. */
export interface Block {
  wire: Buffer
  frames: number
  /** Payload bytes, both streams. */
  payload: number
  stdout: Buffer
  stderr: Buffer
}

/** One stream to read: `blocks` blocks of a workload; the container's id says so to the server. */
export interface Stream {
  id: string
  blocks: number
  frames: number
  payload: number
  /** Bytes of the body on the wire: chunk framing included, the last chunk too. */
  wire: number
}

export const LAST_CHUNK = '0\r\n\r\n'

/** Builds a workload's block: whole chunks, as many as fit in BLOCK_BYTES. */
export function buildBlock(workload: Workload): Block {
  const { frame, perChunk } = workload
  const parts: Buffer[] = []
  const out: Buffer[] = []
  const err: Buffer[] = []
  let size = 0
  let frames = 0
  while (size < BLOCK_BYTES) {
    const chunk: Buffer[] = []
    for (let i = 0; i < perChunk; i++, frames++) {
      const toStderr = frames % STDERR_EVERY === STDERR_EVERY - 1
      const payload = line(frames, frame)
      const header = Buffer.alloc(FRAME_HEADER)
      header[0] = toStderr ? 2 : 1
      header.writeUInt32BE(frame, 4)
      chunk.push(header, payload)
      ;(toStderr ? err : out).push(payload)
    }
    const body = Buffer.concat(chunk)
    const framed = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')])
    parts.push(framed)
    size += framed.length
  }
  const stdout = Buffer.concat(out)
  const stderr = Buffer.concat(err)
  return { wire: Buffer.concat(parts), frames, payload: stdout.length + stderr.length, stdout, stderr }
}

/** The stream of workload `name` that holds at least `bytes` bytes of payload, in whole blocks. */
export function streamOf(name: string, block: Block, bytes: number): Stream {
  const blocks = Math.max(1, Math.ceil(bytes / block.payload))
  return {
    id: `${name}_${blocks}`,
    blocks,
    frames: blocks * block.frames,
    payload: blocks * block.payload,
    wire: blocks * block.wire.length + LAST_CHUNK.length,
  }
}

// One line: a number, then letters that differ from line to line, then the line feed.
function line(index: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = 97 + ((index * 7 + i * (1 + (index % 5))) % 26)
  bytes.write(`${index} `, 0, 'latin1')
  bytes[size - 1] = 10
  return bytes
}
