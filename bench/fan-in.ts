// Many followed streams in one process: what an idle one keeps of memory, and while lines come on all of them, how long a line
// takes from the sender's write to the consumer, and what that costs. Every round runs each client in turn on a fresh process
// (A B A B …), against one server process. The floor is a bare socket a stream.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Opened, Received, Task } from './fan-in/child.ts'
import { clients } from './fan-in/client.ts'
import type { Order, Report } from './fan-in/server.ts'
import { common, names, optionsOf, positive } from './options.ts'
import { nextMessage, runMain, start } from './processes.ts'
import {
  closeResult,
  lookAgain,
  median,
  openResult,
  type RatioPlan,
  type Result,
  ratioBesideFloor,
  spread,
} from './result.ts'
import { type Served, serve } from './serve.ts'

const FLOOR = 'floor'
const OURS = 'fairlead onFrame'
const all = Object.keys(clients)
const quickClients = [FLOOR, OURS, 'dockerode']

/** How many streams, and lines a second into each: at most 100,000 a second together, which is what the server can write. */
const ladder: readonly [streams: number, rate: number][] = [
  [1, 100],
  [100, 100],
  [1000, 100],
  [5000, 10],
]
const quickLadder: typeof ladder = [[200, 50]]

const usage = `Many followed streams in one process: idle memory, latency, CPU.
  --clients <a,b>      of ${all.join(', ')}
  --streams <n>        one rung instead of ${ladder.map(([streams]) => streams).join(', ')}
  --rate <n>           lines a second into each (default 100)
  --seconds <s>        how long lines are sent (default 5)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000
/** Lines that are not looked at, while code is being compiled: seconds. */
const WARM_SECONDS = 1.5
/** ms for the last lines to arrive. */
const SETTLE_MS = 300

interface Measured extends Received, Report {
  /** CPU µs a line received. */
  perLine: number
  /** Of an idle process of as many streams; from {@link MEMORY_FROM} streams on. */
  idle?: Opened
}

/** Fewer streams say nothing of what one keeps. */
const MEMORY_FROM = 1000
/**
 * V8's young generation grows with the rate at which streams are opened, up to 32 MB, and stays so for a while, whoever opens
 * them and whatever they keep: 6 kB a stream of 5,000. Held at 1 MB, for every client, it says nothing.
 */
const IDLE_FLAGS = ['--expose-gc', '--max-semi-space-size=1']

async function measureIdle(task: Task): Promise<Opened> {
  const child = start('fan-in/child.js', [JSON.stringify(task)], IDLE_FLAGS)
  try {
    return await nextMessage<Opened>(child, CHILD_LIMIT)
  } finally {
    await end(child)
  }
}

/** The next client's streams are to be the only ones. */
async function end(child: ReturnType<typeof start>): Promise<void> {
  const exited = child.exitCode === null ? once(child, 'exit') : undefined
  if (child.connected) child.disconnect()
  await exited
  await sleep(SETTLE_MS)
}

async function measure(server: Served, task: Task, order: Order): Promise<Measured> {
  const idle = task.streams >= MEMORY_FROM ? { idle: await measureIdle(task) } : {}
  const child = start('fan-in/child.js', [JSON.stringify(task)])
  const ask = (message: string): Promise<Received> => {
    const answer = nextMessage<Received>(child, CHILD_LIMIT)
    child.send(message)
    return answer
  }
  try {
    await nextMessage(child, CHILD_LIMIT)
    await write(server, { ...order, seconds: Math.min(WARM_SECONDS, order.seconds) })
    child.send('begin')
    await sleep(50)
    const report = await write(server, order)
    const received = await ask('report')
    if (received.lines === 0) throw new Error('no line arrived')
    return { ...idle, ...report, ...received, perLine: received.cpu / received.lines }
  } finally {
    await end(child)
  }
}

async function write(server: Served, order: Order): Promise<Report> {
  const report = nextMessage<Report>(server.child, order.seconds * 10_000 + CHILD_LIMIT)
  server.child.send(order)
  const written = await report
  await sleep(SETTLE_MS)
  return written
}

type Rounds = Map<string, Measured[]>

const titleOf = (streams: number, rate: number) => `${streams} streams, ${rate} lines/s each`

function fill(result: Result, streams: number, rate: number, measured: Rounds): void {
  const [memory, latency, cost] = result.tables as [Table, Table, Table]
  const measurement = titleOf(streams, rate)
  for (const [client, its] of measured) {
    const of = (value: (one: Measured) => number) => spread(its.map(value))
    if (streams >= MEMORY_FROM) {
      const heap = of((one) => (one.idle?.heap ?? 0) / 1000).median
      const whole = of((one) => (one.idle?.whole ?? 0) / 1e6).median
      const value = of((one) => (one.idle?.rss ?? 0) / 1000)
      memory.rows.push({
        measurement: `${streams} streams`,
        client,
        value,
        extra: { 'JS heap': heap, 'process MB': whole },
      })
    }
    const ms = (value: (one: Measured) => number) => of((one) => value(one) / 1000)
    latency.rows.push({
      measurement,
      client,
      value: ms((one) => one.p99),
      extra: { p50: ms((one) => one.p50).median, 'p99.9': ms((one) => one.p999).median },
    })
    const rssPeak = Math.max(...its.map((one) => one.peak))
    const share = of((one) => (100 * one.lines) / (one.sent + one.leftOut)).median
    cost.rows.push({ measurement, client, cpu: of((one) => one.perLine), rssPeak, extra: { 'delivered %': share } })
  }
  const rounds = (client: string, value: (one: Measured) => number) => measured.get(client)?.map(value)
  const add = (plan: RatioPlan, value: (one: Measured) => number): void => {
    const ratio = ratioBesideFloor(plan, rounds(plan.of, value), rounds(plan.to, value), rounds(FLOOR, value))
    if (ratio !== undefined) result.ratios.push(ratio)
  }
  const most = (at: number, value: number): Pick<RatioPlan, 'goal'> =>
    streams === at ? { goal: { op: '<=', value } } : {}
  for (const client of measured.keys()) {
    if (client.startsWith('fairlead')) continue
    const pair = { of: OURS, to: client }
    const isFloor = client === FLOOR
    const named = isFloor || client === 'dockerode'
    const why = { why: whyMemory(measured) }
    const idle = named ? { ...most(5000, isFloor ? 1.3 : 1 / 3), ...(isFloor && why) } : {}
    if (streams >= 1000)
      add({ measurement: `${streams} idle streams`, ...pair, by: 'memory', ...idle }, (one) => one.idle?.rss ?? 0)
    const isDockerode = client === 'dockerode'
    add({ measurement, ...pair, by: 'latency', ...(isDockerode ? most(1000, 1 / 3) : {}) }, (one) => one.p99)
    add({ measurement, ...pair, by: 'cpu', ...(isDockerode ? most(1000, 1 / 4) : {}) }, (one) => one.perLine)
  }
  add({ measurement, of: FLOOR, to: 'dockerode', by: 'cpu' }, (one) => one.perLine)
}

/** A bare socket is not a stream: what makes it one is in memory, too. */
function whyMemory(measured: Rounds): string {
  const of = (client: string, value: (one: Opened) => number) =>
    median((measured.get(client) ?? []).map(({ idle }) => (idle === undefined ? Number.NaN : value(idle))))
  const heap = (of(OURS, ({ heap }) => heap) - of(FLOOR, ({ heap }) => heap)) / 1000
  const [whole, bare] = [OURS, FLOOR].map((client) => of(client, ({ whole }) => whole / 1e6))
  return (
    `above its socket a stream keeps ${heap.toFixed(1)} kB of heap: its call, the exchange, the chunk decoder, the demultiplexer ` +
    `and the promise of its end; the whole process is ${whole!.toFixed(0)} MB, that of bare sockets ${bare!.toFixed(0)} MB`
  )
}

type Table = Result['tables'][number]

async function main(): Promise<void> {
  const own = { clients: { type: 'string' }, streams: { type: 'string' }, rate: { type: 'string' } } as const
  const values = optionsOf(usage, { ...common, ...own, seconds: { type: 'string' } } as const)
  const { quick } = values
  const result = await openResult('fan-in', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 2 : 3))
  const seconds = positive('seconds', values.seconds, quick ? 1 : 5)
  const who = names(values.clients, all, quick ? quickClients : all)
  const streams = positive('streams', values.streams, 1000)
  const rungs: typeof ladder =
    values.streams === undefined ? (quick ? quickLadder : ladder) : [[streams, positive('rate', values.rate, 100)]]
  result.tables.push(
    { name: 'idle memory of a followed stream', unit: 'kB of resident set a stream', better: 'lower', rows: [] },
    { name: 'delivery latency, p99', unit: 'ms', better: 'lower', rows: [] },
    { name: 'receiving', unit: 'µs a line', better: 'lower', rows: [] },
  )
  const server = await serve('fan-in/server.js')
  try {
    for (const [streams, rate] of rungs) {
      const measured: Rounds = new Map()
      for (let round = 0; round < rounds; round++) {
        await lookAgain(result)
        for (const client of who) {
          try {
            const task = { client, socketPath: server.socketPath, streams }
            measured.set(client, [...(measured.get(client) ?? []), await measure(server, task, { rate, seconds })])
          } catch (error) {
            result.failures.push(`${titleOf(streams, rate)}, ${client}: ${(error as Error).message}`)
          }
        }
      }
      fill(result, streams, rate, measured)
    }
  } finally {
    await server.stop()
  }
  result.notes.push(
    'A stream is a file descriptor on either side: 5,000 of them need `ulimit -n` above 5,100.',
    'Idle memory is taken with the young generation held at 1 MB for all: V8 grows it by how fast streams are opened, not by what they keep.',
    'A stream whose reader is behind is left out by the sender: `delivered %` is of all lines that were due. One that is behind reads many lines at once, and so pays less for each.',
  )
  closeResult(result, values.json)
}

await runMain(main)
