// fairlead's readings beside Docker's own Go client with stdcopy: CPU time for at least 2 GB of frames of 64 B, 1 KiB and 16 KiB. The Go
// client writes into a writer that counts, and into a file; fairlead pipes into a Writable that counts, a file and a socket, shows frames
// in place, and iterates. Every round runs each client in turn on a fresh process (A B A B …), against one server process.
import { competitors } from './log-stream/competitors.ts'
import type { Series } from './log-stream/figures.ts'
import { runRounds } from './log-stream/rounds.ts'
import { workloads } from './log-stream/workloads.ts'
import { names, optionsOf, positive } from './options.ts'
import { runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { openResult, type RatioPlan, type Result, ratioOf, spread } from './result.ts'

const GO = 'Go client'
const GO_FILE = 'Go client to file'
const clients = [
  GO,
  GO_FILE,
  'floor',
  'fairlead onFrame',
  'fairlead pipe',
  'fairlead pipe to file',
  'fairlead pipe to socket',
  'fairlead frames',
] as const
const sizes = ['64', '1k', '16k'] as const
const QUICK = {
  sizes: ['16k'],
  clients: [GO, 'floor', 'fairlead onFrame', 'fairlead pipe to file', 'fairlead pipe to socket'],
}

const usage = `fairlead beside Docker's Go client with stdcopy. Needs golang-go and golang-github-docker-docker-dev.
  --workloads <a,b>    of ${sizes.join(', ')}
  --clients <a,b>      of ${clients.join(', ')}
  --bytes <n>          payload of each measured stream (default 2000000000)`

/** The most that each may cost of what the Go client costs; by size. */
const goals: Record<string, Partial<Record<(typeof sizes)[number], number>>> = {
  'fairlead onFrame': { 64: 1, '1k': 1, '16k': 1 },
  'fairlead pipe': { 64: 1.5, '1k': 1.5, '16k': 1.5 },
  'fairlead pipe to file': { 64: 1, '1k': 1.1, '16k': 1.1 },
  'fairlead pipe to socket': { 64: 1, '1k': 1.1, '16k': 1.1 },
  'fairlead frames': { '16k': 1.6 },
}

/** ms per MB of payload. */
const cost = ({ cpu, payload }: Series['rounds'][number]) => (cpu / payload) * 1000

function fill(result: Result, all: readonly Series[]): void {
  const rows = all.map(({ workload, client, rounds }) => ({
    measurement: workloads[workload]!.title,
    client,
    cpu: spread(rounds.map(cost)),
    wall: spread(rounds.map(({ wall, payload }) => (wall / payload) * 1000)),
    rssPeak: Math.max(...rounds.map(({ peak }) => peak)),
  }))
  const about = 'of payload, 10^6 bytes of both streams; the file is /dev/null, the socket that of another process'
  result.tables.push({ name: 'Beside Go', unit: 'ms per MB', better: 'lower', about, rows })
  for (const { workload, client, rounds } of all) {
    const of = (name: string) =>
      all.find((one) => one.client === name && one.workload === workload)?.rounds.map((one) => cost(one))
    const measurement = workloads[workload]!.title
    const value = goals[client]?.[workload as (typeof sizes)[number]]
    const plans: RatioPlan[] = [
      { measurement, of: client, to: GO, ...(value !== undefined && { goal: { op: '<=', value } }) },
      ...(client === 'fairlead pipe to file' ? [{ measurement, of: client, to: GO_FILE }] : []),
    ]
    for (const plan of client === GO ? [] : plans) {
      const ratio = ratioOf(plan, rounds.map(cost), of(plan.to))
      if (ratio !== undefined) result.ratios.push(ratio)
    }
  }
}

async function main(): Promise<void> {
  const values = optionsOf(usage, {
    workloads: { type: 'string' },
    clients: { type: 'string' },
    bytes: { type: 'string' },
  })
  const { quick } = values
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 5))
  const bytes = positive('bytes', values.bytes, quick ? 5e6 : 2e9)
  const result = await openResult('beside-go', quick)
  const { found, skipped, versions } = competitors()
  result.skipped.push(...skipped.filter((line) => line.startsWith(GO)))
  const who = names(values.clients, clients, quick ? QUICK.clients : clients)
  const chosen = names(values.workloads, sizes, quick ? QUICK.sizes : sizes)
  const pairs = chosen.flatMap((workload) =>
    who.flatMap((name) => found.filter((one) => one.name === name).map((one) => ({ workload, who: one }))),
  )
  const series = await runRounds({ result, pairs, rounds, task: { seconds: 1, bytes, quick } })
  fill(result, series)
  const go = versions.find((line) => line.startsWith(GO))
  if (go !== undefined) result.notes.push(`${go}, built from Debian's sources`)
  closeResult(result, values.json)
}

await runMain(main)
