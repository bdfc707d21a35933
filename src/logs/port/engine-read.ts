// One request for the log of a container or a swarm's task, as a read of a LogPort: parsed as it comes, paused and cancelled from outside.
// What ends it is a value, never a rejection: a follower decides what an end means.

import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError } from '../../error.ts'
import type { ByteHandler, ByteSource } from '../../stream/source.ts'
import { RecordParser } from '../records/record-parser.ts'
import { type Doorbell, ReadConnection, type RingListener } from './doorbell.ts'
import type { ReadEnd, ReadHandle, ReadHandler, ReadRequest } from './port.ts'

/** One request for the log. */
export class EngineRead implements ReadHandle, ByteHandler {
  readonly ended: Promise<ReadEnd>
  readonly #handler: ReadHandler
  readonly #parser: RecordParser
  readonly #ender = new AbortController()
  #settle!: (end: ReadEnd) => void
  readonly #follows: boolean
  #source: ByteSource | undefined
  #connection: ReadConnection | undefined
  #isPaused = false
  #isReading = false
  #isOver = false
  #isReffed = true

  constructor(
    engine: Engine,
    id: string,
    request: ReadRequest,
    options: { tty: boolean; details: boolean; path?: '/containers/{id}/logs' | '/tasks/{id}/logs' },
    handler: ReadHandler,
    /** A connection that rings: it is taken up, and nothing is requested. */
    rung?: ReadConnection,
  ) {
    this.#handler = handler
    this.#follows = request.follow
    this.ended = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#parser = new RecordParser((kind, bytes, start, stamp, text, end, stays) => {
      if (!this.#isOver) handler.onRecord(kind, bytes, start, stamp, text, end, stays)
    }, options)
    if (rung !== undefined) {
      this.#connection = rung
      this.#source = rung.takeUp(this)
      return
    }
    const { follow, tail, since } = request
    const { path = '/containers/{id}/logs' } = options
    const query = {
      follow,
      stdout: true,
      stderr: true,
      timestamps: true,
      details: options.details || undefined,
      tail: String(tail),
      since,
    }
    engine
      .request('GET', path, { path: { id }, query: query as object, signal: this.#ender.signal })
      .then((response) => {
        const { source } = response
        if (!this.#isReffed) response.unref()
        this.#source = source
        if (this.#isOver) return source.cancel()
        handler.onHead?.()
        this.#connection = new ReadConnection(source, this)
        source.start(this.#connection)
        if (this.#isPaused) source.pause()
      })
      .catch((error: Error) => this.#end(endOf(error)))
  }

  pause(): void {
    this.#isPaused = true
    this.#source?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#source?.resume()
  }

  cancel(): void {
    if (this.#isOver) return
    this.#end({ how: 'cancelled' })
    if (this.#source === undefined) this.#ender.abort()
    else this.#source.cancel()
  }

  /**
   * Leaves the connection open without a reader; its reader sees a clean end. undefined where this read does not follow, or has not
   * begun, or is paused, over or inside a record.
   */
  leaveOpen(listener: RingListener): Doorbell | undefined {
    if (!this.#follows || this.#isOver || this.#isPaused || this.#isReading || !this.#parser.isWhole) return undefined
    const doorbell = this.#connection?.leave(listener)
    if (doorbell !== undefined) this.#end({ how: 'clean' })
    return doorbell
  }

  ref(): void {
    this.#isReffed = true
    this.#connection?.keepAlive(true)
  }

  unref(): void {
    this.#isReffed = false
    this.#connection?.keepAlive(false)
  }

  onReadStart(): void {
    this.#isReading = true
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isOver) return
    this.#parser.push(bytes, start, end)
    if (!this.#isReading && !this.#isOver) this.#handler.onReadEnd()
  }

  onReadEnd(): void {
    this.#isReading = false
    if (!this.#isOver) this.#handler.onReadEnd()
  }

  onEnd(): void {
    if (this.#isOver) return
    try {
      this.#parser.end(true)
    } catch (error) {
      return this.onFail(error as Error)
    }
    if (!this.#isOver) this.#handler.onReadEnd()
    this.#end({ how: 'clean' })
  }

  onFail(error: Error): void {
    if (this.#isOver) return
    this.#handler.onReadEnd()
    this.#end(endOf(error))
  }

  #end(end: ReadEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#settle(end)
  }
}

/** What the caller did wrong is final; all else may be better at the next try. */
function endOf(error: Error): ReadEnd {
  if (error instanceof EngineError) return { how: 'refused', status: error.status, error }
  if (error instanceof FairleadError && error.blame === 'caller') return { how: 'refused', status: 400, error }
  return { how: 'cut', error }
}
