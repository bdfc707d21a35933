// What a followed log costs that comes record by record, each with a write of its own, as a real Engine writes it: CPU time of the
// client at 1,000, 10,000 and 50,000 records a second and as fast as the sender can; and the time that a record takes to the consumer.
// Every round runs each client in turn on a fresh process (A B A B …), against one server process. There are two floors: a bare socket
// that reads at once, and one that is paced.
import { LINE_BYTES } from './fan-in/lines.ts'
import type { Measured, Quantiles, Task } from './followed/child.ts'
import { clients } from './followed/clients.ts'
import type { Order } from './followed/records.ts'
import { names, optionsOf, positive } from './options.ts'
import { UNPACED, withoutPacing } from './pacing.ts'
import { nextMessage, progress, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import {
  type Goal,
  lookAgain,
  openResult,
  type RatioPlan,
  type Result,
  ratioBesideFloor,
  ratioOf,
  spread,
} from './result.ts'
import { serve } from './serve.ts'

const FLOOR = 'floor'
const PACED = 'floor, paced'
const OURS = 'fairlead onFrame'
const all = Object.keys(clients)
const quickClients = [FLOOR, PACED, OURS, UNPACED]

/** Records per second; 0 is as fast as the sender can. */
const RATES = [1_000, 10_000, 50_000, 0]
const QUICK_RATES = [10_000]
/** At this rate the time to the consumer is measured. */
const LATENCY_RATE = 10_000
/** How many records come as fast as the sender can, for each second of the others. */
const FULL_SPEED = 60_000
const WARM: Order = { rhythm: 'even', rate: 0, records: 60_000 }
const QUICK_WARM: Order = { ...WARM, records: 5_000 }

const usage = `A followed log that comes record by record: client CPU time and delivery latency.
  --clients <a,b>      of ${all.join(', ')}
  --rates <a,b>        records per second, 0 for as fast as the sender can (default ${RATES.join(',')})
  --seconds <s>        how long each log is (default 3)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000

const atMost = (value: number): Pick<RatioPlan, 'goal'> => ({ goal: { op: '<=', value } satisfies Goal })

const titleOf = (rate: number) => (rate === 0 ? 'as fast as the sender can' : `${rate.toLocaleString('en')} records/s`)
const SILENCE = 'a record after 5 ms of silence'

/** A log to follow. With `latencies`, the time of the records, and nothing about cost. */
interface Log {
  measurement: string
  order: Order
  latencies: boolean
}

function logsOf(rates: readonly number[], seconds: number): Log[] {
  const order = (rate: number, rhythm: Order['rhythm'] = 'even'): Order => ({
    rhythm,
    rate,
    records: Math.ceil((rate === 0 ? FULL_SPEED : rate) * seconds),
  })
  const even = rates.map((rate) => ({ measurement: titleOf(rate), order: order(rate), latencies: false }))
  if (!rates.includes(LATENCY_RATE)) return even
  return [
    ...even,
    { measurement: titleOf(LATENCY_RATE), order: order(LATENCY_RATE), latencies: true },
    { measurement: SILENCE, order: order(LATENCY_RATE, 'bursts'), latencies: true },
  ]
}

/** `rounds[i]` is round i of this client with this log. */
interface Series {
  log: Log
  client: string
  rounds: Measured[]
}

interface Plan {
  result: Result
  series: readonly Series[]
  rounds: number
  warm: Order
}

/** Runs every series once per round. One that failed is not repeated. */
async function runRounds({ result, series, rounds, warm }: Plan): Promise<Series[]> {
  const failed = new Set<Series>()
  const server = await serve('followed/server.js')
  try {
    for (let round = 1; round <= rounds; round++) {
      await lookAgain(result)
      for (const one of series.filter((one) => !failed.has(one))) {
        const { client, log } = one
        progress(`round ${round} of ${rounds}: ${log.measurement} ${client}`)
        const { order, latencies } = log
        const task: Task = { client, socketPath: server.socketPath, order, warm, latencies }
        try {
          one.rounds.push(await nextMessage(start('followed/child.js', [JSON.stringify(task)]), CHILD_LIMIT))
        } catch (error) {
          failed.add(one)
          result.failures.push(`${log.measurement}, ${client}: ${(error as Error).message}`)
        }
      }
    }
  } finally {
    await server.stop()
  }
  progress('')
  return series.filter((one) => !failed.has(one))
}

/** The quantiles that a log is about. */
const quantilesOf = ({ log }: Series, { all, marked }: Measured): Quantiles =>
  (log.order.rhythm === 'bursts' ? marked : all) ?? { p50: Number.NaN, p99: Number.NaN, p999: Number.NaN }

function costs(result: Result, series: readonly Series[]): void {
  const rows = series.map(({ log, client, rounds }) => {
    const { records } = log.order
    const per = (value: (one: Measured) => number) => spread(rounds.map((one) => value(one) / records))
    return {
      measurement: log.measurement,
      client,
      cpu: per(({ cpu }) => cpu),
      rssPeak: Math.max(...rounds.map(({ peak }) => peak)),
      extra: {
        'wall s': spread(rounds.map(({ wall }) => wall / 1e6)).median,
        'wake-ups per record': per(({ wakeUps }) => wakeUps).median,
      },
    }
  })
  const about = `lines of ${LINE_BYTES} bytes, each a frame in a chunk and a write of its own`
  result.tables.push({ name: 'Followed log', unit: 'µs per record', better: 'lower', about, rows })
  for (const measurement of new Set(rows.map((row) => row.measurement))) {
    const own = series.filter(({ log }) => log.measurement === measurement)
    const cpu = (client: string) => own.find((one) => one.client === client)?.rounds.map((one) => one.cpu)
    const { rate } = own[0]!.log.order
    const goal = rate === 10_000 ? atMost(0.6) : rate === 50_000 ? atMost(0.45) : {}
    const plans: RatioPlan[] = [
      { measurement, of: OURS, to: FLOOR, ...goal },
      { measurement, of: OURS, to: PACED },
      { measurement, of: OURS, to: UNPACED },
      { measurement, of: PACED, to: FLOOR },
      { measurement, of: UNPACED, to: FLOOR },
      ...own
        .filter(({ client }) => client !== OURS && !client.startsWith('f'))
        .map(({ client }): RatioPlan => ({ measurement, of: client, to: OURS })),
    ]
    // What reads at once misses these goals by what it is; what is paced may, too.
    const paced = cpu(PACED)
    const found = plans.map((plan) => ratioBesideFloor(plan, cpu(plan.of), cpu(plan.to), paced, 'a paced bare socket'))
    result.ratios.push(...found.filter((ratio) => ratio !== undefined))
  }
}

function latencies(result: Result, series: readonly Series[]): void {
  const rows = series.map((one) => {
    const ms = (by: keyof Quantiles) => spread(one.rounds.map((round) => quantilesOf(one, round)[by] / 1000))
    const extra = { p99: ms('p99').median, 'p99.9': ms('p999').median }
    return { measurement: one.log.measurement, client: one.client, value: ms('p50'), extra }
  })
  const about = 'from the sender’s write to the consumer; the median, and in further columns its quantiles'
  result.tables.push({ name: 'Latency of a record', unit: 'ms', better: 'lower', about, rows })
  /** What is added to the bare socket's latency, as multiples of a millisecond. */
  const add = (log: string, by: 'p50' | 'p99', most: number): void => {
    const own = (client: string) => series.find((one) => one.log.measurement === log && one.client === client)
    const [ours, floor] = [own(OURS), own(FLOOR)]
    if (ours === undefined || floor === undefined) return
    const pairs = ours.rounds.slice(0, floor.rounds.length).map((round, i) => [round, floor.rounds[i]!] as const)
    const added = pairs.map(([a, b]) => (quantilesOf(ours, a)[by] - quantilesOf(floor, b)[by]) / 1000)
    const measurement = `added to a bare socket’s latency, ${by === 'p50' ? 'median' : by}: ${log}`
    const plan = { measurement, of: OURS, to: '1 ms', by: 'latency', ...atMost(most) } as const
    const ratio = ratioOf(
      plan,
      added,
      added.map(() => 1),
    )
    if (ratio !== undefined) result.ratios.push(ratio)
  }
  add(titleOf(LATENCY_RATE), 'p50', 1.1)
  add(titleOf(LATENCY_RATE), 'p99', 2.5)
  add(SILENCE, 'p50', 0.1)
}

async function main(): Promise<void> {
  const values = optionsOf(usage, {
    clients: { type: 'string' },
    rates: { type: 'string' },
    seconds: { type: 'string' },
  })
  const { quick } = values
  const result = await openResult('followed', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const seconds = positive('seconds', values.seconds, quick ? 0.3 : 3)
  const rates = values.rates?.split(',').map(Number) ?? (quick ? QUICK_RATES : RATES)
  if (!rates.every((rate) => rate >= 0)) throw new Error('--rates needs numbers of 0 or more')
  const lacking = withoutPacing()
  if (lacking !== undefined) result.skipped.push(`${UNPACED}: ${lacking}`)
  const who = names(values.clients, all, quick ? quickClients : all).filter(
    (client) => client !== UNPACED || lacking === undefined,
  )
  const series = logsOf(rates, seconds).flatMap((log) => who.map((client): Series => ({ log, client, rounds: [] })))
  const measured = await runRounds({ result, series, rounds, warm: quick ? QUICK_WARM : WARM })
  const [timed, counted] = [true, false].map((latencies) => measured.filter(({ log }) => log.latencies === latencies))
  costs(result, counted!)
  if (timed!.length > 0) latencies(result, timed!)
  result.notes.push(
    'The sender never sleeps, so that records are evenly apart; it has a core of its own.',
    'The paced floor pauses for 1 ms after every read of less than 16 KiB; it does not learn, and so also delays a record after a silence.',
  )
  closeResult(result, values.json)
}

await runMain(main)
