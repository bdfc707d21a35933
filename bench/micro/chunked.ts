// wire/chunked: a chunked body's data, chunks whole in a read, and cut by it.
import { ChunkedDecoder } from 'fairlead/wire'
import { type Case, fill, runSuite } from './suite.ts'

let seen = 0
const sink = {
  onData(_bytes: Uint8Array, start: number, end: number): void {
    seen += end - start
  },
}

function chunk(size: number): Uint8Array {
  const head = new TextEncoder().encode(`${size.toString(16)}\r\n`)
  const bytes = new Uint8Array(head.length + size + 2).fill(97)
  bytes.set(head)
  bytes.set([13, 10], head.length + size)
  return bytes
}

// The input ends where a chunk ends and holds no last chunk, so the same decoder takes it again and again.
function whole(size: number): Case {
  const { bytes, count } = fill(chunk(size))
  const body = new ChunkedDecoder(sink)
  body.reset()
  const run = () => {
    body.push(bytes, 0, bytes.length)
  }
  return { name: `${size}-byte chunks, one read per push`, items: count, run }
}

// Reads that end anywhere: here every 1000 bytes.
function cut(size: number, every: number): Case {
  const { bytes, count } = fill(chunk(size))
  const body = new ChunkedDecoder(sink)
  body.reset()
  const run = () => {
    for (let at = 0; at < bytes.length; at += every) body.push(bytes, at, Math.min(at + every, bytes.length))
  }
  return { name: `${size}-byte chunks, ${every} bytes per push`, items: count, run }
}

export function chunked(): void {
  const cases = [whole(24), whole(72), whole(1032), whole(16392), whole(32760), cut(72, 1000), cut(72, 7)]
  runSuite('ChunkedDecoder.push', 'chunk', cases)
  if (seen === 0) throw new Error('no data was seen')
}
