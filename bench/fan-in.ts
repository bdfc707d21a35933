// Many followed streams in one process: the memory of an idle one; and while lines arrive on all, the latency of a line from the
// sender's write to the consumer, and its cost. Every round runs each client in turn on a fresh process
// (A B A B …), against one server process. The floor is one bare socket per stream.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Opened, Received, Task } from './fan-in/child.ts'
import { clients } from './fan-in/clients.ts'
import type { Order, Report } from './fan-in/server.ts'
import { common, names, optionsOf, positive } from './options.ts'
import { UNPACED, withoutPacing } from './pacing.ts'
import { nextMessage, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import {
  lookAgain,
  median,
  openResult,
  type RatioPlan,
  type Result,
  ratioBesideFloor,
  ratioOf,
  spread,
} from './result.ts'
import { type Served, serve } from './serve.ts'

const FLOOR = 'floor'
const PACED = 'floor, paced'
const OURS = 'fairlead onFrame'
const all = Object.keys(clients)
const quickClients = [FLOOR, PACED, OURS, UNPACED, 'dockerode']

/** How many streams, and lines per second into each: at most 100,000 per second in total, which is what the server can write. */
const ladder: readonly [streams: number, rate: number][] = [
  [1, 100],
  [100, 100],
  [1000, 100],
  [5000, 20],
]
const quickLadder: typeof ladder = [[200, 50]]

const usage = `Many followed streams in one process: idle memory, latency, CPU.
  --clients <a,b>      of ${all.join(', ')}
  --streams <n>        one number instead of ${ladder.map(([streams]) => streams).join(', ')}
  --rate <n>           lines per second into each (default 100)
  --seconds <s>        how long lines are sent (default 5)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000
/** Lines of the first seconds are ignored, while code is being compiled. */
const WARM_SECONDS = 1.5
/** ms for the last lines to arrive. */
const SETTLE_MS = 300

interface Measured extends Received, Report {
  /** CPU µs per line received. */
  perLine: number
  /** Of an idle process of as many streams; from {@link MEMORY_FROM} streams on. */
  idle?: Opened
}

/** With fewer streams, memory per stream cannot be measured. */
const MEMORY_FROM = 1000
/**
 * V8's young generation grows with the rate at which streams are opened, up to 32 MB, and stays so for a while. With 5,000 streams that
 * is 6 kB per stream, for every client and regardless of what a stream keeps. Limited to 1 MB, it does not disturb.
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

/** So that the next client's streams are the only ones. */
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
  const [memory, latency, cost, loop] = result.tables as [Table, Table, Table, Table]
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
    loop.rows.push({ measurement, client, value: ms((one) => one.loop) })
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
  const busy = streams >= MEMORY_FROM
  for (const client of measured.keys()) {
    if (client === OURS || client === 'fairlead lines') continue
    const pair = { of: OURS, to: client }
    const isFloor = client === FLOOR
    const named = isFloor || client === 'dockerode'
    const why = { why: whyMemory(measured) }
    const idle = named ? { ...most(5000, isFloor ? 1.3 : 1 / 3), ...(isFloor && why) } : {}
    if (busy)
      add({ measurement: `${streams} idle streams`, ...pair, by: 'memory', ...idle }, (one) => one.idle?.rss ?? 0)
    const isDockerode = client === 'dockerode'
    add({ measurement, ...pair, by: 'latency', ...(isDockerode ? most(1000, 1 / 3) : {}) }, (one) => one.p99)
    // Streams that are not busy must not pay for pacing.
    const isMeasure = busy && client === UNPACED
    const goal = isMeasure ? { goal: { op: '<=', value: 1.03 } as const } : {}
    add({ measurement, ...pair, by: 'cpu', ...goal }, (one) => one.perLine)
  }
  for (const to of [FLOOR, 'dockerode']) add({ measurement, of: PACED, to, by: 'cpu' }, (one) => one.perLine)
  add({ measurement, of: FLOOR, to: 'dockerode', by: 'cpu' }, (one) => one.perLine)
  const delays = rounds(OURS, (one) => one.loop / 1000)
  const plan = { measurement: `event-loop delay, p99: ${measurement}`, of: OURS, to: '1 ms', by: 'latency' } as const
  const late = ratioOf(
    { ...plan, ...(busy && { goal: { op: '<=', value: 20 } as const }) },
    delays,
    delays?.map(() => 1),
  )
  if (late !== undefined) result.ratios.push(late)
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
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const seconds = positive('seconds', values.seconds, quick ? 0.5 : 5)
  const lacking = withoutPacing()
  if (lacking !== undefined) result.skipped.push(`${UNPACED}: ${lacking}`)
  const who = names(values.clients, all, quick ? quickClients : all).filter(
    (client) => client !== UNPACED || lacking === undefined,
  )
  const streams = positive('streams', values.streams, 1000)
  const rungs: typeof ladder =
    values.streams === undefined ? (quick ? quickLadder : ladder) : [[streams, positive('rate', values.rate, 100)]]
  result.tables.push(
    { name: 'idle memory of a followed stream', unit: 'kB of resident set per stream', better: 'lower', rows: [] },
    { name: 'delivery latency, p99', unit: 'ms', better: 'lower', rows: [] },
    { name: 'receiving', unit: 'µs per line', better: 'lower', rows: [] },
    { name: 'event-loop delay, p99', unit: 'ms', better: 'lower', rows: [] },
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
    'A stream takes a file descriptor on each side: 5,000 of them need `ulimit -n` above 5,100.',
    'Idle memory is measured with the young generation limited to 1 MB for all clients: V8 grows it by how fast streams are opened, not by what they keep.',
    'The sender skips a stream whose reader is behind: `delivered %` is the share of all lines that were due. A reader that is behind reads many lines at once, so each costs less.',
  )
  closeResult(result, values.json)
}

await runMain(main)
