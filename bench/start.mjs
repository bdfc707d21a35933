// Runs a benchmark: builds the library and the bench, installs the peers when they are missing, hands over the arguments.
//   node bench/start.mjs [throughput] [--quick …]      client CPU time per payload byte, beside every peer
//   node bench/start.mjs slow-consumer                 memory and loss behind a consumer of 1 MB/s
//   node bench/start.mjs tunnel                        a real container's hijacked exec, beside dockerode (needs root and dockerd)
//   node bench/start.mjs micro [demux chunked …]       one hot module at a time
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const scripts = {
  throughput: 'throughput.js',
  'slow-consumer': 'slow-consumer.js',
  tunnel: 'tunnel.js',
  micro: 'micro/main.js',
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) run(process.execPath, [cli, ...args], cwd)
  else run('npm', args, cwd)
}

const [first, ...rest] = process.argv.slice(2)
const named = first !== undefined && Object.hasOwn(scripts, first)
const script = named ? scripts[first] : scripts.throughput
const args = named ? rest : process.argv.slice(2)

if (!existsSync(join(here, 'node_modules/dockerode'))) {
  console.error('bench: installing the peers into bench/node_modules')
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here)
}
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
run(process.execPath, [tsc, '-p', '../tsconfig.json'], here)
run(process.execPath, [tsc, '-p', 'tsconfig.json'], here)
run(process.execPath, [join(here, 'build', script), ...args], here)
