// The measured process of the fan-in part: opens streams until there are as many as wanted, and then says what they keep of
// memory while nothing comes (run with --expose-gc), or what receiving costs, and how long lines take, while the server writes.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FanInClient } from './client.ts'
import { clients } from './clients.ts'
import { Latencies } from './lines.ts'

export interface Task {
  client: string
  socketPath: string
  streams: number
}

/** Said when all streams are open; memory in bytes, after forced collections. */
export interface Opened {
  /** Of each stream but the first fifth, which brings what is fixed: code, caches, the allocator's own. */
  rss: number
  heap: number
  /** Resident set of the whole process. */
  whole: number
}

/** The response to 'report', for each time that the server wrote. */
export interface Received {
  lines: number
  /** µs: of the process since the last report. */
  cpu: number
  p50: number
  p99: number
  p999: number
  /** How much later than asked for a timer came, µs: the event loop was busy. */
  loop: number
  peak: number
  /** Resident set of the moment, bytes. */
  rss: number
}

const LOOP_MS = 10
/** So many are opened at a time. */
const WAVE = 100
/** The part of the streams that is opened before the first look at memory. */
const FIRST = 1 / 5

async function memory(): Promise<{ rss: number; heap: number }> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await sleep(30)
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heap: heapUsed }
}

async function openMany(client: FanInClient, count: number, onStamp: (stamp: number) => void): Promise<void> {
  for (let left = count; left > 0; left -= WAVE) {
    await Promise.all(Array.from({ length: Math.min(left, WAVE) }, () => client.follow(onStamp)))
  }
}

async function openIdle(client: FanInClient, streams: number, onStamp: (stamp: number) => void): Promise<Opened> {
  const first = Math.ceil(streams * FIRST)
  await openMany(client, first, onStamp)
  const some = await memory()
  await openMany(client, streams - first, onStamp)
  const all = await memory()
  const more = Math.max(1, streams - first)
  return { rss: (all.rss - some.rss) / more, heap: (all.heap - some.heap) / more, whole: all.rss }
}

async function main({ client: name, socketPath, streams }: Task): Promise<void> {
  const latencies = new Latencies()
  const onStamp = (stamp: number): void => latencies.arrived(stamp)
  const open = await clients[name]!()
  const client = await open(socketPath)
  if (globalThis.gc !== undefined) process.send?.(await openIdle(client, streams, onStamp))
  else {
    await openMany(client, streams, onStamp)
    process.send?.('open')
  }
  // A timer of Node's own, so many milliseconds apart: what it costs is the same for every client.
  const delay = monitorEventLoopDelay({ resolution: LOOP_MS })
  delay.enable()
  let used = process.cpuUsage()
  process.on('message', (message) => {
    if (message === 'begin') {
      latencies.clear()
      delay.reset()
      used = process.cpuUsage()
      return
    }
    const { user, system } = process.cpuUsage(used)
    const received: Received = {
      lines: latencies.count,
      cpu: user + system,
      p50: latencies.quantile(0.5),
      p99: latencies.quantile(0.99),
      p999: latencies.quantile(0.999),
      // The histogram has the whole time between two timers, ns.
      loop: Math.max(0, delay.percentile(99) / 1000 - LOOP_MS * 1000),
      peak: process.resourceUsage().maxRSS * 1024,
      rss: process.memoryUsage.rss(),
    }
    process.send?.(received)
  })
  process.on('disconnect', () => process.exit())
}

main(JSON.parse(process.argv[2]!) as Task).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
