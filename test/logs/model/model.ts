// A model of one container's log in an Engine, and of the connections to it, on a clock of its own: for the property test of
// following. It does what real Engines were seen to do: rotation that followers skip (and, before 23, repeat), compressed files,
// both meanings of `since`, clocks that step back, whole seconds, pieces of long lines, lines without an LF, damage, truncation.
// Everything random comes from one seeded generator, so that a schedule can be run again.

import type { SourcePort } from '../../../src/logs/port/finder.ts'
import type { Inspection, LogPort, ReadHandle, ReadHandler, ReadRequest } from '../../../src/logs/port/port.ts'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import { ModelClock } from './model-clock.ts'
import { ModelRead } from './model-read.ts'
import type { Connection, ModelOptions, ModelRecord } from './model-world.ts'

/** Bytes that each record counts for in `max-size`: at most one per ms is written, which is as fast as any Engine was seen. */
const RECORD_SIZE = 500_000
const PIECE = 16_384

/** The Engine. */
export class ModelEngine {
  readonly clock = new ModelClock()
  readonly options: ModelOptions
  readonly random: () => number
  /** All that was ever stored, damage left out, by id. */
  readonly stored: ModelRecord[] = []
  /** What is stored now, oldest file first. */
  files: ModelRecord[][] = [[]]
  /** How many files were begun before the first of {@link files}. */
  #dropped = 0
  state: Inspection['state'] = 'running'
  /** The daemon does not respond. */
  isDown = false
  requests = 0
  /** Connections that were left open. */
  doorbells = 0
  /** Called when an inspection says that the container does not run. */
  onStopSeen: (() => void) | undefined
  readonly connections = new Set<Connection>()
  readonly #starts = new Set<() => void>()
  #runs = 1
  #lastNanos = 0n
  #open: string[] = []

  constructor(options: ModelOptions, random: () => number) {
    this.options = options
    this.random = random
  }

  get port(): LogPort {
    return {
      read: (request, handler) => this.#read(request, handler),
      inspect: async () => this.#inspect(),
      onStart: (callback) => {
        this.#starts.add(callback)
        return () => this.#starts.delete(callback)
      },
      after: (ms, callback) => this.clock.after(ms, callback),
      now: () => this.clock.now,
      random: this.random,
    }
  }

  /** A port as a tail has one for each source: it can be closed, and a connection of it be left open. */
  openPort(source: LogSource): SourcePort {
    const { port } = this
    const ends = new Set<() => void>()
    const reads = new Set<ReadHandle & Pick<ModelRead, 'leaveOpen'>>()
    let isClosed = false
    const add = (read: ReadHandle & Pick<ModelRead, 'leaveOpen'>): ReadHandle => {
      if (isClosed) read.cancel()
      reads.add(read)
      void read.ended.then(() => reads.delete(read))
      return read
    }
    return {
      ...port,
      source,
      read: (request, handler) => add(this.#read(request, handler)),
      takeUp: (doorbell, _request, handler) => add((doorbell as ModelRead).takeUp(handler)),
      inspect: async () => {
        if (isClosed) throw new Error('the port is closed')
        return this.#inspect()
      },
      after: (ms, callback) => {
        if (isClosed) return () => {}
        const end = this.clock.after(ms, () => {
          ends.delete(end)
          callback()
        })
        ends.add(end)
        return end
      },
      leaveOpen: (listener) => {
        const [read, other] = reads
        const doorbell = other === undefined ? read?.leaveOpen(listener) : undefined
        if (doorbell !== undefined) this.doorbells++
        return doorbell
      },
      keepAlive: () => {},
      close: () => {
        isClosed = true
        for (const end of ends) end()
        for (const read of reads) read.cancel()
      },
    }
  }

  /** Ms that a record takes to be written, at least: no Engine writes a file of a rotating log faster than {@link RECORD_SIZE} says. */
  get leastMs(): number {
    return this.options.perFile > 0 ? 1 : 0
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  // — what happens to the log —

  /** A process writes a line; `goesOn`: no LF yet, a piece of the longest kind. */
  append(kind: number, payload: Uint8Array): void {
    const isPiece = payload.length >= PIECE && payload[payload.length - 1] !== 0x0a
    const stamp = this.#open[kind] ?? this.#stampNow()
    this.#open[kind] = isPiece ? stamp : (undefined as unknown as string)
    const record = { id: this.stored.length, kind, stamp, payload, damage: false, run: this.#runs }
    this.stored.push(record)
    this.#store(record)
    for (const connection of [...this.connections]) connection.onAppend()
  }

  /** A power loss leaves bytes that no reader gets past. */
  damage(): void {
    this.#store({ id: -1, kind: 1, stamp: '', payload: new Uint8Array(0), damage: true, run: this.#runs })
  }

  /** Somebody else truncates the file. */
  truncate(): void {
    for (const connection of [...this.connections]) connection.flush()
    this.files = this.files.map(() => [])
    for (const connection of [...this.connections]) connection.onTruncate()
  }

  stop(state: Inspection['state']): void {
    this.state = state
    this.#open = []
    for (const connection of [...this.connections]) connection.onStop()
  }

  start(): void {
    if (this.state === 'running') return
    this.state = 'running'
    this.#runs++
    for (const callback of [...this.#starts]) callback()
  }

  cutAll(): void {
    for (const connection of [...this.connections]) connection.cut()
  }

  #stampNow(): string {
    const nanos = BigInt(Math.round(this.clock.now * 1e6)) + BigInt(this.below(900_000))
    let own = nanos > this.#lastNanos ? nanos : this.#lastNanos + 1n + BigInt(this.below(50))
    this.#lastNanos = own
    if (this.chance(this.options.stepsBack)) own -= BigInt(this.below(3_000_000))
    if (this.options.wholeSeconds) return `${new Date(Number(own / 1_000_000n)).toISOString().slice(0, 19)}Z`
    const seconds = new Date(Number(own / 1_000_000_000n) * 1000).toISOString().slice(0, 19)
    return `${seconds}.${String(own % 1_000_000_000n).padStart(9, '0')}Z`
  }

  #store(record: ModelRecord): void {
    const { perFile, files } = this.options
    let current = this.files[this.files.length - 1]!
    if (perFile > 0 && current.length >= perFile) {
      current = []
      this.files.push(current)
      while (this.files.length > files) {
        this.files.shift()
        this.#dropped++
      }
    }
    current.push(record)
  }

  #inspect(): Inspection {
    this.requests++
    if (this.isDown) throw new Error('the daemon does not respond')
    if (this.state !== 'running') this.onStopSeen?.()
    const maxSize = this.options.perFile * RECORD_SIZE
    return {
      state: this.state,
      startedAt: `run ${this.#runs}`,
      tty: this.options.tty,
      engineMajor: this.options.major,
      driver: 'json-file',
      maxSize,
      clockAheadMs: 0,
    }
  }

  // — reads —

  #read(request: ReadRequest, handler: ReadHandler): ModelRead {
    this.requests++
    return new ModelRead(this, request, handler)
  }

  /** All that is stored, and where each file begins. */
  snapshot(): ModelRecord[] {
    return this.files.flat()
  }

  /** The number of the newest file, counted from the first ever. */
  get newestFile(): number {
    return this.#dropped + this.files.length - 1
  }

  /** A file by its number; undefined where it was removed. */
  file(number: number): ModelRecord[] | undefined {
    return this.files[number - this.#dropped]
  }
}
