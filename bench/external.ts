// Measures programs that are not Node: what the kernel reports (wait4), through a few lines of Python. Without Python or the
// program, they are skipped and the reason is reported.
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

/** Debian's Python if it has docker-py, since others on PATH may not. */
export const python = ['/usr/bin/python3', 'python3'].find((one) => has(one, '-c', 'import docker')) ?? 'python3'

function has(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Runs a Python script of this bench and gives the JSON that it prints. */
export function runPython<T>(name: string, args: readonly string[], env = process.env): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT, env })
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

/** Runs a program and returns its cost. */
export async function runProgram(command: readonly string[], env = process.env): Promise<Cost> {
  const { status, ...cost } = await runPython<Cost & { status: number }>('external.py', command, env)
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}`)
  return cost
}

/** Why a program, or any at all, cannot be measured here; undefined when it can. */
export function lacking(program?: 'curl' | 'docker-py'): string | undefined {
  if (!has(python, '--version')) return 'no python3 here, by which programs are measured'
  if (program === undefined) return undefined
  if (program === 'curl') return has('curl', '--version') ? undefined : 'no curl here'
  return has(python, '-c', 'import docker') ? undefined : 'python3 has no module docker here (python3-docker)'
}
