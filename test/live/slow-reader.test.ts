// Readers that stop reading while a container writes endlessly: memory does not grow, no byte arrives, the container continues, and
// afterwards no line is missing. All ways of reading run at once, each on its own connection.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import v8 from 'node:v8'
import vm from 'node:vm'
import type { FrameResponse } from '../../src/index.ts'
import { Lab } from '../contract/lab.ts'
import { eventually } from '../support/eventually.ts'
import { liveEngine, liveLabels } from '../support/live.ts'

/** Follows each number: lines of some 300 bytes arrive at tens of MB/s, so that a reader that keeps them all is detected. */
const PAD = 'x'.repeat(300)
/** How many lines each reader reads first: enough for the heap to reach its full size. */
const WARM_LINES = 30_000
/** How many lines each has to receive afterwards, 6 MB: far more than the client and the kernel can buffer. */
const MORE_LINES = 20_000
/** How long nothing is read, in milliseconds. */
const HELD = 3_000
/** The largest growth of the process, in bytes. */
const GROWTH_LIMIT = 8_000_000

const LF = 0x0a
const SPACE = 0x20

/** Parses lines that begin with 1, 2, 3 …, split anywhere; fails at the first number out of order. */
class Sequence {
  /** The number of the last complete line. */
  last = 0
  #number = 0
  #padding = false

  push(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte === LF) {
        this.next(this.#number)
        this.#number = 0
        this.#padding = false
      } else if (byte === SPACE) this.#padding = true
      else if (!this.#padding) this.#number = this.#number * 10 + byte - 0x30
    }
  }

  next(number: number): void {
    if (number !== this.last + 1) assert.fail(`${number} after ${this.last}`)
    this.last = number
  }
}

/** A way of reading that can be paused. */
interface Reader {
  readonly sequence: Sequence
  hold(): void
  release(): void
  /** How the reading ended; the test aborts it. */
  readonly ended: Promise<unknown>
}

/** A gate: `passed` is undefined while it is open, else a promise. */
class Door {
  #closed: Promise<void> | undefined
  #open = () => {}

  get passed(): Promise<void> | undefined {
    return this.#closed
  }

  hold(): void {
    this.#closed = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  release(): void {
    this.#closed = undefined
    this.#open()
  }
}

const readers: Record<string, (response: FrameResponse) => Reader> = {
  'onFrame() and source.pause()'(response) {
    const sequence = new Sequence()
    const ended = response.onFrame((_, bytes, start, end) => sequence.push(bytes, start, end))
    return { sequence, ended, hold: () => response.source.pause(), release: () => response.source.resume() }
  },
  'lines() that are not requested'(response) {
    const sequence = new Sequence()
    const door = new Door()
    const read = async () => {
      for await (const { text } of response.lines()) {
        sequence.next(Number.parseInt(text, 10))
        if (door.passed) await door.passed
      }
    }
    return { sequence, ended: read(), hold: () => door.hold(), release: () => door.release() }
  },
  'pipe() into a Writable that does not drain'(response) {
    const sequence = new Sequence()
    const door = new Door()
    const stdout = new Writable({
      write(chunk: Buffer, _, done) {
        sequence.push(chunk, 0, chunk.length)
        if (door.passed) door.passed.then(() => done())
        else done()
      },
    })
    return { sequence, ended: response.pipe({ stdout }), hold: () => door.hold(), release: () => door.release() }
  },
}

/** Runs the garbage collector. */
function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc')
  ;(vm.runInNewContext('gc') as () => void)()
}

/** The largest growth of the process within `ms`, in bytes. */
async function growth(ms: number): Promise<number> {
  collectGarbage()
  const before = process.memoryUsage.rss()
  let most = before
  for (const until = performance.now() + ms; performance.now() < until; await sleep(50)) {
    most = Math.max(most, process.memoryUsage.rss())
  }
  return most - before
}

const { host, skip } = liveEngine()

test('readers that stop: memory does not grow, the container continues, nothing is lost', { skip }, async (t) => {
  const lab = new Lab(t, { host, labels: liveLabels(), dispose: async () => undefined })
  const id = await lab.launch('endless', { env: { PAD } })
  const abort = new AbortController()
  const all: [string, Reader][] = []
  for (const [name, read] of Object.entries(readers)) {
    all.push([name, read(await lab.logs(id, { follow: true }, abort.signal))])
  }
  // A failure ends the test at once, without waiting for the other readers' limits.
  const failed = Promise.race(all.map(([, { ended }]) => ended))
  const reach = (lines: (name: string) => number) => {
    const reached = () => all.every(([name, { sequence }]) => sequence.last >= lines(name))
    return Promise.race([failed, eventually(reached, { within: 60_000 })])
  }
  await reach(() => WARM_LINES)

  for (const [, reader] of all) reader.hold()
  // What was requested before may still arrive.
  await sleep(200)
  const held = new Map(all.map(([name, { sequence }]) => [name, sequence.last]))
  const grown = await growth(HELD)
  for (const [name, { sequence }] of all) assert.equal(sequence.last, held.get(name), name)
  assert.ok(grown < GROWTH_LIMIT, `grown by ${grown} bytes`)
  t.diagnostic(`grown by ${(grown / 1e6).toFixed(1)} MB in ${HELD} ms`)
  const [newest] = await lab.lines(id, { tail: 1 })
  const most = Math.max(...held.values())
  assert.ok(
    Number.parseInt(newest ?? '', 10) > most + MORE_LINES,
    `the container stands at ${newest}, the readers at ${most}`,
  )

  for (const [, reader] of all) reader.release()
  await reach((name) => held.get(name)! + MORE_LINES)
  abort.abort()
  for (const [, { ended }] of all) await assert.rejects(ended, { code: 'ERR_ABORTED' })
})
