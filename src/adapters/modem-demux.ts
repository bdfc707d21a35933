// The multiplexed stream of any Readable taken apart into two outputs, a write for every frame: nothing is gathered but a
// small frame that was cut, nothing is copied but that. The stream goes at the pace of the slower output.
// A stream that begins with no frame's header is a TTY's, and goes to stdout as it is: dockerode's users count on that.

import { FairleadError } from '../error.ts'
import { Demuxer } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import { DemuxOutlet, type DemuxOutput } from './modem-outlet.ts'

export type { DemuxOutput }

/** Options of demuxStream. */
export interface DemuxOptions {
  /** False: leave the outputs open at the end. Default: true; the process's own are always left open. */
  end?: boolean | undefined
}

/** What can be taken apart. */
export type DemuxInput = NodeJS.ReadableStream | Uint8Array

/** A cut frame up to this size, 64 KiB, is one write all the same; a larger one is written in pieces, as they come. */
const JOINED_BYTES = 65_536
/** Bytes by which a stream without frames can be known: a kind of 0 to 3 and three zeros. */
const MARK_BYTES = 4

type Stream = NodeJS.ReadableStream & { destroyed?: boolean; readableEnded?: boolean; destroy?(error?: Error): unknown }

/** See the file's head. What has no output is dropped. */
export function demuxStream(
  input: DemuxInput,
  stdout: DemuxOutput | undefined,
  stderr: DemuxOutput | undefined,
  options: DemuxOptions = {},
): void {
  if (ArrayBuffer.isView(input)) {
    const demux = new StreamDemux(undefined, stdout, stderr, options)
    demux.onData(Buffer.from(input.buffer, input.byteOffset, input.byteLength))
    return demux.onEnd()
  }
  const stream = input as Stream
  const demux = new StreamDemux(stream, stdout, stderr, options)
  stream.on('data', demux.onData)
  stream.on('end', demux.onEnd)
  stream.on('error', demux.onError)
  stream.on('close', demux.onClose)
  if (stream.readableEnded === true) demux.onEnd()
  else if (stream.destroyed === true) demux.onClose()
}

class StreamDemux {
  readonly #stream: Stream | undefined
  readonly #stdout: DemuxOutlet | undefined
  readonly #stderr: DemuxOutlet | undefined
  readonly #demuxer = new Demuxer((kind, bytes, start, end) => this.#onFrame(kind, bytes as Buffer, start, end))
  #blocked = 0
  #over = false
  /** The stream's first bytes, until they tell whether it has frames. */
  #mark: Buffer | undefined = Buffer.alloc(0)
  #isRaw = false
  /** A cut frame that is being put together, and how much of it there is. */
  #join: Buffer | undefined
  #joined = 0
  #kind = 0
  /** In the middle of a frame that is written in pieces. */
  #isLarge = false

  constructor(
    stream: Stream | undefined,
    stdout: DemuxOutput | undefined,
    stderr: DemuxOutput | undefined,
    { end = true }: DemuxOptions,
  ) {
    const flow = { onBlocked: () => this.#onBlocked(), onFlowing: () => this.#onFlowing() }
    this.#stream = stream
    this.#stdout = stdout && new DemuxOutlet(stdout, end, flow)
    this.#stderr = stderr === stdout ? this.#stdout : stderr && new DemuxOutlet(stderr, end, flow)
  }

  readonly onData = (chunk: Uint8Array | string): void => {
    if (this.#over) return
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (this.#mark !== undefined) {
      const first = this.#mark.length === 0 ? bytes : Buffer.concat([this.#mark, bytes])
      if (!this.#decide(first)) return
      bytes = first
    }
    if (this.#isRaw) return this.#stdout?.write(bytes)
    try {
      this.#demuxer.push(bytes, 0, bytes.length)
    } catch (error) {
      // What an output threw is its owner's.
      if (!(error instanceof FairleadError)) throw error
      this.#fail(error)
    }
  }

  readonly onEnd = (): void => {
    if (this.#over) return
    const mark = this.#mark
    if (mark !== undefined && mark.length > 0) {
      // Fewer bytes than a header has.
      this.#stdout?.write(mark)
      return this.#finish(undefined)
    }
    this.#flushJoin()
    try {
      if (!this.#isRaw) this.#demuxer.end()
      this.#finish(undefined)
    } catch (error) {
      this.#finish(error as Error)
    }
  }

  readonly onError = (error: Error): void => {
    if (this.#over) return
    this.#flushJoin()
    this.#finish(error)
  }

  /** Without an end and without an error: whoever reads it had enough of it. */
  readonly onClose = (): void => {
    if (this.#over) return
    this.#flushJoin()
    this.#finish(undefined)
  }

  /** Whether the stream has frames, once enough of it is there; false: not yet. */
  #decide(bytes: Uint8Array): boolean {
    const kind = bytes[0]
    if (kind === undefined) return false
    let isRaw = kind > frameKinds.system
    for (let i = 1; i < MARK_BYTES && i < bytes.length; i++) isRaw ||= bytes[i] !== 0
    if (!isRaw && bytes.length < MARK_BYTES) {
      this.#mark = Buffer.from(bytes)
      return false
    }
    this.#isRaw = isRaw
    this.#mark = undefined
    return true
  }

  #onFrame(kind: number, bytes: Buffer, start: number, end: number): void {
    const missing = this.#demuxer.missing
    if (missing === 0 && this.#join === undefined && !this.#isLarge) {
      if (end > start) this.#write(kind, bytes, start, end)
      return
    }
    this.#onPiece(kind, bytes, start, end, missing)
  }

  #onPiece(kind: number, bytes: Buffer, start: number, end: number, missing: number): void {
    const size = end - start
    if (this.#join === undefined && (this.#isLarge || size + missing > JOINED_BYTES)) {
      this.#isLarge = missing > 0
      return this.#write(kind, bytes, start, end)
    }
    if (this.#join === undefined) {
      this.#join = Buffer.allocUnsafe(size + missing)
      this.#joined = 0
      this.#kind = kind
    }
    this.#join.set(bytes.subarray(start, end), this.#joined)
    this.#joined += size
    if (missing === 0) this.#flushJoin()
  }

  #flushJoin(): void {
    const join = this.#join
    if (join === undefined) return
    this.#join = undefined
    this.#write(this.#kind, join, 0, this.#joined)
  }

  #write(kind: number, bytes: Buffer, start: number, end: number): void {
    const outlet = kind < frameKinds.stderr ? this.#stdout : this.#stderr
    outlet?.write(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }

  /** The stream is out of step: what comes now is nobody's. */
  #fail(error: Error): void {
    this.#flushJoin()
    this.#finish(error)
    this.#stream?.destroy?.(error)
  }

  #finish(error: Error | undefined): void {
    this.#over = true
    const stream = this.#stream
    stream?.off('data', this.onData)
    stream?.off('end', this.onEnd)
    stream?.off('close', this.onClose)
    for (const outlet of new Set([this.#stdout, this.#stderr])) outlet?.finish(error)
  }

  #onBlocked(): void {
    if (this.#blocked++ === 0) this.#stream?.pause()
  }

  #onFlowing(): void {
    if (--this.#blocked === 0 && !this.#over) this.#stream?.resume()
  }
}
