// What a followed log costs the client: CPU time per payload byte, compared with every peer and with a bare socket.
// Every round runs each client in turn on a fresh process (A B A B …), against one server process for the whole run.

import { competitors } from './log-stream/competitors.ts'
import { figuresOf } from './log-stream/figures.ts'
import { planOf } from './log-stream/plan.ts'
import { runRounds } from './log-stream/rounds.ts'
import { workloads } from './log-stream/workloads.ts'
import { names, optionsOf, positive } from './options.ts'
import { runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { openResult } from './result.ts'

const usage = `Client CPU time per payload byte of a log stream, each client in its own process, against one server process.
  --all                every client on every workload
  --workloads <a,b>    of ${Object.keys(workloads).join(', ')}
  --clients <a,b>
  --seconds <s>        approximate CPU seconds of one measured stream (default 0.6)
  --bytes <n>          payload bytes of one measured stream, instead of --seconds`

const ABOUT = 'a GB is 10^9 bytes of payload of both streams; for programs that are not Node, without start-up'
const NOTE =
  'The server writes 256 KiB at a time. A real Engine writes each log record separately, and is then the slower side.'

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
    `${rounds} ${rounds === 1 ? 'round' : 'rounds in turn'}. Also measured: ${versions.join(', ') || 'none'}.`,
  )

  // A quick run does not judge speed; in CI it runs in parallel with other steps.
  if (quick) process.env.BENCH_AFTER_UPGRADE = '400'
  const bytes = values.bytes === undefined ? {} : { bytes: positive('bytes', values.bytes, 1) }
  const series = await runRounds({ result, pairs, rounds, task: { seconds, quick, ...bytes } })

  const { rows, ratios } = figuresOf(series)
  result.tables.push({ name: 'Log stream', unit: 'ms per GB', better: 'lower', about: ABOUT, rows })
  result.ratios.push(...ratios)
  closeResult(result, values.json)
}

await runMain(main)
