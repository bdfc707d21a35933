// `npm run bench`: builds the library and the bench, installs the peers when they are missing, runs the parts one after
// another, and after a full run draws the charts and the tables of docs/performance.md and the comparison.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)

/** In the order of a full run. */
const parts = {
  'log-stream': ['log-stream.js', 'CPU time of a followed log, beside every peer and a bare socket'],
  requests: ['requests.js', 'ping, inspect, list of 100; kept-alive and cold'],
  transfers: ['transfers.js', '1 GB up and down'],
  'fan-in': ['fan-in.js', 'thousands of followed streams: memory, latency, CPU'],
  'slow-consumer': ['slow-consumer.js', '1 MB/s out of a 1 GB stream: memory, the sender, what arrives'],
  start: ['start/main.js', 'install size, import time, first log line, bundle size'],
  'modem-demux': ['modem-demux.js', 'demuxStream of fairlead/modem beside docker-modem’s'],
  engine: ['engine.js', 'a real Engine: logs, attach and exec (needs root and dockerd)'],
  micro: ['micro/main.js', 'one hot module at a time: micro [demux chunked …]'],
  features: ['features.js', 'what fairlead, dockerode, node-sdk and the docker CLI do in scripted situations'],
}
/** What keeps a full run short; the parts alone take more rounds. */
const full = {
  requests: ['--rounds', '3'],
  transfers: ['--rounds', '3'],
  'fan-in': ['--rounds', '2', '--seconds', '3'],
}
const after = {
  page: ['page/main.js', 'draws the charts and tables of docs/performance.md from the last full results'],
  check: ['check.js', 'looks whether the last results have their shape'],
}
const known = { ...parts, ...after }

const usage = `npm run bench -- [part …] [--quick] [--rounds <n>] [--json <file>] [options of the one part]

${Object.entries(known)
  .map(([name, [, what]]) => `  ${name.padEnd(14)} ${what}`)
  .join('\n')}

Without a name: all parts (about half an hour), then the page; with --quick within three minutes, without the page.
--json <file>: where the figures go; of several parts, an array. Each part also takes --help.
The status is 1 when a client failed or lied, whatever the goals say.`

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
  npm(['run', '--silent', 'build'], root)
  tsc('bench/tsconfig.json')
  // The tests' private Engine; the modules that no entry point exports.
  if (names.includes('engine') || names.includes('micro')) tsc('test/tsconfig.json')
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
