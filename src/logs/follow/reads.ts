// The reads of one follower, one at a time: each pauses while the sink is full, and ends when the follower is closed.
// Works on a LogPort alone.

import type { LogPort, ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../port/port.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import type { FollowSink } from './follower-types.ts'
import type { Place } from './place.ts'

/** Starts reads and watches them. */
export class Reads {
  readonly #port: LogPort
  readonly #sink: FollowSink
  readonly #place: Place
  readonly #stall: number
  #current: ReadHandle | undefined
  #isClosed = false
  /** Looks whether the sink is full, for the present read. */
  #look: (() => void) | undefined

  /** @param stall ms after which a read that has an end and brings nothing counts as cut; 0 for never */
  constructor(port: LogPort, sink: FollowSink, place: Place, stall: number) {
    this.#port = port
    this.#sink = sink
    this.#place = place
    this.#stall = stall
  }

  /** Ends the present read; later ones end at once, and the sink is not called again. */
  close(): void {
    this.#isClosed = true
    this.#current?.cancel()
  }

  /** Starts a read. Call {@link end} when it is over. */
  begin(request: ReadRequest, handler: ReadHandler): ReadHandle {
    const handle = this.#port.read(request, handler)
    this.#current = handle
    if (this.#isClosed) handle.cancel()
    return handle
  }

  /** Pauses the present read where the sink is full. */
  look(): void {
    this.#look?.()
  }

  /** The present read is over. */
  end(): void {
    this.#current = undefined
  }

  /** A part of the present read is over: its memory is about to change. */
  readEnded(): void {
    this.#place.settle()
    if (this.#isClosed) return
    this.#sink.onReadEnd()
    this.#look?.()
  }

  /** A read that has an end, from its beginning to that. */
  async once(request: ReadRequest, onRecord: RecordHandler): Promise<ReadEnd> {
    let isQuiet = false
    let isSilent = false
    const handle = this.begin(request, {
      onRecord: (kind, bytes, start, stamp, text, end, stays) => {
        isQuiet = false
        onRecord(kind, bytes, start, stamp, text, end, stays)
      },
      onReadEnd: () => this.readEnded(),
    })
    const unwatch = this.watch(handle, Number.POSITIVE_INFINITY, () => {})
    let untimed = (): void => {}
    const arm = (): void => {
      untimed = this.#port.after(this.#stall, () => {
        isSilent = isQuiet && !this.#sink.isFull
        isQuiet = true
        if (isSilent) handle.cancel()
        else arm()
      })
    }
    if (this.#stall > 0) arm()
    const end = await handle.ended
    untimed()
    unwatch()
    this.end()
    return isSilent && !this.#isClosed ? { how: 'cut', error: new Error('the Engine sent nothing for too long') } : end
  }

  /** Pauses a read while the sink is full; calls `onLate` where that lasts longer than `maxLag` ms. Returns what ends it. */
  watch(handle: ReadHandle, maxLag: number, onLate: () => void): () => void {
    let unroom: (() => void) | undefined
    let untimed: (() => void) | undefined
    let isOver = false
    const look = (): void => {
      if (isOver || unroom !== undefined || !this.#sink.isFull) return
      handle.pause()
      if (maxLag !== Number.POSITIVE_INFINITY) untimed = this.#port.after(maxLag, onLate)
      unroom = this.#sink.onRoom(() => {
        unroom = undefined
        untimed?.()
        if (!isOver) handle.resume()
      })
    }
    this.#look = look
    look()
    return (): void => {
      isOver = true
      unroom?.()
      untimed?.()
      this.#look = undefined
    }
  }
}
