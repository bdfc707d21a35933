// Over the network: what a log costs the client over TCP and over TLS, and how many round trips pass until the first response when one takes
// 50 ms. TLS and latency are made by relays (remote/relay.ts) before the log stream's server, on 127.0.0.1. Every round runs each client in
// turn on a fresh process (A B A B …).
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workloads } from './log-stream/workloads.ts'
import { names, optionsOf, positive } from './options.ts'
import { nextMessage, progress, runMain, start } from './processes.ts'
import { clients, type Endpoint } from './remote/clients.ts'
import type { Relay } from './remote/relay.ts'
import { type First, firsts, type Measured, type Task } from './remote/task.ts'
import { closeResult } from './report.ts'
import { lookAgain, openResult, type RatioPlan, type Result, ratioOf, spread } from './result.ts'
import { serveLogs } from './serve.ts'

const all = Object.keys(clients)
const OURS = 'fairlead'
const FLOOR = 'floor'
const LOGS = ['64', '16k']
const ways = ['TCP', 'TLS'] as const
type Way = (typeof ways)[number]

const usage = `Over TCP and TLS: CPU of a log, and round trips to the first response.
  --clients <a,b>      of ${all.join(', ')}
  --bytes <n>          payload of each measured log (default 200000000)
  --rtt <ms>           of a round trip (default 50)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000

interface Certificates {
  makeCertificates(folder: string): unknown
  withoutOpenssl(): string | false
}

/** The tests' own certificates in `folder`, or why there are none. */
async function certificates(folder: string): Promise<string | undefined> {
  const module = new URL('../../build/test/support/certificates.js', import.meta.url)
  if (!existsSync(module)) return 'the tests, which make certificates, are not compiled: `npm run build:all`'
  const kit = (await import(module.href)) as Certificates
  const obstacle = kit.withoutOpenssl()
  if (obstacle !== false) return obstacle
  kit.makeCertificates(folder)
  return undefined
}

interface Relays {
  /** For logs, and for first responses. */
  direct: Record<Way, Endpoint | undefined>
  far: Record<Way, Endpoint | undefined>
  stop(): void
}

async function openRelays(socketPath: string, folder: string, hasTls: boolean, rtt: number): Promise<Relays> {
  const children: ReturnType<typeof start>[] = []
  const open = async (relay: Relay): Promise<number> => {
    const child = start('remote/relay.js', [JSON.stringify(relay)])
    children.push(child)
    return (await nextMessage<{ port: number }>(child, CHILD_LIMIT)).port
  }
  const at = (name: string) => join(folder, name)
  const tcp = await open({ to: { path: socketPath }, delay: 0 })
  const files = { cert: at('server.pem'), key: at('server.key') }
  const tls = hasTls ? await open({ to: { path: socketPath }, delay: 0, tls: files }) : undefined
  const ca = hasTls ? readFileSync(at('ca.pem'), 'latin1') : ''
  const far = async (port: number) => open({ to: { port }, delay: rtt })
  return {
    direct: { TCP: { port: tcp }, TLS: tls === undefined ? undefined : { port: tls, ca } },
    far: { TCP: { port: await far(tcp) }, TLS: tls === undefined ? undefined : { port: await far(tls), ca } },
    stop: () => {
      for (const child of children) child.disconnect()
    },
  }
}

/** One client's rounds of one measurement: µs or ms. */
interface Series {
  measurement: string
  client: string
  cpu: number[]
  wall: number[]
}

/** Keeps a round. */
type Keep = (measurement: string, client: string, cost: { cpu?: number; wall: number }) => void

interface Plan {
  result: Result
  relays: Relays
  who: readonly string[]
  rounds: number
  bytes: number
  quick: boolean
}

async function runRounds({ result, relays, who, rounds, bytes, quick }: Plan, logs: Keep, first: Keep): Promise<void> {
  const attempt = async (task: Task, name: string, keep: (measured: Measured) => void): Promise<void> => {
    progress(name)
    try {
      keep(await nextMessage<Measured>(start('remote/child.js', [JSON.stringify(task)]), CHILD_LIMIT))
    } catch (error) {
      result.failures.push(`${name}: ${(error as Error).message}`)
    }
  }
  for (let round = 0; round < rounds; round++) {
    await lookAgain(result)
    for (const way of ways) {
      for (const client of who) {
        const [near, far] = [relays.direct[way], relays.far[way]]
        for (const workload of near === undefined ? [] : quick ? ['16k'] : LOGS) {
          const title = `${workloads[workload]!.title}, ${way}`
          const task: Task = { client, endpoint: near!, log: { workload, bytes } }
          await attempt(task, `${title}, ${client}`, (measured) => {
            const { cpu, wall, payload } = measured as { cpu: number; wall: number; payload: number }
            logs(title, client, { cpu: (cpu / payload) * 1e6, wall: (wall / payload) * 1e6 })
          })
        }
        if (far === undefined) continue
        await attempt({ client, endpoint: far }, `first responses, ${way}, ${client}`, (measured) => {
          for (const name of firsts) {
            // The floor's connections are not kept.
            if (client === FLOOR && name === 'a ping on a kept connection') continue
            first(`${name}, ${way}`, client, { wall: (measured as Record<First, number>)[name] })
          }
        })
      }
    }
  }
  progress('')
}

const keeper = (series: Series[]): Keep => {
  return (measurement, client, { cpu, wall }) => {
    let own = series.find((one) => one.measurement === measurement && one.client === client)
    if (own === undefined) series.push((own = { measurement, client, cpu: [], wall: [] }))
    if (cpu !== undefined) own.cpu.push(cpu)
    own.wall.push(wall)
  }
}

function ratios(result: Result, series: readonly Series[], by: 'cpu' | 'wall'): void {
  for (const { measurement, client, ...its } of series) {
    const ours = series.find((one) => one.measurement === measurement && one.client === OURS)?.[by]
    if (client === OURS || ours === undefined) continue
    const isFloor = client === FLOOR
    const plan: RatioPlan = { measurement, of: isFloor ? OURS : client, to: isFloor ? FLOOR : OURS, by }
    const ratio = isFloor ? ratioOf(plan, ours, its[by]) : ratioOf(plan, its[by], ours)
    if (ratio !== undefined) result.ratios.push(ratio)
  }
}

function fill(result: Result, logs: readonly Series[], first: readonly Series[], rtt: number): void {
  const grouped = (series: readonly Series[]) =>
    [...new Set(series.map(({ measurement }) => measurement))]
      .sort()
      .flatMap((name) => series.filter(({ measurement }) => measurement === name))
  const rows = grouped(logs).map(({ measurement, client, cpu, wall }) => ({
    measurement,
    client,
    cpu: spread(cpu),
    wall: spread(wall),
  }))
  const about = 'a GB is 10^9 bytes of payload; the relay is a process of its own, and often the slowest of the three'
  result.tables.push({ name: 'A log over the network', unit: 'ms per GB', better: 'lower', about, rows })
  const trips = grouped(first).map(({ measurement, client, wall }) => ({
    measurement,
    client,
    value: spread(wall.map((ms) => ms / rtt)),
    extra: { ms: spread(wall).median },
  }))
  result.tables.push({
    ...{ name: 'Time to the response', unit: `round trips of ${rtt} ms`, better: 'lower', rows: trips },
    about: 'a client that is new; a handshake of TCP is one round trip, that of TLS 1.3 another, a request one more',
  })
  ratios(result, grouped(logs), 'cpu')
  ratios(result, grouped(first), 'wall')
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { clients: { type: 'string' }, bytes: { type: 'string' }, rtt: { type: 'string' } })
  const { quick } = values
  const result = await openResult('remote', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const bytes = positive('bytes', values.bytes, quick ? 5e6 : 200e6)
  const rtt = positive('rtt', values.rtt, quick ? 20 : 50)
  const who = names(values.clients, all, quick ? [FLOOR, OURS] : all)
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  const [logs, first]: [Series[], Series[]] = [[], []]
  const server = await serveLogs()
  try {
    const why = await certificates(folder)
    if (why !== undefined) result.skipped.push(`TLS: ${why}`)
    const relays = await openRelays(server.socketPath, folder, why === undefined, rtt)
    try {
      await runRounds({ result, relays, who, rounds, bytes, quick }, keeper(logs), keeper(first))
    } finally {
      relays.stop()
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  fill(result, logs, first, rtt)
  closeResult(result, values.json)
}

await runMain(main)
