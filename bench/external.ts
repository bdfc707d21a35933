// Programs that are not Node's, measured: what the kernel says they used (wait4), by way of a few lines of Python. Where there
// is no Python, or not the program, they are skipped and the reason is told.
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What one run of a program cost: µs and bytes. */
export interface Cost {
  cpu: number
  wall: number
  peak: number
}

/** A program that takes longer (ms) hangs. */
const LIMIT = 300_000

// From bench/build.
const script = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** Runs a Python script of this bench and gives the JSON that it prints. */
export function runPython<T>(name: string, args: readonly string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', [script(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT })
    let text = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (piece: string) => {
      text += piece
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as T)
      else reject(new Error(`${name} ended with ${code}`))
    })
  })
}

/** Runs a program and tells its cost. */
export async function runProgram(command: readonly string[]): Promise<Cost> {
  const { status, ...cost } = await runPython<Cost & { status: number }>('external.py', command)
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}`)
  return cost
}

/** Why a program cannot be measured here; undefined when it can. */
export function lacking(program: 'curl' | 'docker-py'): string | undefined {
  const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
  if (!has('python3', '--version')) return 'no python3 here, by which programs are measured'
  if (program === 'curl') return has('curl', '--version') ? undefined : 'no curl here'
  return has('python3', '-c', 'import docker') ? undefined : 'python3 has no module docker here (python3-docker)'
}
