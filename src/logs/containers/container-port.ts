// The port of one container among many: what its finder knows of it spares it requests of its own.
// A container that has not run before is not looked at twice: its first inspection waits for the start, and its log is read over one
// connection from its first record, however it is stored, until a first file may be full. No rotation comes before that. So the last
// line of a container is read that lives for some ms and is removed then.

import type { Doorbell, RingListener } from '../port/doorbell.ts'
import { EnginePort, type EnginePortOptions } from '../port/engine-port.ts'
import type { SourcePort } from '../port/finder.ts'
import type { Gate } from '../port/gate.ts'
import { PassedClock } from '../port/passed-clock.ts'
import { type Inspection, ofSameRun, type ReadHandle, type ReadHandler, type ReadRequest } from '../port/port.ts'
import type { LogSource } from '../records/log-source.ts'
import type { ContainerEntry } from './container-entry.ts'

/** The most bytes that a record takes in a file, besides its payload; with labels or variables in it, as much as a header may have. */
const STORED_BESIDES = 256
/** The most bytes that a byte of the payload takes in a file: `\u0000`. */
const STORED_PER_BYTE = 6

/**
 * Before this version the daemon misses a rotation between the stored part of a follow and its subscription. It takes no notice of it
 * where most of a file is written in between: a file of this many bytes or more is not written so fast.
 */
const SURE_SINCE = 23
const LEAST_FILE = 1_000_000

/** What a container's port is made of, besides what any has. */
export interface ContainerPortOptions extends Omit<EnginePortOptions, 'onFacts' | 'container' | 'tty'> {
  readonly entry: ContainerEntry
  readonly source: LogSource
  /** An earlier port looked at it: `source` is what that found. */
  readonly isKnown: boolean
  /** Limits how many inspections are under way. */
  readonly gate: Gate
}

/** One container of an Engine that is watched as a whole. */
export class ContainerPort extends PassedClock implements SourcePort {
  source: LogSource
  readonly #entry: ContainerEntry
  readonly #gate: Gate
  readonly #port: EnginePort
  /** The entry's version when it was last inspected. */
  #version = -1
  #isFirst: boolean
  /** The bytes that the first file may have; undefined where the log may be older than its finder, or that file is full. */
  #firstFile: number | undefined
  #isSameRun = false
  #unhold: (() => void) | undefined
  #isClosed = false

  constructor(options: ContainerPortOptions) {
    super()
    this.#entry = options.entry
    this.#gate = options.gate
    this.source = options.source
    this.#isFirst = !options.isKnown
    const { engine, entry, details, facts, source } = options
    // Objects without a spread share one shape: there are hundreds of them.
    this.#port = new EnginePort({
      engine,
      container: entry.id,
      details,
      facts,
      tty: source.tty,
      onFacts: (found) => {
        this.source = found
      },
    })
  }

  async inspect(): Promise<Inspection> {
    const entry = this.#entry
    this.#version = entry.version
    const isFirst = this.#isFirst
    // What has just begun may be over before others are done.
    const seen = await (isFirst && entry.isFirstRun
      ? this.#port.inspect()
      : this.#gate.pass(() => this.#port.inspect()))
    this.#isFirst = false
    if (seen.state === 'gone') entry.isGone = true
    const isSameRun = this.#isSameRun
    this.#isSameRun = false
    if (!isFirst || !entry.isFirstRun || seen.state === 'gone') return isSameRun ? ofSameRun(seen) : seen
    if (seen.state === 'created') {
      await this.#started()
      // A start may be followed by the end at once: what reads the log finds that out.
      if (entry.isGone && entry.version === 1) return { ...seen, state: 'gone' }
    } else if (seen.state !== 'running') return seen
    if (seen.maxSize > 0) {
      if (seen.engineMajor < SURE_SINCE && seen.maxSize < LEAST_FILE) return { ...seen, state: 'running' }
      this.#firstFile = seen.maxSize
    }
    return { ...seen, state: 'running', maxSize: 0 }
  }

  read(request: ReadRequest, handler: ReadHandler): ReadHandle {
    const most = this.#firstFile
    if (most === undefined || !request.follow || request.tail !== 'all') return this.#port.read(request, handler)
    let stored = 0
    let isFull = false
    const handle = this.#port.read(request, {
      onRecord: (kind, bytes, start, stamp, text, end, stays) => {
        stored += (end - text) * STORED_PER_BYTE + (text - stamp) * STORED_PER_BYTE + STORED_BESIDES
        handler.onRecord(kind, bytes, start, stamp, text, end, stays)
      },
      onReadEnd: () => {
        handler.onReadEnd()
        if (isFull || stored < most) return
        // From here on it is read as what it is: a log that rotates.
        isFull = true
        this.#isSameRun = true
        handle.cancel()
      },
    })
    void handle.ended.then(() => {
      this.#firstFile = undefined
    })
    const ended = handle.ended.then((end) => (isFull && end.how === 'cancelled' ? ({ how: 'clean' } as const) : end))
    return { ended, pause: () => handle.pause(), resume: () => handle.resume(), cancel: () => handle.cancel() }
  }

  leaveOpen(listener: RingListener): Doorbell | undefined {
    return this.#port.leaveOpen(listener)
  }

  takeUp(doorbell: Doorbell, request: ReadRequest, handler: ReadHandler): ReadHandle {
    return this.#port.takeUp(doorbell, request, handler)
  }

  onStart(callback: () => void): () => void {
    const unlisten = this.#entry.listen(callback)
    if (this.#entry.version !== this.#version) callback()
    return unlisten
  }

  protected get clock(): EnginePort {
    return this.#port
  }

  keepAlive(alive: boolean): void {
    this.#port.keepAlive(alive)
  }

  close(): void {
    this.#isClosed = true
    this.#port.close()
    this.#unhold?.()
  }

  /** Until the container was started, or removed, or the port is closed. */
  async #started(): Promise<void> {
    const entry = this.#entry
    if (entry.version === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        const unlisten = entry.listen(resolve)
        this.#unhold = () => {
          unlisten()
          resolve()
        }
      })
      this.#unhold?.()
      this.#unhold = undefined
    }
    this.#version = entry.version
  }
}
