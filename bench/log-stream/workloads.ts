// What the server sends: the shapes of a log stream, and the block of ready bytes that each one repeats.
// A real Engine's /logs writes one frame per chunk, one chunk a record ('64', '1k', '16k'); '64-packed' is what a proxy
// that copies 32 KiB at a time makes of it, and '64-raw' a hijacked attach: frames alone, after the 101. '64-stamped' has the
// timestamp that the Engine puts before each line.
// Every frame's payload is one line of ASCII, so that lines are frames.

/** How frames are wrapped. */
export type Framing = 'chunk' | 'packed' | 'raw'

/** A shape of stream: lines of `frame` bytes, each in a frame. */
export interface Workload {
  title: string
  frame: number
  framing: Framing
  /** Each line has a timestamp before it. */
  stamped: boolean
  /** Every second line has characters of three bytes. */
  mixed: boolean
}

const sizes = { 16: 16, 64: 64, 256: 256, '1k': 1024, '4k': 4096, '16k': 16384, '64k': 65536 }
const framings: Record<Framing, string> = { chunk: 'one per chunk', packed: '32 KiB chunks', raw: 'hijacked' }

/** '64 B', '16 KiB'. */
const sizeName = (bytes: number) => (bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KiB`)

const ascii = { stamped: false, mixed: false }

/** By name: the size, then '-packed' or '-raw'; alone, it is one frame per chunk. */
export const workloads: Record<string, Workload> = {
  ...Object.fromEntries(
    Object.entries(framings).flatMap(([framing, words]) =>
      Object.entries(sizes).map(([name, frame]) => [
        framing === 'chunk' ? name : `${name}-${framing}`,
        { title: `${sizeName(frame)} frames, ${words}`, frame, framing: framing as Framing, ...ascii },
      ]),
    ),
  ),
  '64-stamped': {
    ...{ title: '64 B lines with timestamps, one per chunk', frame: 64, framing: 'chunk' },
    ...{ stamped: true, mixed: false },
  },
  '64-mixed': {
    ...{ title: '64 B lines, half of them not ASCII, one per chunk', frame: 64, framing: 'chunk' },
    ...{ stamped: false, mixed: true },
  },
  '1k-mixed': {
    ...{ title: '1 KiB lines, half of them not ASCII, one per chunk', frame: 1024, framing: 'chunk' },
    ...{ stamped: false, mixed: true },
  },
}

/** Bytes of one write of the server; about four reads of 64 KiB. */
export const BLOCK_BYTES = 262_144
/** Go's io.Copy, and with it most proxies, moves so many bytes at a time: frames are cut wherever that falls. */
const PACKED_BYTES = 32_768
/** Every fourth frame goes to stderr, the others to stdout. */
const STDERR_EVERY = 4
const FRAME_HEADER = 8
/** The most frames of a tail: what follow() asks for when it looks for its place. */
export const TAIL = 256
/** Bytes of a timestamp and its space. */
export const STAMP_BYTES = 31

/** Ready bytes: `wire` as sent, and what is in it. */
export interface Block {
  wire: Buffer
  frames: number
  /** Payload bytes, both streams. */
  payload: number
  /** UTF-16 units of the payload's text. */
  units: number
  stdout: Buffer
  stderr: Buffer
  /** The last {@link TAIL} frames, each in its chunk. */
  tail: readonly Buffer[]
}

/** One stream to read: `blocks` blocks of a workload; the container's id says so to the server. */
export interface Stream {
  id: string
  framing: Framing
  stamped: boolean
  mixed: boolean
  /** Bytes of a line. */
  frame: number
  blocks: number
  frames: number
  payload: number
  /** UTF-16 units of the payload's text. */
  units: number
  /** Bytes of the body on the wire: chunk framing included, the last chunk too. */
  wire: number
}

export const LAST_CHUNK = '0\r\n\r\n'

/** Builds a workload's block: whole frames, as many as fit in BLOCK_BYTES, in whole chunks. */
export function buildBlock({ frame, framing, stamped, mixed }: Workload): Block {
  const parts: Buffer[] = []
  const out: Buffer[] = []
  const err: Buffer[] = []
  let frames = 0
  let units = 0
  for (let size = 0; size < BLOCK_BYTES; size += parts.at(-1)!.length, frames++) {
    const toStderr = frames % STDERR_EVERY === STDERR_EVERY - 1
    const text = mixed && frames % 2 === 1 ? wideLine(frames, frame) : line(frames, frame)
    const payload = stamped ? Buffer.concat([stamp(frames), text]) : text
    units += mixed ? payload.toString().length : payload.length
    const header = Buffer.alloc(FRAME_HEADER)
    header[0] = toStderr ? 2 : 1
    header.writeUInt32BE(payload.length, 4)
    const bytes = Buffer.concat([header, payload])
    parts.push(framing === 'chunk' ? chunk(bytes) : bytes)
    ;(toStderr ? err : out).push(payload)
  }
  const stdout = Buffer.concat(out)
  const stderr = Buffer.concat(err)
  const all = Buffer.concat(parts)
  const wire = framing === 'packed' ? packed(all) : all
  const tail = parts.slice(-TAIL)
  return { wire, frames, payload: stdout.length + stderr.length, units, stdout, stderr, tail }
}

function chunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

function packed(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += PACKED_BYTES) chunks.push(chunk(bytes.subarray(at, at + PACKED_BYTES)))
  return Buffer.concat(chunks)
}

/** The stream of workload `name` that holds at least `bytes` bytes of payload, in whole blocks. */
export function streamOf(name: string, block: Block, bytes: number): Stream {
  const blocks = Math.max(1, Math.ceil(bytes / block.payload))
  const { framing, stamped, mixed, frame } = workloads[name]!
  return {
    id: `${name}_${blocks}`,
    framing,
    stamped,
    mixed,
    frame,
    blocks,
    frames: blocks * block.frames,
    payload: blocks * block.payload,
    units: blocks * block.units,
    wire: blocks * block.wire.length + (framing === 'raw' ? 0 : LAST_CHUNK.length),
  }
}

function stamp(index: number): Buffer {
  return Buffer.from(`2026-11-29T16:22:02.${String(index * 1013).padStart(9, '0')}Z `)
}

// One line: a number, then letters that differ from line to line, then the line feed.
function line(index: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = 97 + ((index * 7 + i * (1 + (index % 5))) % 26)
  bytes.write(`${index} `, 0, 'latin1')
  bytes[size - 1] = 10
  return bytes
}

// The same with characters of three bytes in place of letters, as many as fit.
function wideLine(index: number, size: number): Buffer {
  const start = `${index} `
  const wide = Math.floor((size - start.length - 1) / 3)
  const text = `${start}${'値'.repeat(wide)}`
  return Buffer.from(`${text}${'x'.repeat(size - 1 - Buffer.byteLength(text))}\n`)
}
