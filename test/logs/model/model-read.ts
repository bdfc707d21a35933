// One connection of the model that reads a log: what the Engine sends on it, and what arrives of that.
// The daemon's follower skips and repeats as real ones were seen to; bytes arrive in pieces that are cut anywhere.

import type { Doorbell, RingListener } from '../../../src/logs/port/doorbell.ts'
import type { ReadEnd, ReadHandle, ReadHandler, ReadRequest } from '../../../src/logs/port/port.ts'
import { RecordParser } from '../../../src/logs/records/record-parser.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import type { Connection, ModelRecord, ReadWorld } from './model-world.ts'

/** One connection that reads a log. */
export class ModelRead implements ReadHandle, Connection, Doorbell {
  readonly ended: Promise<ReadEnd>
  readonly #engine: ReadWorld
  readonly #request: ReadRequest
  #handler: ReadHandler
  readonly #parser: RecordParser
  #settle!: (end: ReadEnd) => void
  #isOver = false
  #isPaused = false
  #isHung = false
  /** What the daemon is still to send of its first part, encoded. */
  #queue: Uint8Array[] = []
  #queued = 0
  /** The daemon's follower: which file, and how far in it. */
  #file = 0
  #at = 0
  #isFollowing = false
  #isClosing = false
  #isScheduled = false
  #isStarved = false
  #isOpened = false
  #isTaken = false
  /** Whom it rings for, where it was left. */
  #listener: RingListener | undefined
  hasRung = false

  constructor(engine: ReadWorld, request: ReadRequest, handler: ReadHandler) {
    this.#engine = engine
    this.#request = request
    this.#handler = handler
    this.ended = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#parser = new RecordParser((...record) => this.#handler.onRecord(...record), {
      tty: engine.options.tty,
      details: false,
    })
    engine.connections.add(this)
    engine.clock.after(engine.below(3), () => this.#open())
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#schedule()
  }

  /** As a connection of an Engine is left open: who follows sees a clean end. */
  leaveOpen(listener: RingListener): Doorbell | undefined {
    if (!this.#request.follow || !this.#isOpened || this.#isOver || this.#isPaused || !this.#parser.isWhole)
      return undefined
    this.#listener = listener
    this.hasRung = false
    this.#settle({ how: 'clean' })
    return this
  }

  /** While it rings: it is read on. */
  takeUp(handler: ReadHandler): ReadHandle & Pick<ModelRead, 'leaveOpen'> {
    this.#isTaken = true
    this.#handler = handler
    const ended = new Promise<ReadEnd>((resolve) => {
      this.#settle = resolve
    })
    const leaveOpen: ModelRead['leaveOpen'] = (listener) => this.leaveOpen(listener)
    return Object.assign(
      { ended, pause: () => this.pause(), resume: () => this.resume(), cancel: () => this.cancel() },
      { leaveOpen },
    )
  }

  keepAlive(): void {}

  close(): void {
    this.#listener = undefined
    this.#end({ how: 'cancelled' })
  }

  cancel(): void {
    // What was left is no read any more.
    if (this.#listener !== undefined) return
    this.#end({ how: 'cancelled' })
  }

  cut(): void {
    if (this.#isOver) return
    // Some of what was under way still arrives, cut at any byte.
    if (!this.#isPaused && this.#engine.chance(0.5)) this.#send(1 + this.#engine.below(300))
    this.#end({ how: 'cut', error: new Error('cut') })
  }

  onAppend(): void {
    if (this.#isFollowing) this.#schedule()
  }

  onStop(): void {
    if (!this.#isFollowing) return
    this.#isClosing = true
    this.#schedule()
  }

  onTruncate(): void {
    if (!this.#isFollowing) return
    // From 23 on a follower never notices; before that it goes on at the new beginning.
    if (this.#engine.options.major >= 23) this.#isHung = true
    else {
      // What it had not read by then is gone, and no client can know of it: not in this model.
      this.#at = 0
    }
  }

  /** The follower reads what it has not read yet. */
  flush(): void {
    if (this.#isFollowing && !this.#isHung) this.#advance()
  }

  #open(): void {
    if (this.#isOver) return
    const engine = this.#engine
    if (engine.isDown) return this.#end({ how: 'cut', error: new Error('the daemon does not respond') })
    if (engine.state === 'gone')
      return this.#end({ how: 'refused', status: 404, error: new Error('no such container') })
    this.#isOpened = true
    const all = engine.snapshot()
    const { tail, follow } = this.#request
    const from = tail === 'all' ? 0 : Math.max(0, all.length - tail)
    const { since } = this.#request
    let isSince = since === undefined
    for (let index = from; index < all.length; index++) {
      const record = all[index]!
      // Before 24 `since` is a filter on each record; from then on what comes behind the first match is sent, too.
      const matches = since === undefined || record.stamp >= since
      if (!record.damage && !(engine.options.major < 24 ? matches : isSince || matches)) continue
      if (!record.damage) isSince = true
      if (record.damage) {
        this.#schedule()
        this.#isClosing = true
        return
      }
      this.#enqueue(record)
    }
    if (follow && (engine.state === 'running' || engine.state === 'paused')) {
      this.#isFollowing = true
      this.#file = engine.newestFile
      this.#at = engine.file(this.#file)!.length
    } else this.#isClosing = true
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isOver) return
    this.#isScheduled = true
    // The way to the client is not always quick. The daemon's reader is: what it waits for is room to write.
    const engine = this.#engine
    const delay = this.#queued > 0 && engine.chance(0.1) ? engine.below(60) : engine.random()
    engine.clock.after(delay, () => {
      this.#isScheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    if (this.#isOver || this.#isPaused) return
    if (this.#isFollowing && !this.#isHung && this.#queued === 0) this.#advance()
    if (this.#queued > 0) {
      this.#send(1 + this.#engine.below(400))
      if (!this.#isOver) this.#schedule()
      return
    }
    if (this.#isClosing) {
      if (this.#listener !== undefined && !this.#ring('ended')) return
      try {
        this.#parser.end(true)
        this.#handler.onReadEnd()
      } catch (error) {
        return this.#end({ how: 'cut', error: error as Error })
      }
      this.#end({ how: 'clean' })
    }
  }

  /** The daemon's follower reads on. */
  #advance(): void {
    const engine = this.#engine
    const { major, perFile } = engine.options
    const newest = engine.newestFile
    if (this.#isStarved) {
      if (newest - this.#file <= 1) return
      this.#isStarved = false
    } else if (major >= 23 && engine.chance(engine.options.starves)) {
      this.#isStarved = true
      // It reads on where nothing more is written.
      engine.clock.after(3000, () => {
        this.#isStarved = false
        this.#schedule()
      })
    }
    // More than one rotation behind: the newest file is opened, what stands between is skipped without a word.
    if (newest - this.#file > 1) {
      this.#file = newest
      this.#at = 0
    }
    for (;;) {
      const file = engine.file(this.#file)
      if (file === undefined) {
        this.#file++
        this.#at = 0
        continue
      }
      while (this.#at < file.length) {
        const record = file[this.#at++]!
        if (record.damage) {
          this.#isClosing = true
          this.#isFollowing = false
          return
        }
        this.#enqueue(record)
      }
      if (this.#file >= newest) return
      this.#file++
      this.#at = 0
      // Before 23 a rotation may be missed, or some of a file read again.
      if (major < 23 && perFile > 0 && engine.chance(0.5)) {
        const next = engine.file(this.#file)
        if (next !== undefined && engine.chance(0.5)) this.#at = Math.min(next.length, engine.below(perFile))
        else {
          this.#file--
          this.#at = engine.below(perFile)
          const again = engine.file(this.#file)
          while (again !== undefined && this.#at < again.length) {
            const record = again[this.#at++]!
            if (!record.damage) this.#enqueue(record)
          }
          this.#file++
          this.#at = 0
        }
      }
    }
  }

  #enqueue({ kind, stamp, payload }: ModelRecord): void {
    const prefix = new TextEncoder().encode(`${stamp} `)
    const bytes = new Uint8Array(prefix.length + payload.length)
    bytes.set(prefix)
    bytes.set(payload, prefix.length)
    const framed = this.#engine.options.tty ? bytes : frame(kind, bytes)
    this.#queue.push(framed)
    this.#queued += framed.length
  }

  /** Delivers some records, or part of one. */
  #send(amount: number): void {
    let left = Math.max(amount, this.#queued > 20_000 ? 17_000 : 0)
    const parts: Uint8Array[] = []
    while (left > 0 && this.#queue.length > 0) {
      const first = this.#queue[0]!
      if (first.length <= left) {
        parts.push(first)
        this.#queue.shift()
        left -= first.length
        this.#queued -= first.length
      } else {
        parts.push(first.subarray(0, left))
        this.#queue[0] = first.subarray(left)
        this.#queued -= left
        left = 0
      }
    }
    const bytes = Buffer.concat(parts)
    if (bytes.length === 0) return
    if (this.#listener !== undefined && !this.#ring('came')) return
    try {
      this.#parser.push(bytes, 0, bytes.length)
      // Nothing may be read of this memory after the read.
      if (!this.#isOver) this.#handler.onReadEnd()
      bytes.fill(0xee)
    } catch (error) {
      this.#end({ how: 'cut', error: error as Error })
    }
  }

  #end(end: ReadEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#engine.connections.delete(this)
    if (this.#listener !== undefined) this.#ring(end.how === 'clean' ? 'ended' : 'cut')
    this.#settle(end)
  }

  /** Returns whether it is read on. */
  #ring(why: 'came' | 'ended' | 'cut'): boolean {
    const listener = this.#listener!
    this.#listener = undefined
    this.hasRung = true
    this.#isTaken = false
    listener.onRing(why)
    if (!this.#isTaken) this.close()
    return this.#isTaken
  }
}
