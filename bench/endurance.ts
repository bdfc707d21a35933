// Many followed streams for minutes, as many lines a second as the sender can write: how late the event loop is, and how the resident set
// grows. It is short unless --minutes says otherwise. One client after the other on a fresh process, against one server process.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Received, Task } from './fan-in/child.ts'
import { clients } from './fan-in/clients.ts'
import type { Order, Report } from './fan-in/server.ts'
import { names, optionsOf, positive } from './options.ts'
import { UNPACED, withoutPacing } from './pacing.ts'
import { nextMessage, progress, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import { lookAgain, openResult, type Result, ratioOf, spread } from './result.ts'
import { type Served, serve } from './serve.ts'

const OURS = 'fairlead onFrame'
const all = Object.keys(clients)
const quickClients = ['floor', OURS]
/** Together 100,000 lines a second, which fills the sender's core. */
const ladder: readonly [streams: number, rate: number][] = [
  [1000, 100],
  [5000, 20],
]
const quickLadder: typeof ladder = [[200, 50]]

const usage = `Many followed streams for minutes: event-loop delay and memory.
  --minutes <n>        of each client and number of streams (default 0.5)
  --clients <a,b>      of ${all.join(', ')}`

/** A process that says nothing for so much longer (ms) than it works hangs. */
const CHILD_LIMIT = 120_000
const WARM_SECONDS = 5
const SETTLE_MS = 300
const MB = 1e6
const LOOP_GOAL = { op: '<=', value: 20 } as const

interface Endured {
  client: string
  first: Received
  last: Received
  report: Report
}

async function endure(server: Served, task: Task, order: Order, warm: number): Promise<Endured> {
  const child = start('fan-in/child.js', [JSON.stringify(task)])
  const limit = order.seconds * 2000 + CHILD_LIMIT
  const write = async (seconds: number): Promise<Report> => {
    const report = nextMessage<Report>(server.child, limit)
    server.child.send({ ...order, seconds })
    const written = await report
    await sleep(SETTLE_MS)
    return written
  }
  const ask = (): Promise<Received> => {
    const received = nextMessage<Received>(child, limit)
    child.send('report')
    return received
  }
  const exited = new Promise((resolve) => child.once('exit', resolve))
  try {
    await nextMessage(child, CHILD_LIMIT)
    await write(warm)
    const first = await ask()
    child.send('begin')
    await sleep(50)
    const report = await write(order.seconds)
    return { client: task.client, first, last: await ask(), report }
  } finally {
    if (child.connected) child.disconnect()
    await exited
    await sleep(SETTLE_MS)
  }
}

function fill(result: Result, measurement: string, { client, first, last, report }: Endured): void {
  const [loop, memory] = result.tables
  const exactly = (value: number) => spread([value])
  const delivered = (100 * last.lines) / (report.sent + report.leftOut)
  const extra = { 'lines/s per core': last.lines / (last.cpu / 1e6), 'µs per line': last.cpu / last.lines }
  loop!.rows.push({
    measurement,
    client,
    value: exactly(last.loop / 1000),
    extra: { ...extra, 'delivered %': delivered },
  })
  const growth = (last.rss - first.rss) / MB
  memory!.rows.push({ measurement, client, value: exactly(last.rss / MB), extra: { 'growth MB': growth } })
  if (client !== OURS) return
  const plan = { measurement: `event-loop delay, p99: ${measurement}`, of: OURS, to: '1 ms', by: 'latency' } as const
  const ratio = ratioOf({ ...plan, ...(!result.quick && { goal: LOOP_GOAL }) }, [last.loop / 1000], [1])
  if (ratio !== undefined) result.ratios.push(ratio)
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { minutes: { type: 'string' }, clients: { type: 'string' } })
  const { quick } = values
  const result = await openResult('endurance', quick)
  const minutes = positive('minutes', values.minutes, quick ? 1 / 120 : 0.5)
  const lacking = withoutPacing()
  if (lacking !== undefined) result.skipped.push(`${UNPACED}: ${lacking}`)
  const who = names(values.clients, all, quick ? quickClients : all).filter(
    (client) => client !== UNPACED || lacking === undefined,
  )
  const after = minutes < 1 ? `${Number((minutes * 60).toFixed(1))} s` : `${minutes} min`
  result.tables.push(
    { name: 'event-loop delay, p99', unit: 'ms', better: 'lower', rows: [] },
    { name: `resident set after ${after}`, unit: 'MB', better: 'lower', rows: [] },
  )
  const server = await serve('fan-in/server.js')
  try {
    for (const [streams, rate] of quick ? quickLadder : ladder) {
      const measurement = `${streams} streams, ${rate} lines/s each, ${after}`
      await lookAgain(result)
      for (const client of who) {
        progress(`${measurement} ${client}`)
        const order = { rate, seconds: minutes * 60 }
        try {
          const task = { client, socketPath: server.socketPath, streams }
          fill(result, measurement, await endure(server, task, order, quick ? 0.3 : WARM_SECONDS))
        } catch (error) {
          result.failures.push(`${measurement}, ${client}: ${(error as Error).message}`)
        }
      }
    }
  } finally {
    await server.stop()
  }
  progress('')
  result.notes.push('Growth is since the end of a warm-up of five seconds in the same process.')
  closeResult(result, values.json)
}

await runMain(main)
