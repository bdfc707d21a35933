// A hijacked stream from a real container, an exec's output or what attach finds in the logs: client CPU time of fairlead
// beside dockerode's hijack + demuxStream and a bare socket that discards.
// Every round runs each client in turn on a fresh process (A B A B …), on one Engine and one container for the whole run.
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { connect } from 'fairlead'
import { describe, type Machine, machine, otherWork, warning } from './machine.ts'
import { nextMessage, runMain, start } from './processes.ts'
import { median } from './result.ts'
import { command, type TunnelMeasured, type TunnelTask } from './tunnel-client.ts'

const usage = `Client CPU time for a hijacked stream from a real container.
  --way <exec|logs>     an exec's output (default), or attach with logs: there each line is a frame, and many are sent at once
  --host <unix://path>  an Engine with an image busybox:latest (default: a private one, which needs root and dockerd)
  --rounds <n>          rounds (default 3)
  --megabytes <n>       10^6 bytes of one measured stream (default 256)
  --block <n>           bytes that the program writes at a time (default 64: each line alone)
  --json <file>         where the figures go (default bench/build/tunnel.json)`

const CLIENTS = ['floor', 'fairlead onFrame', 'fairlead pipe', 'dockerode'] as const
/** The project's own aim: at most this part of dockerode's CPU time. */
const GOAL = 1 / 5
/** A client that takes longer (ms) hangs. */
const CHILD_LIMIT = 300_000

interface PrivateEngine {
  host: string
  stop(): Promise<void>
}

/** The private Engine is the tests' own, compiled with them. */
async function provide(host: string | undefined): Promise<PrivateEngine> {
  if (host !== undefined) return { host, stop: async () => {} }
  const module = new URL('../../build/test/live/private-engine.js', import.meta.url)
  if (!existsSync(module)) throw new Error('the private Engine is not built: run `npm run build:all`, or name a --host')
  const { startPrivateEngine } = (await import(module.href)) as { startPrivateEngine(): Promise<PrivateEngine> }
  return startPrivateEngine()
}

async function measure(task: TunnelTask): Promise<TunnelMeasured> {
  return nextMessage<TunnelMeasured>(start('tunnel-client.js', [JSON.stringify(task)]), CHILD_LIMIT)
}

async function runRounds(task: Omit<TunnelTask, 'client'>, rounds: number, on: Machine) {
  const all = CLIENTS.map((client) => ({ client, rounds: [] as TunnelMeasured[] }))
  for (let round = 0; round < rounds; round++) {
    on.others = Math.max(on.others, await otherWork())
    for (const series of all) series.rounds.push(await measure({ ...task, client: series.client }))
  }
  return all
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      megabytes: { type: 'string', default: '256' },
      way: { type: 'string', default: 'exec' },
      block: { type: 'string', default: '64' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const rounds = Number(values.rounds)
  const block = Number(values.block)
  const bytes = Math.ceil((Number(values.megabytes) * 1e6) / block) * block
  if (!(rounds >= 1 && bytes >= 1)) throw new Error('--rounds, --megabytes and --block need numbers of 1 or more')
  const { way } = values
  if (way !== 'exec' && way !== 'logs') throw new Error('--way is exec or logs')
  const on = await machine()
  console.log(
    `${describe(on)}\n${rounds} rounds in turn; ${values.megabytes} MB in 64-byte lines by ${way}, ${block} bytes a write\n`,
  )

  const provided = await provide(values.host)
  const engine = connect({ host: provided.host })
  const body = { Image: 'busybox:latest', Cmd: way === 'exec' ? ['sleep', '3600'] : command(bytes, block) }
  const { Id } = await engine.post('/containers/create', { body })
  let all: Awaited<ReturnType<typeof runRounds>>
  try {
    await engine.post('/containers/{id}/start', { path: { id: Id } })
    if (way === 'logs') await engine.post('/containers/{id}/wait', { path: { id: Id } })
    all = await runRounds({ host: provided.host, container: Id, way, bytes, block }, rounds, on)
  } finally {
    await engine.delete('/containers/{id}', { path: { id: Id }, query: { force: true } })
    await engine.close()
    await provided.stop()
  }

  const dockerode = all.find(({ client }) => client === 'dockerode')!
  const rows = all.map(({ client, rounds: own }) => ({
    client,
    cpuMs: median(own.map(({ cpu }) => cpu / 1000)),
    mbPerSecond: median(own.map(({ wall }) => bytes / wall)),
    frames: median(own.map(({ frames }) => frames)),
    part: median(own.map(({ cpu }, i) => cpu / dockerode.rounds[i]!.cpu)),
  }))
  console.log(`${'client'.padEnd(18)}${'CPU ms'.padStart(8)}${'MB/s'.padStart(8)}${'of dockerode'.padStart(14)}`)
  for (const { client, cpuMs, mbPerSecond, part } of rows) {
    console.log(
      `${client.padEnd(18)}${cpuMs.toFixed(0).padStart(8)}${mbPerSecond.toFixed(0).padStart(8)}${part.toFixed(3).padStart(14)}`,
    )
  }
  const { frames, part } = rows.find(({ client }) => client === 'fairlead onFrame')!
  console.log(
    `\n${frames.toFixed(0)} frames, ${(bytes / frames).toFixed(0)} bytes each on average: the daemon's, as it read the pipe`,
  )
  console.log(`goal: fairlead onFrame at most ${GOAL} of dockerode: ${part <= GOAL ? 'met' : 'NOT MET'}`)
  const floor = rows.find(({ client }) => client === 'floor')!
  if (floor.part > GOAL) {
    console.log(
      `a bare socket that discards takes ${floor.part.toFixed(2)} itself: the reads cost that much, whoever reads`,
    )
  }
  const doubt = warning(on)
  if (doubt !== undefined) console.log(doubt)
  const file = values.json ?? fileURLToPath(new URL('tunnel.json', import.meta.url))
  writeFileSync(
    file,
    `${JSON.stringify({ date: new Date().toISOString(), machine: on, bytes, rows, series: all }, null, 2)}\n`,
  )
}

await runMain(main)
