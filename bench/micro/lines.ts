// stream/lines: lines out of ranges: ASCII with and without a window, UTF-8, and cut by every push.
import { LineSplitter } from 'fairlead/stream'
import { type Case, fill, runSuite } from './suite.ts'

const STDOUT = 1
const LF = 10
let seen = 0

function onLine(_kind: number, text: string): void {
  seen += text.length
}

/** A line of `size` bytes, its LF included. `character` is repeated as often as it fits. */
function line(size: number, character: string): Uint8Array {
  const one = new TextEncoder().encode(character)
  const bytes = new Uint8Array(size).fill(97)
  for (let at = 0; at + one.length < size; at += one.length) bytes.set(one, at)
  bytes[size - 1] = LF
  return bytes
}

// A read full of lines in one push, as a TTY's stream brings them: decoded in stretches of the window.
function whole(size: number, what: string, character: string): Case {
  const { bytes, count } = fill(line(size, character))
  const splitter = new LineSplitter(onLine)
  const run = () => {
    splitter.window(bytes, bytes.length)
    splitter.push(STDOUT, bytes, 0, bytes.length)
  }
  return { name: `${size}-byte lines, ${what}`, items: count, run }
}

// One push a line, as frames bring them, without a window: each is decoded alone.
function single(size: number): Case {
  const { bytes, count } = fill(line(size, 'a'))
  const splitter = new LineSplitter(onLine)
  const run = () => {
    for (let at = 0; at < bytes.length; at += size) splitter.push(STDOUT, bytes, at, at + size)
  }
  return { name: `${size}-byte lines, ASCII, one per push`, items: count, run }
}

// Pushes that end anywhere: what is unfinished is kept and joined.
function cut(size: number, every: number): Case {
  const { bytes, count } = fill(line(size, 'a'))
  const splitter = new LineSplitter(onLine)
  const run = () => {
    for (let at = 0; at < bytes.length; at += every) {
      splitter.push(STDOUT, bytes, at, Math.min(at + every, bytes.length))
    }
  }
  return { name: `${size}-byte lines, ASCII, ${every} bytes per push`, items: count, run }
}

export function lines(): void {
  const ascii = [16, 64, 256, 1024, 16384].map((size) => whole(size, 'ASCII', 'a'))
  const wide = [64, 1024].map((size) => whole(size, 'three bytes per character', '\u65e5'))
  runSuite('LineSplitter.push', 'line', [...ascii, ...wide, single(64), single(1024), cut(64, 50), cut(1024, 1000)])
  if (seen === 0) throw new Error('no line was seen')
}
