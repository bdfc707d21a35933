// One read of a task's log through a manager. It ends as a container's would: where the task ends, and where its node goes away.
// Engine facts: the manager ends no read that follows, also where the task has ended or its node is away. What it cannot read, it says in words
// inside a response that is 200 and ends clean. A read of a node that has just gone away waits until the manager has noticed that.

// States: waiting (the node is away) → reading → over. Cancelled at any time.

import type { Engine } from '../../engine/engine.ts'
import { FairleadError } from '../../error.ts'
import { afterTurn } from '../../net/base/turn.ts'
import { EngineRead } from '../port/engine-read.ts'
import type { ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../port/port.ts'
import type { PortClock } from '../port/port-clock.ts'
import type { RecordHandler } from '../records/record-parser.ts'
import type { SwarmTask } from './swarm-task.ts'

/** ms of silence after which a read that follows a task that is gone from the manager has brought its last record. */
export const LAST_WORDS_MS = 500

const GRABBING = new TextEncoder().encode('Error grabbing logs: ')

/** One read of a task's log. */
export class TaskRead implements ReadHandle {
  readonly ended: Promise<ReadEnd>
  /** It began when the task had ended. */
  readonly isBehindEnd: boolean
  /** It followed the task beyond its end, until nothing more came. */
  hasLastWords = false
  readonly #engine: Engine
  readonly #task: SwarmTask
  readonly #request: ReadRequest
  readonly #details: boolean
  readonly #handler: ReadHandler
  readonly #clock: PortClock
  readonly #unwatch: () => void
  /** The task was leaving already when this began: it is read to its last record. */
  readonly #isLast: boolean
  #settle!: (end: ReadEnd) => void
  #read: EngineRead | undefined
  #words: string | undefined
  #isActive = false
  #isPaused = false
  #isReffed = true
  #isOver = false
  #untimed: (() => void) | undefined

  constructor(
    engine: Engine,
    task: SwarmTask,
    request: ReadRequest,
    details: boolean,
    handler: ReadHandler,
    clock: PortClock,
  ) {
    this.#engine = engine
    this.#task = task
    this.#request = request
    this.#details = details
    this.#handler = handler
    this.#clock = clock
    this.isBehindEnd = task.state === 'ended'
    this.#isLast = task.isLeaving || task.maxSize === 0
    this.ended = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#unwatch = task.onChange(() => this.#look())
    this.#look()
  }

  pause(): void {
    this.#isPaused = true
    this.#read?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#read?.resume()
  }

  cancel(): void {
    this.#end({ how: 'cancelled' })
  }

  ref(): void {
    this.#isReffed = true
    this.#read?.ref()
  }

  unref(): void {
    this.#isReffed = false
    this.#read?.unref()
  }

  /** Acts on what the task and its node are doing. */
  #look(): void {
    const { state, isAway, isLeaving } = this.#task
    if (this.#isOver) return
    if (isAway && state !== 'removed') {
      if (this.#read !== undefined) this.#end({ how: 'cut', error: this.#awayError() })
      // What waits for a node lets others begin.
      else this.#handler.onHead?.()
      return
    }
    if (this.#read === undefined) this.#begin()
    if (!this.#request.follow) return
    // What a task wrote last can be read again where the manager keeps it; else only a connection that is open already brings it.
    if (this.#isLast && (state === 'removed' || (state === 'ended' && isLeaving))) this.#awaitLastWords()
    else if (state !== 'running' || (isLeaving && !this.#isLast)) this.#end({ how: 'clean' })
  }

  #begin(): void {
    const { id, source } = this.#task
    const options = { tty: source.tty, details: this.#details, path: '/tasks/{id}/logs' } as const
    const handler: ReadHandler = {
      onHead: () => this.#handler.onHead?.(),
      onRecord: this.#onRecord,
      onReadEnd: () => this.#handler.onReadEnd(),
    }
    const read = new EngineRead(this.#engine, id, this.#request, options, handler)
    this.#read = read
    if (!this.#isReffed) read.unref()
    if (this.#isPaused) read.pause()
    void read.ended.then((end) => {
      const words = this.#words
      this.#end(words === undefined || end.how !== 'clean' ? end : { how: 'cut', error: wordsError(words) })
    })
  }

  readonly #onRecord: RecordHandler = (kind, bytes, start, stamp, text, end, stays) => {
    if (this.#isOver) return
    this.#isActive = true
    if (stamp === start && isAt(bytes, start, end, GRABBING)) {
      this.#words = new TextDecoder().decode(bytes.subarray(start, end)).trim()
      return
    }
    this.#handler.onRecord(kind, bytes, start, stamp, text, end, stays)
  }

  #awaitLastWords(): void {
    if (this.#untimed !== undefined) return
    this.#isActive = false
    // What came in time may lie unread: the process was busy, and a paced socket waits for its tick.
    this.#untimed = this.#clock.after(LAST_WORDS_MS, () => {
      this.#untimed = this.#clock.after(1, () => afterTurn(() => this.#endSilence()))
    })
  }

  #endSilence(): void {
    this.#untimed = undefined
    if (this.#isOver) return
    if (this.#isActive || this.#isPaused) return this.#awaitLastWords()
    this.hasLastWords = true
    this.#end({ how: 'clean' })
  }

  #awayError(): Error {
    const { node, service } = this.#task.source.task!
    return new FairleadError(
      'ERR_CONNECTION_CLOSED',
      `node ${node} is away: no log of service ${service} can be read there`,
    )
  }

  #end(end: ReadEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#unwatch()
    this.#untimed?.()
    this.#read?.cancel()
    this.#settle(end)
  }
}

function wordsError(words: string): Error {
  return new FairleadError('ERR_ENGINE_STREAM', `GET /tasks/{id}/logs: ${words}`)
}

function isAt(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start < wanted.length) return false
  return wanted.every((byte, at) => bytes[start + at] === byte)
}
