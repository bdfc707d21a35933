// The headline figures on other runtimes: Node 20, 22 and 24, Bun and Deno, each with the same clients, and beside the fetch that Bun and
// Deno have for unix sockets. Every round runs each client in turn on a fresh process (A B A B …); servers are Node's. A runtime is fetched
// from npm into a folder that is kept. undici 8 is measured here where this Node is too old for it.
import { existsSync } from 'node:fs'
import type { Measured as LogMeasured, Task as LogTask } from './log-stream/child.ts'
import { workloads } from './log-stream/workloads.ts'
import { lackingOn } from './node-only.ts'
import { names, optionsOf, positive } from './options.ts'
import { nextMessage, progress, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import { allCells, nameOf, type Measured as RequestMeasured } from './requests/cells.ts'
import { lookAgain, openResult, type RatioPlan, type Result, ratioOf, spread } from './result.ts'
import { serve, serveLogs } from './serve.ts'

const all = ['node@20', 'node@22', 'node@24', 'bun', 'deno']
const LOGS = ['64', '1k', '16k']
const CELLS = ['ping, one at a time', 'ping, 16 at a time', 'list of 100, one at a time']
const QUICK_CELLS = ['ping, 16 at a time']
const OURS = { logs: 'fairlead onFrame', requests: 'fairlead' } as const
const FLOOR = 'floor'
const FETCH = "the runtime's fetch"
const ofNode = {
  logs: [FLOOR, OURS.logs, 'fairlead lines', 'node:http', 'undici dispatch', 'undici 8 dispatch', 'dockerode'],
  requests: [FLOOR, OURS.requests, 'node:http', 'undici request', 'undici 8 request', 'dockerode'],
}
const ofOthers = {
  logs: [OURS.logs, 'fairlead lines', 'node:http', FETCH],
  requests: [OURS.requests, 'node:http', FETCH],
}

const QUICK_CLIENTS = [FLOOR, OURS.logs, OURS.requests, 'undici request', FETCH]

const usage = `The headline figures on other runtimes, which are fetched from npm.
  --runtimes <a,b>     of ${all.join(', ')}
  --seconds <s>        approximate CPU seconds of each measurement (default 0.6)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 180_000

interface Runtime {
  /** `Node 24.1.0` */
  title: string
  command: string
  /** Before the script's name. */
  args: string[]
  /** Node's version; undefined for another runtime. */
  node?: string
}

interface Fetcher {
  fetchRuntime(name: string): { version: string; command: string }
}

/** A runtime, or why there is none. This Node is not fetched. */
async function runtimeOf(name: string): Promise<Runtime | string> {
  const [kind = '', major] = name.split('@')
  if (kind === 'node' && process.versions.node.startsWith(`${major}.`))
    return { title: `Node ${process.versions.node}`, command: process.execPath, args: [], node: process.versions.node }
  const module = new URL('../../build/test/tools/fetch-runtime.js', import.meta.url)
  if (!existsSync(module)) return 'the tests, which fetch it, are not compiled: `npm run build:all`'
  try {
    const { version, command } = ((await import(module.href)) as Fetcher).fetchRuntime(name)
    const bare = /\d[\d.]*/.exec(version)?.[0] ?? version
    if (kind === 'node') return { title: `Node ${bare}`, command, args: [], node: bare }
    const title = `${kind === 'bun' ? 'Bun' : 'Deno'} ${bare}`
    return { title, command, args: kind === 'deno' ? ['run', '--allow-all', '--no-check'] : [] }
  } catch (error) {
    return (error as Error).message.split('\n')[0]!
  }
}

/** The costs of a client, by measurement: of rounds. */
interface Series {
  runtime: Runtime
  measurement: string
  client: string
  kind: 'logs' | 'requests'
  costs: number[]
  walls: number[]
}

interface Plan {
  result: Result
  runtimes: readonly Runtime[]
  rounds: number
  seconds: number
  quick: boolean
}

const add = (series: Map<string, Series>, one: Omit<Series, 'costs' | 'walls'>, cost: number, wall: number): void => {
  const key = `${one.runtime.title}|${one.measurement}|${one.client}`
  const own = series.get(key) ?? { ...one, costs: [], walls: [] }
  own.costs.push(cost)
  own.walls.push(wall)
  series.set(key, own)
}

async function runRounds({ result, runtimes, rounds, seconds, quick }: Plan): Promise<Series[]> {
  const series = new Map<string, Series>()
  const failed = new Set<string>()
  const [logs, requests] = [await serveLogs(), await serve('requests/server.js')]
  const cells = allCells().filter((cell) => (quick ? QUICK_CELLS : CELLS).includes(nameOf(cell)))
  const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
    if (failed.has(name)) return
    progress(name)
    try {
      await work()
    } catch (error) {
      failed.add(name)
      result.failures.push(`${name}: ${(error as Error).message}`)
    }
  }
  for (let round = 0; round < rounds; round++) {
    await lookAgain(result)
    for (const runtime of runtimes) {
      const clients = runtime.node === undefined ? ofOthers : ofNode
      const can = (client: string) =>
        lackingOn(runtime.node, client) === undefined && (!quick || QUICK_CLIENTS.includes(client))
      const child = (script: string, task: object) =>
        start(script, [JSON.stringify(task)], runtime.args, runtime.command)
      for (const workload of quick ? ['16k'] : LOGS) {
        for (const client of clients.logs.filter(can)) {
          await attempt(`${runtime.title}, ${workload}, ${client}`, async () => {
            const task: LogTask = { client, workload, socketPath: logs.socketPath, sink: '', seconds, quick }
            const { cpu, wall, payload } = await nextMessage<LogMeasured>(
              child('log-stream/child.js', task),
              CHILD_LIMIT,
            )
            const measurement = workloads[workload]!.title
            add(series, { runtime, measurement, client, kind: 'logs' }, (cpu / payload) * 1e6, (wall / payload) * 1e6)
          })
        }
      }
      for (const client of clients.requests.filter(can)) {
        await attempt(`${runtime.title}, requests, ${client}`, async () => {
          const task = { client, socketPath: requests.socketPath, cells, seconds }
          const found = await nextMessage<RequestMeasured[]>(child('requests/child.js', task), CHILD_LIMIT)
          for (const { cell, cpu, wall } of found)
            add(series, { runtime, measurement: cell, client, kind: 'requests' }, cpu, wall)
        })
      }
    }
  }
  await Promise.all([logs.stop(), requests.stop()])
  progress('')
  return [...series.values()]
}

/** undici 8's, where there is one: the most widely used peer's newest. */
const goals: Record<string, number> = { 'ping, 16 at a time': 3, 'list of 100, one at a time': 1.3 }

function fill(result: Result, all: readonly Series[]): void {
  const order = (one: Series) => all.findIndex(({ measurement }) => measurement === one.measurement)
  const sorted = all.toSorted((a, b) => order(a) - order(b))
  const titleOf = ({ measurement, runtime }: Series) => `${measurement}: ${runtime.title}`
  for (const kind of ['logs', 'requests'] as const) {
    const own = sorted.filter((one) => one.kind === kind)
    const rows = own.map((one) => ({
      measurement: titleOf(one),
      client: one.client,
      cpu: spread(one.costs),
      wall: spread(one.walls),
    }))
    const unit = kind === 'logs' ? 'ms per GB' : 'µs per request'
    result.tables.push({ name: `Runtimes, ${kind}`, unit, better: 'lower', rows })
    for (const one of own) {
      const ours = own.find((other) => other.client === OURS[kind] && titleOf(other) === titleOf(one))
      if (ours === undefined || one.client.startsWith('fairlead')) continue
      const isFloor = one.client === FLOOR
      const value = one.client === 'undici 8 request' ? goals[one.measurement] : undefined
      const goal: Pick<RatioPlan, 'goal'> = value === undefined ? {} : { goal: { op: '>=', value } }
      const pair = isFloor ? { of: ours.client, to: FLOOR } : { of: one.client, to: ours.client }
      const [over, under] = isFloor ? [ours.costs, one.costs] : [one.costs, ours.costs]
      const ratio = ratioOf({ measurement: titleOf(one), ...pair, ...goal }, over, under)
      if (ratio !== undefined) result.ratios.push(ratio)
    }
  }
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { runtimes: { type: 'string' }, seconds: { type: 'string' } })
  const { quick } = values
  const result = await openResult('runtimes', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const seconds = positive('seconds', values.seconds, quick ? 0.05 : 0.6)
  const here = `node@${process.versions.node.split('.')[0]}`
  // A quick run fetches nothing.
  const wanted = names(values.runtimes, all, quick ? all.filter((name) => name === here) : all)
  const runtimes: Runtime[] = []
  for (const name of wanted) {
    const runtime = await runtimeOf(name)
    if (typeof runtime === 'string') result.skipped.push(`${name}: ${runtime}`)
    else runtimes.push(runtime)
  }
  fill(result, await runRounds({ result, runtimes, rounds, seconds, quick }))
  result.notes.push(`The runtimes’ own fetch parses no frames. The servers ran on Node ${process.versions.node}.`)
  closeResult(result, values.json)
}

await runMain(main)
