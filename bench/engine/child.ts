// The measured process of bench/engine.ts: one client reads one way; shorter streams first to be compiled by, then the
// measured ones, between two readings of process.cpuUsage. A followed container is asked for, since it starts just then.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ask, clients } from './clients.ts'
import { command, type EngineMeasured, type EngineTask, LINE } from './ways.ts'

/** Lines of a warm-up, and how many there are: dockerode costs twice as much until V8 has optimized it. */
const WARM_LINES = 60_000
const WARM_TIMES = 3
/** An attach replays the whole log. */
const WARM_ATTACH = 1
/** What waits of the warm-up for other threads is not the stream's (ms). */
const SETTLE_MS = 20

function nextContainer(): Promise<string> {
  const next = new Promise<string>((resolve) => process.once('message', resolve))
  process.send?.('next')
  return next
}

async function main(task: EngineTask): Promise<EngineMeasured> {
  const { client, way, host, container, lines, times } = task
  const prepare = await clients[client]!(host)
  async function run(count: number, id: string): Promise<EngineMeasured> {
    const ask: Ask = { id, hijack: way === 'attach', tail: count < lines ? count : 'all' }
    // An attach has no tail: it replays everything.
    const expected = (way === 'attach' ? lines : count) * LINE
    const read = await prepare(way === 'exec' ? { ...ask, Cmd: command(count) } : ask)
    const began = performance.now()
    const before = process.cpuUsage()
    const { payload, frames } = await read()
    const { user, system } = process.cpuUsage(before)
    const wall = (performance.now() - began) * 1000
    if (payload >= 0 ? payload !== expected : -payload < expected) {
      throw new Error(`${client} read ${payload} bytes of ${expected}`)
    }
    return { cpu: user + system, wall, frames, peak: process.resourceUsage().maxRSS * 1024 }
  }
  for (let i = 0; i < (way === 'attach' ? WARM_ATTACH : WARM_TIMES); i++)
    await run(Math.min(WARM_LINES, lines), container)
  await sleep(SETTLE_MS)
  const sum = { cpu: 0, wall: 0, frames: 0, peak: 0 }
  for (let i = 0; i < times; i++) {
    const { cpu, wall, frames, peak } = await run(lines, way === 'follow' ? await nextContainer() : container)
    sum.cpu += cpu / times
    sum.wall += wall / times
    sum.frames += frames / times
    sum.peak = Math.max(sum.peak, peak)
  }
  return sum
}

main(JSON.parse(process.argv[2]!) as EngineTask).then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
