// `npm run soak`: followed streams, execs, runs, uploads, aborts, faults and restarts, all at once, for some minutes, against the embedded
// engine in a worker thread or a real one. Measures what the process holds, draws a chart, and fails by itself where a figure rises.
//
//   node build/test/tools/soak.js [--minutes N] [--streams N] [--host H --image busybox] [--out folder]
//
// The first quarter, at most five minutes, is the warm-up. Status 1: a figure rises, or a step got what it should not.

import { getEventListeners } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { connect } from '../../src/index.ts'
import { drawChart } from '../soak/chart.ts'
import type { Order, WorkerFigures } from '../soak/engine-worker.ts'
import { collectedHeap, descriptors, inWords, type Sample, verdicts } from '../soak/figures.ts'
import { type Images, Load } from '../soak/load.ts'
import { root } from '../support/root.ts'

const MIB = 1_048_576
/** Between two samples, faults, and restarts of the embedded engine, in ms. */
const SAMPLE_MS = 5_000
const FAULT_MS = 150
const RESTART_MS = 60_000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    streams: { type: 'string', default: '500' },
    host: { type: 'string' },
    image: { type: 'string', default: 'busybox' },
    out: { type: 'string', default: path.join(root, 'build/soak') },
  },
})
let last: Promise<unknown> = Promise.resolve()
const minutes = Number(values.minutes)
const streams = Number(values.streams)

const folder = await mkdtemp(path.join(tmpdir(), 'fairlead-soak-'))
const host = values.host ?? `unix://${path.join(folder, 'docker.sock')}`
const worker = values.host === undefined ? await startWorker(path.join(folder, 'docker.sock')) : undefined
const embedded: Images = { ticker: 'ticker', tickerCmd: undefined, once: 'once', onceCmd: undefined, execCmd: ['echo'] }
const script = 'n=0; while :; do echo "$n xxxx"; n=$((n+1)); sleep 0.5; done'
const real: Images = {
  ticker: values.image,
  tickerCmd: ['sh', '-c', script],
  once: values.image,
  onceCmd: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
  execCmd: ['cat'],
}
const engine = connect({ host, timeouts: { head: 20_000 } })
const load = new Load(engine, worker === undefined ? real : embedded, 'soak')
const stray: unknown[] = []
process.on('unhandledRejection', (error) => stray.push(error))
process.on('warning', (error) => stray.push(error))

const began = performance.now()
const seconds = () => (performance.now() - began) / 1_000
const samples: Sample[] = []
console.log(`${streams} streams for ${minutes} minutes on ${values.host ?? 'the embedded engine'}`)
await load.prepare()

load.start({ streams, execs: 6, runs: 3, uploads: 4, aborts: 8, restarts: 1 })
const pacing = new AbortController()
const others = worker === undefined ? [] : [faults(), restarts()]
await measure()

pacing.abort()
await Promise.all(others)
await load.stop()
await load.remove()
await engine.close()
if (worker !== undefined) {
  await order('end')
  await worker.terminate()
}
await rm(folder, { recursive: true, force: true })
process.exitCode = report() ? 0 : 1
process.exit()

async function startWorker(socket: string): Promise<Worker> {
  const started = new Worker(new URL('../soak/engine-worker.js', import.meta.url), { workerData: { path: socket } })
  started.on('error', (error) => {
    throw error
  })
  await new Promise((resolve) => started.once('message', resolve))
  return started
}

/** One order at a time: the next waits for the answer to the one before. */
function order(kind: Order['kind']): Promise<unknown> {
  const answered = last.then(() => {
    const answer = new Promise((resolve) => worker!.once('message', resolve))
    worker!.postMessage({ kind } satisfies Order)
    return answer
  })
  last = answered
  return answered
}

async function pace(ms: number): Promise<boolean> {
  return sleep(ms, true, { signal: pacing.signal }).catch(() => false)
}

async function faults(): Promise<void> {
  while (await pace(FAULT_MS)) await order('faults')
}

async function restarts(): Promise<void> {
  while (await pace(RESTART_MS)) {
    await order('restart')
    for (let tries = 0; tries < 50; tries++) {
      try {
        await load.prepare()
        break
      } catch {
        // A fault hit it.
        await sleep(50)
      }
    }
  }
}

async function measure(): Promise<void> {
  let cpu = process.cpuUsage()
  let items = load.items
  while (seconds() < minutes * 60) {
    await sleep(SAMPLE_MS)
    const used = process.cpuUsage(cpu)
    const done = load.items - items
    // The collections of the measurement are not counted.
    const { heap, external } = collectedHeap()
    const there = worker === undefined ? { heap: 0, external: 0 } : ((await order('measure')) as WorkerFigures)
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    samples.push({
      at: seconds(),
      values: [
        heap / MIB,
        external / MIB,
        there.heap / MIB,
        process.memoryUsage.rss() / MIB,
        descriptors(),
        getEventListeners(load.shared.signal, 'abort').length,
        timers,
        (used.user + used.system) / Math.max(1, done),
      ],
    })
    items = load.items
    cpu = process.cpuUsage()
  }
}

/** Prints what was done and judges it; true when all figures are flat and nothing was wrong. */
function report(): boolean {
  const list = (counts: Map<string, number>) => [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
  console.log(`\n${load.items} items checked; steps: ${list(load.steps)}`)
  console.log(`expected errors: ${list(load.errors) || 'none'}`)
  const all = verdicts(samples, Math.min(300, minutes * 15))
  console.log(`\n${inWords(all)}`)
  mkdirSync(values.out, { recursive: true })
  writeFileSync(path.join(values.out, 'soak.json'), `${JSON.stringify({ minutes, streams, samples })}\n`)
  const title = `${minutes} minutes of npm run soak: ${streams} streams with faults and restarts`
  writeFileSync(path.join(values.out, 'soak.svg'), drawChart(title, samples, all))
  console.log(`\n${path.join(values.out, 'soak.svg')}`)
  for (const error of [...load.wrong, ...stray].slice(0, 10)) console.log('\nwrong:', error)
  return all.every(({ flat }) => flat) && load.wrong.length + stray.length === 0
}
