// One output of demuxStream: anything with a write(). Tells when it is full and when it has room, and ends it once, after the
// last of the streams that are written into it at the same time. An error destroys it, and is emitted only where somebody listens.

/** What can be written to: a Writable, or as little of one as dockerode's users have made. */
export interface DemuxOutput {
  write(bytes: Buffer): unknown
}

/** What a Writable has beyond that. */
interface Full extends DemuxOutput {
  end?(): unknown
  destroy?(error?: Error): unknown
  on?(event: string, listener: () => void): unknown
  off?(event: string, listener: () => void): unknown
  listenerCount?(event: string): number
  destroyed?: boolean
  writableEnded?: boolean
  writableNeedDrain?: boolean
}

/** Who is told of an output's pace. */
export interface Flow {
  onBlocked(): void
  onFlowing(): void
}

/** Streams that are being written into an output. */
const writers = new WeakMap<object, number>()

/** See the file's head. */
export class DemuxOutlet {
  readonly #output: Full
  readonly #ends: boolean
  readonly #flow: Flow
  #blocked = false

  constructor(output: DemuxOutput, ends: boolean, flow: Flow) {
    this.#output = output
    this.#ends = ends && output !== (process.stdout as DemuxOutput) && output !== (process.stderr as DemuxOutput)
    this.#flow = flow
    writers.set(output, (writers.get(output) ?? 0) + 1)
    this.#output.on?.('drain', this.#onRoom)
    // One that is gone takes nothing, and holds nobody up.
    this.#output.on?.('close', this.#onRoom)
  }

  write(bytes: Uint8Array): void {
    const output = this.#output
    if (output.destroyed || output.writableEnded) return
    if (output.write(bytes as Buffer) !== false || this.#blocked || !output.writableNeedDrain) return
    this.#blocked = true
    this.#flow.onBlocked()
  }

  finish(error: Error | undefined): void {
    const output = this.#output
    output.off?.('drain', this.#onRoom)
    output.off?.('close', this.#onRoom)
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
    this.#flow.onFlowing()
  }
}
