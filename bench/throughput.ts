// Client CPU time per payload byte, beside every peer: the whole table, or a part of it.
// Every round runs each client in turn on a fresh process (A B A B …), against one server process for the whole run.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { clients } from './clients/client.ts'
import { describe, type Machine, machine, otherWork, warning } from './machine.ts'
import type { Measured, Task } from './measure.ts'
import { nextMessage, runMain, type Server, start, startServer } from './processes.ts'
import { countGoals, rowOf, type Series, table } from './report.ts'
import { workloads } from './wire/workloads.ts'

const usage = `Client CPU time per payload byte, each client in its own process, against one server process.
  --quick              3 rounds of 0.15 s and the clients that the goals name
  --rounds <n>         rounds (default 5)
  --seconds <s>        CPU seconds of one measured stream, about (default 0.6)
  --bytes <n>          payload bytes of one measured stream, instead of --seconds
  --workloads <a,b>    of ${Object.keys(workloads).join(', ')}
  --clients <a,b>      of ${Object.keys(clients).join(', ')}
  --json <file>        where the figures go (default bench/build/throughput.json)`

const options = {
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  bytes: { type: 'string' },
  workloads: { type: 'string' },
  clients: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

const QUICK_CLIENTS = 'floor,dockerode,fairlead onFrame,fairlead frames,fairlead lines,fairlead pipe'

function names(given: string | undefined, known: object): string[] {
  if (given === undefined) return Object.keys(known)
  const list = given.split(',').map((name) => name.trim())
  const stranger = list.find((name) => !Object.hasOwn(known, name))
  if (stranger !== undefined) throw new Error(`${stranger} is not one of ${Object.keys(known).join(', ')}`)
  return list
}

function positive(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given)
  if (!(value > 0)) throw new Error(`--${name} needs a number above 0`)
  return value
}

/** A client that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000

async function measure(task: Task): Promise<Measured> {
  const child = start('measure.js', [JSON.stringify(task)])
  return nextMessage<Measured>(child, CHILD_LIMIT)
}

interface Plan {
  server: Server
  all: Series[]
  rounds: number
  task: Pick<Task, 'seconds' | 'bytes'>
  on: Machine
}

/** Runs every series once a round, and tells those that failed; a client that failed is not asked again. */
async function runRounds({ server, all, rounds, task, on }: Plan): Promise<Map<Series, string>> {
  const failed = new Map<Series, string>()
  for (let round = 1; round <= rounds; round++) {
    on.others = Math.max(on.others, await otherWork())
    for (const series of all) {
      if (failed.has(series)) continue
      const { client, workload } = series
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round} of ${rounds}: ${workload} ${client}`)
      try {
        series.rounds.push(await measure({ client, workload, socketPath: server.socketPath, ...task }))
      } catch (error) {
        failed.set(series, (error as Error).message)
      }
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  return failed
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) return console.log(usage)
  const rounds = Math.ceil(positive('rounds', values.rounds, values.quick ? 3 : 5))
  const seconds = positive('seconds', values.seconds, values.quick ? 0.15 : 0.6)
  const task = values.bytes === undefined ? { seconds } : { seconds, bytes: positive('bytes', values.bytes, 1) }
  const who = names(values.clients ?? (values.quick ? QUICK_CLIENTS : undefined), clients)
  const what = names(values.workloads, workloads)
  const on = await machine()
  console.log(
    `${describe(on)}\n${rounds} rounds in turn; medians of client CPU time; a GB is 10^9 bytes of payload; MB/s is wall time`,
  )
  console.log(
    'the server writes 256 KiB at a time; a real Engine writes each record alone and is then the slower side\n',
  )

  const server = await startServer()
  const all: Series[] = what.flatMap((workload) => who.map((client) => ({ workload, client, rounds: [] })))
  const failed = await runRounds({ server, all, rounds, task, on })
  await server.stop()

  const rows = all.filter((series) => !failed.has(series)).map((series) => rowOf(series, all))
  console.log(table(rows))
  for (const [{ client, workload }, why] of failed) console.log(`FAILED  ${workload} ${client}: ${why}`)
  const file = values.json ?? fileURLToPath(new URL('throughput.json', import.meta.url))
  const date = new Date().toISOString()
  writeFileSync(file, `${JSON.stringify({ date, machine: on, rounds, ...task, rows, series: all }, null, 2)}\n`)
  const doubt = warning(on)
  if (doubt !== undefined) console.log(`\n${doubt}`)
  const { met, of } = countGoals(all, rows)
  console.log(`\ngoals met: ${met} of ${of}; figures in ${file}`)
  if (failed.size > 0) process.exitCode = 1
}

await runMain(main)
