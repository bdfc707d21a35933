// The measured process of the followed part: one client follows one log between two readings of process.cpuUsage, and only counts; or
// it takes the time that each record took. A log that comes as fast as it can warms it up first.
import { setTimeout as sleep } from 'node:timers/promises'
import { isMarked, Latencies, stampAt } from '../fan-in/lines.ts'
import { clients } from './clients.ts'
import { idOf, type Order, payloadOf } from './records.ts'

/** What to measure; in JSON as the process's argument. */
export interface Task {
  client: string
  socketPath: string
  order: Order
  warm: Order
  latencies: boolean
}

/** Quantiles, µs. */
export interface Quantiles {
  p50: number
  p99: number
  p999: number
}

/** What came out: µs. */
export interface Measured {
  cpu: number
  wall: number
  peak: number
  /** How often the process slept until something came. */
  wakeUps: number
  /** Of the records, and of those that are marked, if they were wanted. */
  all?: Quantiles
  marked?: Quantiles
}

const quantiles = (of: Latencies): Quantiles => ({
  p50: of.quantile(0.5),
  p99: of.quantile(0.99),
  p999: of.quantile(0.999),
})

async function main({ client: name, socketPath, order, warm, latencies }: Task): Promise<Measured> {
  const client = (await clients[name]!())(socketPath)
  const [all, marked] = [new Latencies(), new Latencies()]
  const onRecord = (bytes: Uint8Array, start: number): void => {
    const stamp = stampAt(bytes, start)
    all.arrived(stamp)
    if (isMarked(bytes, start)) marked.arrived(stamp)
  }
  const read = async (what: Order): Promise<void> => {
    const payload = await client.read(idOf(what), latencies ? onRecord : undefined)
    if (payload !== payloadOf(what)) throw new Error(`read ${payload} bytes of payload, ${payloadOf(what)} were sent`)
  }
  await read(warm)
  for (const of of [all, marked]) of.clear()
  await sleep(20)
  const began = performance.now()
  const before = process.cpuUsage()
  const { voluntaryContextSwitches } = process.resourceUsage()
  await read(order)
  const { user, system } = process.cpuUsage(before)
  const wall = (performance.now() - began) * 1000
  const used = process.resourceUsage()
  await client.close()
  return {
    cpu: user + system,
    wall,
    peak: used.maxRSS * 1024,
    wakeUps: used.voluntaryContextSwitches - voluntaryContextSwitches,
    ...(all.count > 0 && { all: quantiles(all) }),
    ...(marked.count > 0 && { marked: quantiles(marked) }),
  }
}

main(JSON.parse(process.argv[2]!) as Task).then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
