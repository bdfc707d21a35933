// The measured process of the fan-in part: opens streams until there are as many as wanted, says what they keep of memory
// while nothing comes, and what receiving costs, and how long lines take, while the server writes. Run with --expose-gc.
import { setTimeout as sleep } from 'node:timers/promises'
import { clients, type FanInClient } from './client.ts'
import { Latencies } from './lines.ts'

export interface Task {
  client: string
  socketPath: string
  streams: number
}

/** Said when all streams are open. Memory in bytes, after a forced collection, for each stream but the first. */
export interface Opened {
  rss: number
  heap: number
}

/** Said of each time the server wrote, when told 'report'. */
export interface Received {
  lines: number
  /** µs: of the process since the last report. */
  cpu: number
  p50: number
  p99: number
  p999: number
  peak: number
}

/** So many are opened at a time. */
const WAVE = 100
/** Streams that are opened before the first look at memory: code is loaded and buffers are there by then. */
const FIRST = 20

async function memory(): Promise<{ rss: number; heap: number }> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await sleep(30)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heap: heapUsed + external }
}

async function openMany(client: FanInClient, count: number, onStamp: (stamp: number) => void): Promise<void> {
  for (let left = count; left > 0; left -= WAVE) {
    await Promise.all(Array.from({ length: Math.min(left, WAVE) }, () => client.follow(onStamp)))
  }
}

async function main({ client: name, socketPath, streams }: Task): Promise<void> {
  const latencies = new Latencies()
  const onStamp = (stamp: number): void => latencies.arrived(stamp)
  const open = await clients[name]!()
  const client = await open(socketPath)
  const first = Math.min(streams, FIRST)
  await openMany(client, first, onStamp)
  const before = await memory()
  await openMany(client, streams - first, onStamp)
  const after = await memory()
  const more = Math.max(1, streams - first)
  const opened: Opened = { rss: (after.rss - before.rss) / more, heap: (after.heap - before.heap) / more }
  process.send?.(opened)
  let used = process.cpuUsage()
  process.on('message', (message) => {
    if (message === 'begin') {
      latencies.clear()
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
      peak: process.resourceUsage().maxRSS * 1024,
    }
    process.send?.(received)
  })
  process.on('disconnect', () => process.exit())
}

main(JSON.parse(process.argv[2]!) as Task).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
