// The connection of one read, between the Engine's response and who reads it. It can be left open without a reader: then it is a doorbell.
// States: read → left → rung → read again, or closed. Nothing else of a read stays in memory while it is left. A listener that is called
// has it read again at once, by what goes on where the last reader stood; else it is closed.

import type { ByteHandler, ByteSource } from '../../stream/source.ts'

/** A connection that stays open without a reader. It rings once: something came, or it ended. Unless it is taken up then, it is closed. */
export interface Doorbell {
  readonly hasRung: boolean
  keepAlive(alive: boolean): void
  close(): void
}

/** Why a doorbell rings: something came, or the connection ended, or broke. */
export type Ring = 'came' | 'ended' | 'cut'

/** What a doorbell calls. No function: a silent log would keep that, and all that its scope has. */
export interface RingListener {
  onRing(ring: Ring): void
}

/** What a response's source has besides, as a Call does. */
interface CallSource extends ByteSource {
  ref?(): void
  unref?(): void
  forgetSignal?(): void
}

/** Passes on what a response brings. */
export class ReadConnection implements ByteHandler, Doorbell {
  hasRung = false
  #isReading = false
  readonly #source: CallSource
  #reader: ByteHandler | undefined
  #listener: RingListener | undefined

  /** @param source a response's source; `start` is up to the caller */
  constructor(source: ByteSource, reader: ByteHandler) {
    this.#source = source
    this.#reader = reader
  }

  /** It has no reader from now on. */
  leave(listener: RingListener): Doorbell {
    this.#reader = undefined
    this.#listener = listener
    this.hasRung = false
    // A signal has a kilobyte.
    this.#source.forgetSignal?.()
    return this
  }

  /** While it rings: it is read again. */
  takeUp(reader: ByteHandler): ByteSource {
    this.#reader = reader
    if (this.#isReading) reader.onReadStart?.()
    return this.#source
  }

  /** Ends it. It does not ring any more. */
  close(): void {
    this.#listener = undefined
    this.#source.cancel()
  }

  keepAlive(alive: boolean): void {
    this.#source[alive ? 'ref' : 'unref']?.()
  }

  onReadStart(): void {
    this.#isReading = true
    this.#reader?.onReadStart?.()
  }

  onReadEnd(): void {
    this.#isReading = false
    this.#reader?.onReadEnd?.()
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    if (this.#reader === undefined) this.#ring('came')
    this.#reader?.onData(bytes, start, end)
  }

  onEnd(): void {
    if (this.#reader === undefined) this.#ring('ended')
    this.#reader?.onEnd()
  }

  onFail(error: Error): void {
    if (this.#reader === undefined) this.#ring('cut')
    this.#reader?.onFail(error)
  }

  #ring(ring: Ring): void {
    const listener = this.#listener
    this.#listener = undefined
    if (listener === undefined) return
    this.hasRung = true
    listener.onRing(ring)
    if (this.#reader === undefined) this.close()
  }
}
