// The embedded engine of the soak, in a worker thread: containers that write a numbered line now and then, programs for execs and
// runs, and faults in a share of the responses. It measures its own heap, and starts again at the same path when it is told to.

import { parentPort, workerData } from 'node:worker_threads'
import type { FaultPlan, ProgramIo } from '../../src/testing.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { collectedHeap } from './figures.ts'

/** What the main thread asks for. */
export type Order = { kind: 'measure' | 'restart' | 'faults' | 'end' }
/** What it gets: the heap in bytes after a collection, and how many sockets are open. */
export interface WorkerFigures {
  heap: number
  external: number
  connections: number
}

const { path } = workerData as { path: string }

/** A log keeps this much, so that what is stored stays the same. */
const LOG_BYTES = 65_536
const PERIOD_MS = 500

async function ticker({ args, stdout, stderr, sleep, signal }: ProgramIo): Promise<void> {
  const text = 'x'.repeat(Number(args[1] ?? 40))
  for (let n = 0; !signal.aborted; n++) {
    await (n % 5 === 4 ? stderr : stdout).write(`${n} ${text}\n`)
    await sleep(PERIOD_MS)
  }
}

async function once({ stdout, stderr }: ProgramIo): Promise<number> {
  await stdout.write('out\n')
  await stderr.write('err\n')
  return 3
}

async function echo({ stdin, stdout }: ProgramIo): Promise<number> {
  for await (const bytes of stdin) await stdout.write(bytes)
  return 0
}

const plans: FaultPlan[] = [
  { cutAfter: 300 },
  { cutAfter: 0 },
  { cutAfter: 2_000 },
  { resetAfter: 900 },
  { trickle: { bytes: 40, ms: 1 } },
  { rechunk: 7 },
  { delayHead: 30 },
  { wrongLength: 9 },
  { headWithBody: true },
  { instead: { status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' } },
]

async function begin(): Promise<EmbeddedEngine> {
  const server = await EmbeddedEngine.start({ path, logBytes: LOG_BYTES, requestsKept: 10 })
  return server
    .image('ticker', ticker, { cmd: ['ticker'], commands: { once, echo } })
    .image('once', once, { cmd: ['once'] })
}

let server = await begin()
let ordinal = 0

parentPort!.on('message', async ({ kind }: Order) => {
  if (kind === 'measure') {
    const { heap, external } = collectedHeap()
    const figures: WorkerFigures = { heap, external, connections: server.connections }
    parentPort!.postMessage(figures)
    return
  }
  if (kind === 'faults') {
    // What sets up the containers is left alone.
    const match = /^(?!POST \/containers\/create)/
    server.faults.add({ match, times: 1, plan: plans[ordinal++ % plans.length]! })
  } else {
    await server.close()
    if (kind === 'restart') server = await begin()
  }
  parentPort!.postMessage('done')
})
parentPort!.postMessage('ready')
