// `npm run bench`: builds the library and the bench, installs the peers if they are missing, runs the parts in sequence, and
// after a full run writes docs/performance.md with its pages and charts, README's table and docs/comparison.md.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)

/** In the order of a full run. */
const parts = {
  'log-stream': ['log-stream.js', 'CPU time of a followed log, for every client and a bare socket'],
  'beside-go': ['beside-go.js', 'fairlead’s readings beside Docker’s own Go client and stdcopy'],
  followed: ['followed.js', 'a log that comes record by record: CPU time and latency, beside a paced bare socket'],
  requests: ['requests.js', 'ping, inspect, list of 100; kept-alive and cold'],
  transfers: ['transfers.js', '1 GB up and down'],
  'fan-in': ['fan-in.js', 'thousands of followed streams: memory, latency, CPU'],
  'slow-consumer': ['slow-consumer.js', '1 MB/s from a 1 GB stream: memory, the sender, what arrives'],
  remote: ['remote.js', 'TLS, and round trips to the first response at 50 ms of latency'],
  endurance: ['endurance.js', 'event-loop delay and memory of 1,000 and 5,000 streams over time: --minutes 10'],
  runtimes: ['runtimes.js', 'the headline figures on Node 20, 22 and 24, Bun and Deno'],
  start: ['start/main.js', 'install size, import time, first log line, bundle size'],
  'modem-demux': ['modem-demux.js', 'demuxStream of fairlead/modem and of docker-modem'],
  engine: ['engine.js', 'a real Engine: logs, attach and exec (needs root and dockerd)'],
  builds: ['builds.js', 'builds with BuildKit beside the docker CLI (needs root and dockerd)'],
  micro: ['micro/main.js', 'one hot module at a time: micro [demux chunked …]'],
  features: ['features.js', 'what fairlead, dockerode, node-sdk and the docker CLI do in scripted situations'],
}
/** Keeps a full run short; a part that runs alone takes more rounds. */
const full = {
  requests: ['--rounds', '3'],
  transfers: ['--rounds', '3'],
  'fan-in': ['--rounds', '2', '--seconds', '3'],
  runtimes: ['--rounds', '2'],
}
const after = {
  page: [
    'page/main.js',
    'writes docs/performance.md and its pages, docs/comparison.md and README’s table from the last full results',
  ],
  pictures: ['page/pictures.js', 'draws docs/pictures from the code and the pages; needs no results'],
  check: ['check.js', 'checks the shape of the last results'],
}
const known = { ...parts, ...after }

const usage = `npm run bench -- [part …] [--quick] [--rounds <n>] [--json <file>] [options of the one part]

${Object.entries(known)
  .map(([name, [, what]]) => `  ${name.padEnd(14)} ${what}`)
  .join('\n')}

Without a name: all parts (an hour and a half), then the pages; with --quick within some minutes, without the pages.
--json <file>: writes the figures there, as an array if there are several parts. Each part also takes --help.
The exit status is 1 if a client failed or delivered wrong data, even if all goals are met.`

function fail(message) {
  console.error(`bench: ${message}`)
  process.exit(1)
}

/** The exit status. */
function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (error) throw error
  return status ?? 1
}

function must(command, args, cwd) {
  const status = run(command, args, cwd)
  if (status !== 0) process.exit(status)
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) must(process.execPath, [cli, ...args], cwd)
  else must('npm', args, cwd)
}

function tsc(project) {
  must(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], root)
}

function build(names) {
  if (!existsSync(join(root, 'node_modules/typescript'))) fail('run `npm ci` first')
  if (!existsSync(join(here, 'node_modules/echarts'))) {
    console.error('bench: installing the peers into bench/node_modules')
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here)
  }
  // CI has built the library, and other steps use dist/ meanwhile.
  if (!process.env.FAIRLEAD_BUILT) npm(['run', '--silent', 'build'], root)
  tsc('bench/tsconfig.json')
  // The tests' private Engine, certificates and runtimes; the modules that no entry point exports.
  const isOfTests = (name) => ['engine', 'builds', 'micro', 'remote', 'runtimes'].includes(name)
  if (!process.env.FAIRLEAD_BUILT && names.some(isOfTests)) tsc('test/tsconfig.json')
}

const resultOf = (name) => join(here, 'results', `${name}.json`)

function runPart(name, args) {
  // What a part that crashes leaves behind must not look like its result.
  if (Object.hasOwn(parts, name)) rmSync(resultOf(name), { force: true })
  return run(process.execPath, [join(here, 'build', known[name][0]), ...args], process.cwd())
}

/** Takes `--json <file>` out of the arguments. */
function takeJson(args) {
  const at = args.indexOf('--json')
  if (at < 0) return undefined
  const [, file] = args.splice(at, 2)
  return file ?? fail('--json needs a file')
}

function runAll(names, args, isFull) {
  const json = takeJson(args)
  const stranger = args.find((arg, i) => arg !== '--quick' && arg !== '--rounds' && args[i - 1] !== '--rounds')
  if (stranger !== undefined) fail(`${stranger} is an option of a single part, or not known; see --help`)
  const failed = names.filter((name) => {
    const began = performance.now()
    console.log(`\n== ${name}`)
    const status = runPart(name, [...((isFull && full[name]) || []), ...args])
    console.log(`== ${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`)
    return status !== 0
  })
  if (json !== undefined) {
    const results = names.map(resultOf).filter((file) => existsSync(file))
    writeFileSync(
      json,
      `${JSON.stringify(
        results.map((file) => JSON.parse(readFileSync(file, 'utf8'))),
        null,
        1,
      )}\n`,
    )
  }
  return failed
}

const args = process.argv.slice(2)
const names = []
while (Object.hasOwn(known, args[0] ?? '')) {
  names.push(args.shift())
  if (names[0] === 'micro') break // its other words are suites
}
if (names.length === 0 && args.includes('--help')) {
  console.log(usage)
  process.exit()
}
if (names.length === 0 && args[0] !== undefined && !args[0].startsWith('-'))
  fail(`${args[0]} is not a part; see --help`)
build(names.length === 0 ? Object.keys(parts) : names)
if (names[0] === 'check') args.unshift('--parts', Object.keys(parts).join(','))
if (names.length === 1) process.exit(runPart(names[0], args))

const isFull = names.length === 0 && !args.includes('--quick')
const failed = runAll(names.length === 0 ? Object.keys(parts) : names, args, isFull)
if (failed.length > 0) fail(`failed: ${failed.join(', ')}`)
if (isFull) process.exit(runPart('page', []))
