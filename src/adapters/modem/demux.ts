// Demultiplexes the stream of any Readable into two outputs, one write per frame. Only small frames that reads have cut are
// copied, to join them. The stream runs at the pace of the slower output.
// A stream that does not begin with a frame's header is a TTY's and goes to stdout unchanged: dockerode's users rely on that.

import { AsyncResource } from 'node:async_hooks'
import { BOOLEAN, checkOptions, type Kinds } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import { Demuxer } from '../../stream/parse/demux.ts'
import { frameKinds, isStdout } from '../../stream/parse/mux.ts'
import { FrameJoiner } from '../../stream/read/frame-joiner.ts'
import { DemuxOutlet, type DemuxOutput } from './outlet.ts'

/** Options of demuxStream. */
export interface DemuxOptions {
  /** False: leave the outputs open at the end. Default: true. The process's own stdout and stderr always stay open. */
  end?: boolean | undefined
}

const DEMUX: Kinds<DemuxOptions> = { end: BOOLEAN }

/** A multiplexed stream: a Readable, or all of its bytes. */
export type DemuxInput = NodeJS.ReadableStream | Uint8Array

/** Number of bytes that identify a stream of frames: a kind of 0 to 3 and three zeros. */
const PREFIX_BYTES = 4

type Stream = NodeJS.ReadableStream & { destroyed?: boolean; readableEnded?: boolean; destroy?(error?: Error): unknown }

/**
 * Writes the frames of `input` to `stdout` and `stderr`, one write per frame of up to 64 KiB; a larger frame is written in pieces.
 * Frames without an output are dropped. Ends the outputs unless `end` is false; an error of the stream destroys them.
 */
export function demuxStream(
  input: DemuxInput,
  stdout: DemuxOutput | undefined,
  stderr: DemuxOutput | undefined,
  options: DemuxOptions = {},
): void {
  checkOptions('demuxStream()', options, DEMUX)
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
  readonly #joiner = new FrameJoiner(
    (kind, bytes, start, end) => this.#write(kind, bytes as Buffer, start, end),
    (size) => Buffer.allocUnsafe(size),
  )
  readonly #demuxer = new Demuxer((kind, bytes, start, end) => this.#onFrame(kind, bytes as Buffer, start, end))
  /** Number of outputs that are full. */
  #blocked = 0
  #finished = false
  /** The stream's first bytes, until they show whether it has frames; then undefined. */
  #prefix: Buffer | undefined = Buffer.alloc(0)
  #isRaw = false

  constructor(
    stream: Stream | undefined,
    stdout: DemuxOutput | undefined,
    stderr: DemuxOutput | undefined,
    { end = true }: DemuxOptions,
  ) {
    const listener = { onBlocked: () => this.#onBlocked(), onDrained: () => this.#onDrained() }
    this.#stream = stream
    this.#stdout = stdout && new DemuxOutlet(stdout, end, listener)
    this.#stderr = stderr === stdout ? this.#stdout : stderr && new DemuxOutlet(stderr, end, listener)
  }

  // Writes happen in the async context of the demuxStream() call, not in the stream's. Each frame may be a chunk of its own: a function
  // made by AsyncResource.bind would cost as much again as the write.

  readonly #scope = new AsyncResource('FAIRLEAD')
  readonly onData = (chunk: Uint8Array | string): void => this.#scope.runInAsyncScope(this.#take, this, chunk)

  #take(chunk: Uint8Array | string): void {
    if (this.#finished) return
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (this.#prefix !== undefined) {
      const first = this.#prefix.length === 0 ? bytes : Buffer.concat([this.#prefix, bytes])
      if (!this.#decide(first)) return
      bytes = first
    }
    if (this.#isRaw) return this.#stdout?.write(bytes)
    try {
      this.#demuxer.push(bytes, 0, bytes.length)
    } catch (error) {
      // An exception of an output's write() goes to the emitter.
      if (!(error instanceof FairleadError)) throw error
      this.#fail(error)
    }
  }

  readonly onEnd = AsyncResource.bind((): void => {
    if (this.#finished) return
    const prefix = this.#prefix
    if (prefix !== undefined && prefix.length > 0) {
      // Fewer bytes than a frame's header.
      this.#stdout?.write(prefix)
      return this.#finish(undefined)
    }
    this.#joiner.flush()
    try {
      if (!this.#isRaw) this.#demuxer.end()
      this.#finish(undefined)
    } catch (error) {
      this.#finish(error as Error)
    }
  })

  readonly onError = AsyncResource.bind((error: Error): void => {
    if (this.#finished) return
    this.#joiner.flush()
    this.#finish(error)
  })

  /** Closed without an end and without an error: the caller destroyed the stream. */
  readonly onClose = AsyncResource.bind((): void => {
    if (this.#finished) return
    this.#joiner.flush()
    this.#finish(undefined)
  })

  /** Decides whether the stream has frames. Returns false while too few bytes have arrived. */
  #decide(bytes: Uint8Array): boolean {
    const kind = bytes[0]
    if (kind === undefined) return false
    let isRaw = kind > frameKinds.system
    for (let i = 1; i < PREFIX_BYTES && i < bytes.length; i++) isRaw ||= bytes[i] !== 0
    if (!isRaw && bytes.length < PREFIX_BYTES) {
      this.#prefix = Buffer.from(bytes)
      return false
    }
    this.#isRaw = isRaw
    this.#prefix = undefined
    return true
  }

  #onFrame(kind: number, bytes: Buffer, start: number, end: number): void {
    const missing = this.#demuxer.missing
    if (missing > 0 || this.#joiner.pending) this.#joiner.add(kind, bytes, start, end, missing, false)
    else if (end > start) this.#write(kind, bytes, start, end)
  }

  #write(kind: number, bytes: Buffer, start: number, end: number): void {
    const outlet = isStdout(kind) ? this.#stdout : this.#stderr
    outlet?.write(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }

  /** The stream is out of step: no later byte can be assigned to an output. */
  #fail(error: Error): void {
    this.#joiner.flush()
    this.#finish(error)
    this.#stream?.destroy?.(error)
  }

  #finish(error: Error | undefined): void {
    this.#finished = true
    const stream = this.#stream
    stream?.off('data', this.onData)
    stream?.off('end', this.onEnd)
    stream?.off('close', this.onClose)
    for (const outlet of new Set([this.#stdout, this.#stderr])) outlet?.finish(error)
  }

  #onBlocked(): void {
    if (this.#blocked++ === 0) this.#stream?.pause()
  }

  #onDrained(): void {
    if (--this.#blocked === 0 && !this.#finished) this.#stream?.resume()
  }
}
