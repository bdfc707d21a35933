// Programs that are not Node: run to their end, with the CPU time of all their threads. Bash's `time` has it from the
// kernel when it waits for its child (getrusage(2)), to a millisecond. What the program costs before its first byte is
// measured by an empty run, and taken off.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** One run. µs, and bytes of peak resident set where the system tells (Linux). */
export interface Timed {
  cpu: number
  wall: number
  peak: number
}

/** A program that takes longer (ms) hangs. */
const PROGRAM_LIMIT = 180_000
/** How often (ms) the peak is looked at; the kernel keeps it, so the last look counts. */
const LOOK_MS = 20

const US = 1e6

/** The variables that a program runs with: nothing of the user's Docker. */
const env = { PATH: process.env.PATH, HOME: '/nonexistent', LC_ALL: 'C' }

/** The first line that `program` prints when asked so, or undefined where it is not there or fails. */
export function ask(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', env })
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined
}

/** Why no program can be measured here, or undefined. */
export function withoutTimes(): string | undefined {
  return ask('bash', ['-c', 'TIMEFORMAT=%U; time true']) === undefined ? 'no bash to take the time' : undefined
}

/** Runs it with its output thrown away; rejects when it fails. */
export async function timed(argv: readonly string[]): Promise<Timed> {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>/dev/null'
  const child = spawn('bash', ['-c', script, 'bash', ...argv], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const limit = setTimeout(() => child.kill('SIGKILL'), PROGRAM_LIMIT)
  let peak = 0
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child))
  }, LOOK_MS)
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const [status] = (await once(child, 'close')) as [number | null]
  clearTimeout(limit)
  clearInterval(look)
  const times = told.trim().split(/\s+/).slice(-3).map(Number)
  if (status !== 0 || times.length !== 3 || !times.every(Number.isFinite)) {
    throw new Error(`${argv[0]} ended with ${status}: ${told.trim()}`)
  }
  const [wall = 0, user = 0, system = 0] = times
  return { cpu: (user + system) * US, wall: wall * US, peak }
}

/** The program is bash's only child. 0 where it is not there, or the system has no /proc. */
function peakOf({ pid }: ChildProcess): number {
  try {
    const program = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
    const kilobytes = /VmHWM:\s*([0-9]+) kB/.exec(readFileSync(`/proc/${program}/status`, 'latin1'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

/** How many bytes it writes to its outputs together. */
export async function bytesOf(argv: readonly string[]): Promise<number> {
  const child = spawn(argv[0]!, argv.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const limit = setTimeout(() => child.kill('SIGKILL'), PROGRAM_LIMIT)
  let bytes = 0
  const count = (chunk: Buffer) => {
    bytes += chunk.length
  }
  child.stdout.on('data', count)
  child.stderr.on('data', count)
  const [status] = (await once(child, 'close')) as [number | null]
  clearTimeout(limit)
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}`)
  return bytes
}

/** bench/clients/docker_py.py, which is not compiled. */
export const dockerPyScript = fileURLToPath(new URL('../clients/docker_py.py', import.meta.url))

/** A Python with docker-py, Debian's first, and its version; or undefined. */
export function findDockerPy(): { python: string; version: string } | undefined {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const version = ask(python, [dockerPyScript, 'version'])
    if (version !== undefined) return { python, version }
  }
  return undefined
}

/** The docker CLI's version, or undefined. */
export function findDockerCli(): string | undefined {
  return ask('docker', ['--version'])?.replace(/^Docker version ([^,]+).*/, '$1')
}

/** curl's version, or undefined. */
export function findCurl(): string | undefined {
  return ask('curl', ['--version'])?.split(' ')[1]
}
