// The slow process: reads a little at full speed, notes its memory, then takes `rate` bytes per second of the long stream
// for `seconds`, reports how it grew, and on 'go' takes the rest at full speed. Run with --expose-gc.
// Growth is the raw most of what process.memoryUsage() says, without a forced collection; `kept` is after one.
import { setTimeout as sleep } from 'node:timers/promises'
import { readers } from './readers.ts'
import { type Tally, Throttle } from './throttle.ts'

export interface SlowTask {
  reader: string
  socketPath: string
  /** The container that warms up, and the long one. */
  warmId: string
  id: string
  /** Bytes per second. */
  rate: number
  seconds: number
  /** Growth (bytes) at which the reader is given up, before it takes the machine's memory. */
  limit: number
}

export interface Memory {
  rss: number
  heapUsed: number
  /** Outside the heap, ArrayBuffers included. */
  external: number
}

/** Sent when the slow part is over, or given up after `seconds`. Bytes of growth over the memory before the stream. */
export interface SlowReport {
  seconds: number
  taken: number
  most: Memory
  kept: Memory
  gaveUp: boolean
}

/** Sent at the end of the stream. */
export interface EndReport {
  stdout: Tally
  stderr: Tally
}

const SAMPLE_MS = 50

function collect(): void {
  globalThis.gc?.()
  globalThis.gc?.()
}

function growth(since: Memory): Memory {
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss: rss - since.rss, heapUsed: heapUsed - since.heapUsed, external: external - since.external }
}

/** Samples until the time is over or the limit is passed. */
async function watch(task: SlowTask, since: Memory, throttle: Throttle): Promise<SlowReport> {
  const most: Memory = { rss: 0, heapUsed: 0, external: 0 }
  const began = performance.now()
  let seconds = 0
  while (seconds < task.seconds && most.rss < task.limit) {
    await sleep(SAMPLE_MS)
    const now = growth(since)
    most.rss = Math.max(most.rss, now.rss)
    most.heapUsed = Math.max(most.heapUsed, now.heapUsed)
    most.external = Math.max(most.external, now.external)
    seconds = (performance.now() - began) / 1000
  }
  const taken = throttle.taken
  collect()
  return { seconds, taken, most, kept: growth(since), gaveUp: most.rss >= task.limit }
}

function send(message: SlowReport | EndReport): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()))
}

async function main(task: SlowTask): Promise<void> {
  const read = readers[task.reader]!
  await read(task.socketPath, task.warmId, new Throttle(Number.POSITIVE_INFINITY))
  collect()
  await sleep(200)
  const before = growth({ rss: 0, heapUsed: 0, external: 0 })
  const throttle = new Throttle(task.rate)
  const go = new Promise((resolve) => process.once('message', resolve))
  const end = read(task.socketPath, task.id, throttle)
  const early = end.then(() => {
    throw new Error('the stream ended before the slow part was over')
  })
  early.catch(() => {}) // after the slow part an end is what is wanted
  const report = await Promise.race([watch(task, before, throttle), early])
  await send(report)
  if (report.gaveUp) process.exit()
  await go
  throttle.release()
  await end
  await send({ stdout: throttle.stdout, stderr: throttle.stderr })
  process.exit()
}

main(JSON.parse(process.argv[2]!) as SlowTask).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
