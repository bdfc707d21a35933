// What a followed log costs the client: CPU time per payload byte, beside every peer and beside a bare socket.
// Every round runs each client in turn on a fresh process (A B A B …), against one server process for the whole run.
import { competitors } from './log-stream/competitors.ts'
import { figuresOf, type Series } from './log-stream/figures.ts'
import { type Pair, planOf } from './log-stream/plan.ts'
import type { Task } from './measure.ts'
import { names, optionsOf, positive } from './options.ts'
import { progress, runMain } from './processes.ts'
import { closeResult, lookAgain, openResult, type Result } from './result.ts'
import { serveLogs } from './serve.ts'
import { workloads } from './wire/workloads.ts'

const usage = `Client CPU time per payload byte of a log stream, each client in its own process, against one server process.
  --all                every client on every workload
  --workloads <a,b>    of ${Object.keys(workloads).join(', ')}
  --clients <a,b>
  --seconds <s>        CPU seconds of one measured stream, about (default 0.6)
  --bytes <n>          payload bytes of one measured stream, instead of --seconds`

const ABOUT = 'a GB is 10^9 bytes of payload, both streams; programs without their start'
const NOTE =
  'The server writes 256 KiB at a time; a real Engine writes each record of a log alone and is then the slower side.'

interface Plan {
  result: Result
  pairs: readonly Pair[]
  rounds: number
  task: Omit<Task, 'client' | 'workload'>
}

/** Runs every pair once a round; a client that failed is not asked again. */
async function runRounds({ result, pairs, rounds, task }: Plan): Promise<Series[]> {
  const all = pairs.map(({ workload, who }): Series => ({ workload, client: who.name, rounds: [] }))
  const failed = new Set<Series>()
  for (let round = 1; round <= rounds; round++) {
    await lookAgain(result)
    for (const [i, series] of all.entries()) {
      if (failed.has(series)) continue
      const { client, workload } = series
      progress(`round ${round} of ${rounds}: ${workload} ${client}`)
      try {
        series.rounds.push(await pairs[i]!.who.measure({ workload, ...task }))
      } catch (error) {
        failed.add(series)
        result.failures.push(`${workload} ${client}: ${(error as Error).message}`)
      }
    }
  }
  progress('')
  return all.filter((series) => !failed.has(series))
}

async function main(): Promise<void> {
  const values = optionsOf(usage, {
    all: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    bytes: { type: 'string' },
    workloads: { type: 'string' },
    clients: { type: 'string' },
  })
  const { quick, all } = values
  const { found, skipped, versions } = competitors()
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const seconds = positive('seconds', values.seconds, quick ? 0.1 : 0.6)
  const pairs = planOf(found, {
    quick,
    all,
    clients:
      values.clients === undefined
        ? undefined
        : names(
            values.clients,
            found.map(({ name }) => name),
          ),
    workloads: values.workloads === undefined ? undefined : names(values.workloads, Object.keys(workloads)),
  })
  if (pairs.length === 0) throw new Error('none of these clients reads one of these workloads')
  const result = await openResult('log-stream', quick)
  result.skipped.push(...skipped)
  result.notes.push(
    NOTE,
    `${rounds} ${rounds === 1 ? 'round' : 'rounds in turn'}. Besides the Node libraries: ${versions.join(', ') || 'nobody'}.`,
  )

  const server = await serveLogs()
  const bytes = values.bytes === undefined ? {} : { bytes: positive('bytes', values.bytes, 1) }
  const task = { socketPath: server.socketPath, seconds, quick, ...bytes }
  const series = await runRounds({ result, pairs, rounds, task })
  await server.stop()

  const { rows, ratios } = figuresOf(series)
  result.tables.push({ name: 'Log stream', unit: 'ms a GB', better: 'lower', about: ABOUT, rows })
  result.ratios.push(...ratios)
  closeResult(result, values.json)
}

await runMain(main)
