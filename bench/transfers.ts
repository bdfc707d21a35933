// What a tar of 1 GB costs the client on its way in (GET archive) and out (PUT archive), over a unix socket. Every round runs
// each client in turn on a fresh process (A B A B …), against one server process. The floor is a bare socket; of uploads, one
// with its pieces in memory, and one with the Readable that the clients have, which costs a quarter more by itself.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lacking, runProgram } from './external.ts'
import { common, names, optionsOf, positive } from './options.ts'
import { nextMessage, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import { lookAgain, openResult, type RatioPlan, type Result, ratioOf, spread } from './result.ts'
import { serve } from './serve.ts'
import type { Measured, Task } from './transfers/child.ts'
import { PIECE, target } from './transfers/client.ts'
import { clients } from './transfers/clients.ts'

type Direction = Task['direction']

const FLOOR = 'floor'
const STREAM_FLOOR = 'floor + Readable'
const OURS = { download: 'fairlead source', upload: 'fairlead' } as const
/** Those that differ from another in the other direction alone. */
const ONLY = {
  download: ['fairlead generator', 'fairlead with a length', STREAM_FLOOR],
  upload: ['fairlead for await'],
}
const all = [...Object.keys(clients), 'curl']
const quickClients = [FLOOR, 'fairlead source', 'fairlead generator', 'undici request', 'dockerode']

const usage = `Client CPU and wall time of a large archive in and out.
  --clients <a,b>      of ${all.join(', ')}
  --bytes <n>          of the archive (default 1 GB, quick 64 MB)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000

/** fairlead sends a body in one way only. */
const nameOf = (client: string, direction: Direction) =>
  direction === 'upload' && client === 'fairlead source' ? OURS.upload : client

async function measure(task: Task, file: string): Promise<Measured> {
  if (task.client !== 'curl') return nextMessage(start('transfers/child.js', [JSON.stringify(task)]), CHILD_LIMIT)
  const url = `http://docker${target(task.bytes)}`
  const how = task.direction === 'upload' ? ['--upload-file', file] : []
  return runProgram([
    'curl',
    '--silent',
    '--fail',
    '--unix-socket',
    task.socketPath,
    '--output',
    '/dev/null',
    ...how,
    url,
  ])
}

type Rounds = Map<string, Measured[]>

async function runRounds(who: string[], direction: Direction, bytes: number, rounds: number, result: Result) {
  const measured: Rounds = new Map()
  const failed = new Set<string>()
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  // For curl, which sends a file: one without blocks, so that reading it costs no disk.
  const file = join(folder, 'sparse.tar')
  writeFileSync(file, '')
  truncateSync(file, bytes)
  const server = await serve('transfers/server.js')
  try {
    for (let round = 0; round < rounds; round++) {
      await lookAgain(result)
      for (const client of who) {
        if (failed.has(client)) continue
        const name = nameOf(client, direction)
        try {
          const one = await measure({ client, direction, socketPath: server.socketPath, bytes }, file)
          measured.set(name, [...(measured.get(name) ?? []), one])
        } catch (error) {
          failed.add(client)
          result.failures.push(`${direction}, ${client}: ${(error as Error).message}`)
        }
      }
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return measured
}

function fill(result: Result, direction: Direction, size: string, measured: Rounds): void {
  const measurement = `${direction} of ${size}`
  const ms = (values: number[]) => spread(values.map((value) => value / 1000))
  const rows = [...measured].map(([client, its]) => ({
    measurement,
    client,
    cpu: ms(its.map((one) => one.cpu)),
    wall: ms(its.map((one) => one.wall)),
    rssPeak: Math.max(...its.map((one) => one.peak)),
  }))
  result.tables.push({ name: direction, unit: 'ms', better: 'lower', rows })
  const ours = OURS[direction]
  const cpu = (client: string) => measured.get(client)?.map((one) => one.cpu)
  const near: Pick<RatioPlan, 'goal'> = { goal: { op: '<=', value: 1.3 } }
  const plans: RatioPlan[] =
    direction === 'download'
      ? [{ measurement, of: ours, to: FLOOR, ...near }]
      : [
          // Like with like: pieces in memory, a Readable, each under a length; and the same Readable in chunks, for the record.
          { measurement, of: 'fairlead generator', to: FLOOR, ...near },
          { measurement, of: 'fairlead with a length', to: STREAM_FLOOR, ...near },
          { measurement, of: ours, to: STREAM_FLOOR },
          { measurement, of: STREAM_FLOOR, to: FLOOR },
        ]
  for (const client of measured.keys()) {
    if (client.startsWith('fairlead') || client.startsWith(FLOOR)) continue
    const isNamed = client.startsWith('undici') || client === 'dockerode'
    plans.push({ measurement, of: client, to: ours, ...(isNamed && { goal: { op: '>=', value: 1 } }) })
  }
  for (const plan of plans) {
    const ratio = ratioOf(plan, cpu(plan.of), cpu(plan.to))
    if (ratio !== undefined) result.ratios.push(ratio)
  }
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { ...common, clients: { type: 'string' }, bytes: { type: 'string' } } as const)
  const { quick } = values
  const result = await openResult('transfers', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 5))
  // Whole pieces and chunks: some bytes less than 10^9.
  const bytes = Math.floor(positive('bytes', values.bytes, quick ? 64e6 : 1e9) / PIECE) * PIECE
  const who = names(values.clients, all, quick ? quickClients : all).filter((client) => {
    const why = client === 'curl' ? lacking(client) : undefined
    if (why !== undefined) result.skipped.push(`${client}: ${why}`)
    return why === undefined
  })
  result.skipped.push('node-sdk, docker-py: they use node:http and requests for archives')
  const size = bytes > 9e8 ? '1 GB' : `${Math.round(bytes / 1e6)} MB`
  for (const direction of ['download', 'upload'] as const) {
    const asked = who.filter((client) => !ONLY[direction].includes(client))
    fill(result, direction, size, await runRounds(asked, direction, bytes, rounds, result))
  }
  result.notes.push(
    'Uploads are a Readable sent in chunks, unless the name says otherwise. The floors, and curl with a file, send a Content-Length.',
  )
  closeResult(result, values.json)
}

await runMain(main)
