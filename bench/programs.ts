// The programs that are measured besides Node libraries, if this machine has them. The kernel reports the cost of a run
// (external.ts). An empty run measures the cost before the first byte, which is subtracted.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { lacking, python } from './external.ts'

/** A program that takes longer (ms) hangs. */
const PROGRAM_LIMIT = 180_000

/** The first line that `program` prints with these arguments; undefined if it does not exist or fails. */
function ask(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined
}

/** How many bytes it writes to both outputs. */
export async function bytesOf(argv: readonly string[]): Promise<number> {
  const child = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], timeout: PROGRAM_LIMIT })
  let bytes = 0
  const count = (chunk: Buffer) => {
    bytes += chunk.length
  }
  child.stdout.on('data', count)
  child.stderr.on('data', count)
  const [status] = (await once(child, 'close')) as [number | null]
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}`)
  return bytes
}

/** bench/log-stream/clients/docker_py.py, which is not compiled. */
export const dockerPyScript = fileURLToPath(new URL('../log-stream/clients/docker_py.py', import.meta.url))

export interface Found {
  version: string
}
export interface Lacking {
  why: string
}

/** The three other programs: their versions, or why one cannot be measured here. */
export function findPrograms(): Record<'docker-py' | 'docker CLI' | 'curl', Found | Lacking> {
  const timeless = lacking('curl')
  const cli = ask('docker', ['--version'])
  const curl = ask('curl', ['--version'])
  const dockerPy = lacking('docker-py')
  return {
    'docker-py': dockerPy === undefined ? { version: ask(python, [dockerPyScript, 'version'])! } : { why: dockerPy },
    'docker CLI':
      timeless === undefined && cli !== undefined
        ? { version: cli.replace(/^Docker version ([^,]+).*/, '$1') }
        : { why: cli === undefined ? 'no docker here (docker.io)' : timeless! },
    curl: timeless === undefined ? { version: curl!.split(' ')[1]! } : { why: timeless },
  }
}
