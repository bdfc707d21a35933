// stream/demux: the Engine's frames out of a body, whole in a read, one push a frame, and cut by every read.
import { Demuxer, frame as frameOf } from 'fairlead/stream'
import { type Case, fill, runSuite } from './suite.ts'

let seen = 0

function onFrame(_kind: number, _bytes: Uint8Array, start: number, end: number): void {
  seen += end - start
}

/** A frame of stdout with so many bytes of payload. */
const frame = (size: number): Uint8Array => frameOf(1, new Uint8Array(size).fill(97))

// A read full of frames: what 64-byte lines in packed chunks look like to the demuxer.
function whole(size: number): Case {
  const { bytes, count } = fill(frame(size))
  const demuxer = new Demuxer(onFrame)
  const run = () => demuxer.push(bytes, 0, bytes.length)
  return { name: `${size}-byte frames, one read per push`, items: count, run }
}

// One chunk a frame, as the Engine sends logs: the same memory, a range a push.
function single(size: number): Case {
  const unit = frame(size).length
  const { bytes, count } = fill(frame(size))
  const demuxer = new Demuxer(onFrame)
  const run = () => {
    for (let at = 0; at < bytes.length; at += unit) demuxer.push(bytes, at, at + unit)
  }
  return { name: `${size}-byte frames, one per push`, items: count, run }
}

// Each frame cut in its header and in its payload.
function cut(size: number): Case {
  const unit = frame(size).length
  const { bytes, count } = fill(frame(size))
  const demuxer = new Demuxer(onFrame)
  const run = () => {
    for (let at = 0; at < bytes.length; at += unit) {
      demuxer.push(bytes, at, at + 5)
      demuxer.push(bytes, at + 5, at + unit - 3)
      demuxer.push(bytes, at + unit - 3, at + unit)
    }
  }
  return { name: `${size}-byte frames, each cut in three`, items: count, run }
}

export function demux(): void {
  const cases = [whole(16), whole(64), whole(1024), whole(16384), single(64), single(1024), single(16384), cut(64)]
  runSuite('Demuxer.push', 'frame', cases)
  if (seen === 0) throw new Error('no frame was seen')
}
