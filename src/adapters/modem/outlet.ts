// One output of demuxStream: any object with a write(). Reports when it is full and when it has room. Ends the output once, after
// the last of the streams that are written into it at the same time. An error destroys it, with that error if it has a listener.

import type { OutletOwner } from '../../engine/response/outlet.ts'
import { listen, unlisten } from '../../stream/shared-listener.ts'
import { isOwnStream } from '../../stream/upload/own-stream.ts'

/** An output of demuxStream: a Writable, or any object with a write(), as some of dockerode's users pass. */
export interface DemuxOutput {
  write(bytes: Buffer): unknown
}

/** The further members of a Writable that are used if they exist. */
interface WritableLike extends DemuxOutput {
  end?(): unknown
  destroy?(error?: Error): unknown
  on?(event: string, listener: () => void): unknown
  off?(event: string, listener: () => void): unknown
  listenerCount?(event: string): number
  destroyed?: boolean
  writableEnded?: boolean
  writableNeedDrain?: boolean
}

/** Is notified when an output blocks and drains. */
type PaceListener = Pick<OutletOwner, 'onBlocked' | 'onDrained'>

/** Number of streams that are being written into each output. */
const writers = new WeakMap<object, number>()

/** Writes one stream's bytes to an output. */
export class DemuxOutlet {
  readonly #output: WritableLike
  readonly #ends: boolean
  readonly #listener: PaceListener
  #blocked = false

  constructor(output: DemuxOutput, ends: boolean, listener: PaceListener) {
    this.#output = output
    this.#ends = ends && !isOwnStream(output)
    this.#listener = listener
    writers.set(output, (writers.get(output) ?? 0) + 1)
    listen(this.#output, 'drain', this.#onRoom)
    // A closed output takes nothing and no longer blocks the stream.
    listen(this.#output, 'close', this.#onRoom)
  }

  write(bytes: Uint8Array): void {
    const output = this.#output
    if (output.destroyed || output.writableEnded) return
    if (output.write(bytes as Buffer) !== false || this.#blocked || !output.writableNeedDrain) return
    this.#blocked = true
    this.#listener.onBlocked()
  }

  finish(error: Error | undefined): void {
    const output = this.#output
    unlisten(output, 'drain', this.#onRoom)
    unlisten(output, 'close', this.#onRoom)
    const others = (writers.get(output) ?? 1) - 1
    writers.set(output, others)
    if (!this.#ends || output.destroyed) return
    if (error !== undefined && output.destroy !== undefined) {
      output.destroy((output.listenerCount?.('error') ?? 0) > 0 ? error : undefined)
    } else if (others === 0 && !output.writableEnded) {
      output.end?.()
    }
  }

  readonly #onRoom = (): void => {
    if (!this.#blocked) return
    this.#blocked = false
    this.#listener.onDrained()
  }
}
