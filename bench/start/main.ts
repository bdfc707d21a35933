// What a client costs before its first byte: installed size, import time and modules, process start to the first log
// line, bundle size. Import time is a process that loads the package less a process of the same round that does not.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { python } from '../external.ts'
import { buildBlock, streamOf, workloads } from '../log-stream/workloads.ts'
import { optionsOf, positive } from '../options.ts'
import { environment, progress, runMain } from '../processes.ts'
import { dockerPyScript, findPrograms } from '../programs.ts'
import { closeResult } from '../report.ts'
import { lookAgain, median, openResult, type Result, type Row, ratioOf, spread } from '../result.ts'
import { serveLogs } from '../serve.ts'
import type { Loaded } from './load.ts'
import { bundled, installed } from './size.ts'
import { BARE, subjects } from './subjects.ts'

const usage = `What a client costs before its first byte.
  --starts <n>         processes of each kind (default 21)`

/** The project's own aims: ms over bare Node, and the part of dockerode's. */
const IMPORT_GOAL = { op: '<=', value: 10 } as const
const PART_GOAL = { op: '<=', value: 1 / 8 } as const
/** A process that takes longer (ms) hangs. */
const LIMIT = 30_000
const MS = 1000

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

async function load(name: string, extra: Record<string, string> = {}): Promise<Loaded> {
  const env = { ...environment(), ...extra }
  const child = spawn(process.execPath, [script('load.js'), name], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LIMIT,
  })
  const [out, [status]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (status !== 0) throw new Error(`loading ${name || 'nothing'} ended with ${status}`)
  return JSON.parse(out) as Loaded
}

/** Files of JavaScript that V8 compiled: it lists them with their coverage. */
async function modulesOf(name: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  try {
    await load(name, { NODE_V8_COVERAGE: folder })
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    const scripts = files.flatMap((file) => (JSON.parse(file) as { result: { url: string }[] }).result)
    return scripts.filter(({ url }) => url.startsWith('file:') && !url.endsWith('/start/load.js')).length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function imports(result: Result, starts: number): Promise<void> {
  const all = subjects.map((subject) => ({ ...subject, rounds: [] as Loaded[] }))
  for (let i = 0; i < starts; i++) {
    progress(`import: ${i + 1} of ${starts}`)
    for (const { name, rounds } of all) rounds.push(await load(name))
  }
  const bare = all.find(({ client }) => client === BARE)!.rounds
  const over = (client: string, by: 'cpu' | 'wall') =>
    all.find((one) => one.client === client)!.rounds.map((round, i) => (round[by] - bare[i]![by]) / MS)
  const rows: Row[] = []
  for (const { client, name, rounds } of all) {
    const times = client === BARE ? (by: 'cpu' | 'wall') => bare.map((round) => round[by] / MS) : undefined
    rows.push({
      measurement: client === BARE ? 'process start' : 'import, over bare node',
      client,
      cpu: spread(times?.('cpu') ?? over(client, 'cpu')),
      wall: spread(times?.('wall') ?? over(client, 'wall')),
      rssPeak: median(rounds.map(({ rss }) => rss)),
      extra: {
        'own modules': (await modulesOf(name)).toString(),
        'Node modules': (rounds[0]!.builtin - (client === BARE ? 0 : bare[0]!.builtin)).toString(),
      },
    })
  }
  const about = `${starts} processes per client, in turn; further Node modules are those that bare Node does not load`
  result.tables.push({ name: 'Import', unit: 'ms', better: 'lower', about, rows })
  for (const by of ['cpu', 'wall'] as const) {
    const own = over('fairlead', by)
    const plan = { measurement: 'import over bare node', of: 'fairlead', by }
    const goals = by === 'cpu' ? [{ goal: IMPORT_GOAL }, { goal: PART_GOAL }] : [{}, {}]
    const found = [
      ratioOf(
        { ...plan, to: '1 ms', ...goals[0] },
        own,
        own.map(() => 1),
      ),
      ratioOf({ ...plan, to: 'dockerode', ...goals[1] }, own, over('dockerode', by)),
      ...['floor (node:net)', 'node-sdk', 'undici'].map((to) => ratioOf({ ...plan, to }, own, over(to, by))),
    ]
    result.ratios.push(...found.filter((ratio) => ratio !== undefined))
  }
}

/** Wall time (ms) from the start of the process to its first byte. */
async function firstByte(argv: readonly string[]): Promise<number> {
  const began = performance.now()
  const env = { ...environment(), HOME: '/nonexistent' }
  const child = spawn(argv[0]!, argv.slice(1), { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: LIMIT })
  const closed = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), closed.then(() => Promise.reject(new Error('it said nothing')))])
  const took = performance.now() - began
  child.stdout.destroy()
  child.kill('SIGKILL')
  await closed
  return took
}

async function firstLines(result: Result, starts: number): Promise<void> {
  const server = await serveLogs()
  const { id } = streamOf('64', buildBlock(workloads['64']!), 0)
  const who: { client: string; argv: string[]; rounds: number[] }[] = []
  for (const client of ['floor', 'fairlead', 'dockerode', 'node-sdk']) {
    who.push({ client, argv: [process.execPath, script('first-line.js'), client, server.socketPath, id], rounds: [] })
  }
  const programs = {
    'docker-py': [python, dockerPyScript, 'first', server.socketPath, id],
    'docker CLI': ['docker', '-H', `unix://${server.socketPath}`, 'logs', '-f', id],
  }
  const states = findPrograms()
  for (const [client, argv] of Object.entries(programs)) {
    const state = states[client as keyof typeof programs]
    if ('why' in state) result.skipped.push(`${client}: ${state.why}`)
    else who.push({ client, argv, rounds: [] })
  }
  for (let i = 0; i < starts; i++) {
    progress(`first line: ${i + 1} of ${starts}`)
    for (const { argv, rounds } of who) rounds.push(await firstByte(argv))
  }
  await server.stop()
  const measurement = 'process start to first log line'
  const rows = who.map(({ client, rounds }): Row => ({ measurement, client, wall: spread(rounds) }))
  result.tables.push({ name: 'First line', unit: 'ms', better: 'lower', rows })
  const roundsOf = (name: string) => who.find(({ client }) => client === name)?.rounds
  for (const { client: of } of who.filter(({ client }) => client !== 'fairlead')) {
    const found = ratioOf({ measurement, of, to: 'fairlead', by: 'wall' }, roundsOf(of), roundsOf('fairlead'))
    if (found !== undefined) result.ratios.push(found)
  }
}

const exactly = (value: number) => ({ median: value, min: value, max: value })

async function sizes(result: Result): Promise<void> {
  const rows: Row[] = []
  const bundles: Row[] = []
  for (const { client, name, job } of subjects) {
    if (job === undefined) continue
    const { bytes, packages } = installed(name)
    rows.push({
      measurement: 'installed',
      client,
      value: exactly(bytes / 1e3),
      extra: { packages: packages.toString() },
    })
    try {
      const { minified, gzipped } = await bundled(job)
      const extra = { 'minified kB': minified / 1e3 }
      bundles.push({ measurement: 'a log, bundled and gzipped', client, value: exactly(gzipped / 1e3), extra })
    } catch (error) {
      const [reason] = (error as Error).message.split('\n')
      if (client === 'fairlead') result.failures.push(`fairlead does not bundle: ${reason}`)
      else result.skipped.push(`${client} does not bundle: ${reason}`)
    }
  }
  const installing =
    'the package with its dependencies, installed by npm without install scripts; total length of files'
  result.tables.push({ name: 'Install size', unit: 'kB', better: 'lower', about: installing, rows })
  const bundling = 'esbuild, one minified file for Node that reads a log, then gzip -9; without native addons'
  result.tables.push({ name: 'Bundle size', unit: 'kB gzipped', better: 'lower', about: bundling, rows: bundles })
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { starts: { type: 'string' } })
  const starts = Math.ceil(positive('starts', values.starts ?? values.rounds, values.quick ? 3 : 21))
  const result = await openResult('start', values.quick)
  await sizes(result)
  await imports(result, starts)
  await lookAgain(result)
  await firstLines(result, starts)
  progress('')
  closeResult(result, values.json)
}

await runMain(main)
