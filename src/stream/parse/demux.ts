// Reads the Engine's multiplexed stream: frames of [kind, 0, 0, 0, size32 big endian] and then `size` bytes
// (Engine API, ContainerAttach, "Stream format"). Resumable at any byte; between calls it keeps numbers, never bytes.
// The ranges passed on lie in the pushed memory: a handler that keeps them copies them.

import { hex } from '../../bytes.ts'
import { FairleadError } from '../../error.ts'
import { FRAME_HEADER_BYTES } from './mux.ts'

/**
 * Receives a frame, or a piece of one: `bytes[start..end)`, readable until the call returns. `kind` is 0 to 3 (stdin, stdout,
 * stderr, system). An empty frame is one call with `start === end`; no other call is empty.
 */
export type FrameHandler<B extends Uint8Array = Uint8Array> = (
  kind: number,
  bytes: B,
  start: number,
  end: number,
) => void

/** The highest kind of frame: 3, system, the daemon's own messages in the stream. */
const LAST_KIND = 3

// The state is the byte expected next: one of the header's eight (the last four are the size), then the payload.
const KIND = 0
const SIZE = 4
const PAYLOAD = 8
const FAILED = 9

/**
 * Demultiplexes a stream. A frame that lies whole in the pushed range is one call of the handler.
 * A cut frame is passed on in pieces as they come, the last of them with `missing === 0`.
 *
 * A kind above 3 or a padding byte other than zero is ERR_FRAME_TYPE: the stream is a TTY's (not multiplexed) or out of step,
 * as Podman 4.3.1's attach with `logs=1` is. After an error, or after the handler threw, every call throws ERR_CLOSED.
 */
export class Demuxer {
  #onFrame: FrameHandler
  #state: number = KIND
  #kind = 0
  /** Bytes of the payload still to come; within a header, the size as far as it was read. */
  #left = 0
  #offset = 0

  constructor(onFrame: FrameHandler) {
    this.#onFrame = onFrame
  }

  /** Bytes of the current frame still to come, 0 to 2^32-1. Inside the handler, 0 means that the frame is complete. */
  get missing(): number {
    return this.#state < PAYLOAD ? 0 : this.#left
  }

  /** Whether the next byte begins a frame: the stream may end here. */
  get done(): boolean {
    return this.#state === KIND
  }

  /** Reads `bytes[start..end)`. @throws FairleadError ERR_FRAME_TYPE, with the offset in the stream; the frames before it were passed on */
  push(bytes: Uint8Array, start: number, end: number): void {
    const onFrame = this.#onFrame
    const state = this.#state
    let at = start
    // An exception from here on leaves this state.
    this.#state = FAILED
    if (state === KIND) at = this.#whole(bytes, start, end, onFrame)
    this.#state = at === end ? state : this.#cut(bytes, start, at, end, state, onFrame)
    this.#offset += end - start
  }

  /** Passes on frames that lie whole in the range: nearly all of them. Returns where the first cut or invalid one begins. */
  #whole(bytes: Uint8Array, start: number, end: number, onFrame: FrameHandler): number {
    let at = start
    while (end - at >= FRAME_HEADER_BYTES) {
      const kind = bytes[at]!
      if (kind > LAST_KIND || (bytes[at + 1]! | bytes[at + 2]! | bytes[at + 3]!) !== 0) break
      const from = at + FRAME_HEADER_BYTES
      const to =
        from + (((bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!) >>> 0)
      if (to > end) break
      onFrame(kind, bytes, from, to)
      at = to
    }
    return at
  }

  /** Reads frames that are cut or invalid, from `from` on; returns the state at `end`. */
  #cut(bytes: Uint8Array, start: number, from: number, end: number, entry: number, onFrame: FrameHandler): number {
    let at = from
    let state = entry
    if (state === FAILED) throw new FairleadError('ERR_CLOSED', 'the demuxer was used after an error')
    while (at < end) {
      if (state === PAYLOAD) {
        const left = this.#left
        const to = Math.min(end, at + left)
        this.#left = left - (to - at)
        onFrame(this.#kind, bytes, at, to)
        at = to
        if (this.#left > 0) break
        state = KIND
        at = this.#whole(bytes, at, end, onFrame)
      } else {
        const began = at
        at = this.#header(bytes, at, end, state, start)
        state += at - began
        if (state < PAYLOAD) break
        if (this.#left > 0) continue
        state = KIND
        onFrame(this.#kind, bytes, at, at)
      }
    }
    return state
  }

  /** Ends the stream. @throws FairleadError ERR_TRUNCATED_FRAME if it ends inside a frame; the part received was passed on */
  end(): void {
    const state = this.#state
    if (state === KIND) return
    this.#state = FAILED
    if (state === FAILED) throw new FairleadError('ERR_CLOSED', 'the demuxer was used after an error')
    const missing = state === PAYLOAD ? this.#left : FRAME_HEADER_BYTES - state
    const part = state === PAYLOAD ? 'payload' : 'header'
    throw new FairleadError(
      'ERR_TRUNCATED_FRAME',
      `the stream ended inside a frame: ${missing} bytes of its ${part} are missing`,
    )
  }

  /** Reads bytes of a header, from `state` on; returns the index after the last one read. */
  #header(bytes: Uint8Array, from: number, end: number, state: number, start: number): number {
    const to = Math.min(end, from + PAYLOAD - state)
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      const index = state + at - from
      if (byte > (index === KIND ? LAST_KIND : index < SIZE ? 0 : 0xff)) throw this.#badByte(byte, at - start)
      if (index === KIND) this.#kind = byte
      // The zero bytes before the size shift out the previous frame's value.
      this.#left = ((this.#left << 8) | byte) >>> 0
    }
    return to
  }

  /** The error for a byte that cannot be in a frame's header, `at` bytes into this push. */
  #badByte(byte: number, at: number): FairleadError {
    return new FairleadError(
      'ERR_FRAME_TYPE',
      `byte ${hex(byte)} at offset ${this.#offset + at} is in no frame's header: a TTY's stream has no frames (set tty: true), or the stream is out of step`,
    )
  }
}
