// Who reads log streams here, and how each is measured: the Node libraries by child.ts in a process of their own,
// docker-py by its twin in Python, the docker CLI and curl as programs whose empty run is taken off.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { python, runProgram } from '../external.ts'
import { goProgram, runGo } from '../go-program.ts'
import { runnable } from '../node-only.ts'
import { nextMessage, start } from '../processes.ts'
import { bytesOf, dockerPyScript, findPrograms } from '../programs.ts'
import type { Measured, Task } from './child.ts'
import { clients } from './clients.ts'
import { buildBlock, type Stream, streamOf, workloads } from './workloads.ts'

/** A client that takes longer (ms) hangs. */
const CHILD_LIMIT = 120_000
const FRAME_HEADER = 8

export interface Competitor {
  name: string
  /** Whether it reads hijacked streams. */
  raw: boolean
  measure(task: Omit<Task, 'client'>): Promise<Measured>
}

function library(name: string, raw: boolean): Competitor {
  return {
    name,
    raw,
    measure: (task) =>
      nextMessage(start('log-stream/child.js', [JSON.stringify({ ...task, client: name })]), CHILD_LIMIT),
  }
}

function dockerPy(name: string): Competitor {
  const measure = async (task: Omit<Task, 'client'>): Promise<Measured> => {
    const { payload, frames } = buildBlock(workloads[task.workload]!)
    const raw = workloads[task.workload]!.framing === 'raw'
    const argument = JSON.stringify({ ...task, payload, frames, raw })
    const child = spawn(python, [dockerPyScript, argument], { stdio: ['ignore', 'pipe', 'pipe'], timeout: CHILD_LIMIT })
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    if (status !== 0) throw new Error(`it ended with ${status}: ${err.trim().split('\n').at(-1)}`)
    return JSON.parse(out) as Measured
  }
  return { name, raw: true, measure }
}

/** Docker's Go client and stdcopy, into a writer that counts, or into a file. */
function goClient(name: string, file = ''): Competitor {
  const measure = (task: Omit<Task, 'client'>): Promise<Measured> => {
    const { payload, frames } = buildBlock(workloads[task.workload]!)
    const raw = workloads[task.workload]!.framing === 'raw'
    return runGo('stream', { ...task, bytes: Math.round(task.bytes ?? 0), payload, frames, raw, file })
  }
  return { name, raw: true, measure }
}

/** CPU time (µs) above the empty run's from which a run says how fast the program is. */
const CALIBRATING = 80_000
/** Payload bytes of the first run that is to say so. */
const FIRST_BYTES = 4_000_000

// `command` reads the stream, `expected` is how many bytes it then writes; looked at once for each workload.
function program(
  name: string,
  raw: boolean,
  command: (socketPath: string, stream: Stream) => string[],
  expected: (stream: Stream) => number,
): Competitor {
  const speeds = new Map<string, number>()
  const measure = async ({ workload, socketPath, seconds, bytes }: Omit<Task, 'client'>): Promise<Measured> => {
    const block = buildBlock(workloads[workload]!)
    const argv = (payload: number) => command(socketPath, streamOf(workload, block, payload))
    const empty = await runProgram(argv(0))
    let speed = speeds.get(workload)
    if (speed === undefined) {
      const stream = streamOf(workload, block, FIRST_BYTES)
      const got = await bytesOf(command(socketPath, stream))
      if (got !== expected(stream)) throw new Error(`it wrote ${got} bytes, ${expected(stream)} were to be written`)
      let size = FIRST_BYTES
      let cpu = (await runProgram(argv(size))).cpu - empty.cpu
      while (cpu < CALIBRATING) cpu = (await runProgram(argv((size *= 4)))).cpu - empty.cpu
      speeds.set(workload, (speed = size / cpu))
    }
    const stream = streamOf(workload, block, bytes ?? speed * seconds * 1e6)
    const { cpu, wall, peak } = await runProgram(command(socketPath, stream))
    // The empty run has a block too.
    const payload = stream.payload - block.payload
    return { cpu: cpu - empty.cpu, wall: wall - empty.wall, payload, frames: stream.frames - block.frames, peak }
  }
  return { name, raw, measure }
}

const dockerCommand = (socketPath: string, { id, framing }: Stream) => [
  'docker',
  '-H',
  `unix://${socketPath}`,
  ...(framing === 'raw' ? ['attach', '--no-stdin', id] : ['logs', '-f', id]),
]

const curlCommand = (socketPath: string, { id }: Stream) => [
  'curl',
  '-sSN',
  '--unix-socket',
  socketPath,
  `http://docker/containers/${id}/logs?follow=1&stdout=1&stderr=1`,
]

/** Everyone who can be asked on this machine, and who cannot, with the reason. */
export function competitors(): { found: Competitor[]; skipped: string[]; versions: string[] } {
  const { can, skipped } = runnable(Object.keys(clients))
  const found = can.map((name) => library(name, clients[name]!.raw))
  const others: Record<string, Competitor> = {
    'docker-py': dockerPy('docker-py'),
    'docker CLI': program('docker CLI', true, dockerCommand, ({ payload }) => payload),
    curl: program('curl', false, curlCommand, ({ payload, frames }) => payload + frames * FRAME_HEADER),
  }
  const versions: string[] = []
  for (const [name, state] of Object.entries(findPrograms())) {
    if ('why' in state) {
      skipped.push(`${name}: ${state.why}`)
      continue
    }
    versions.push(`${name} ${state.version}`)
    found.push(others[name]!)
  }
  const go = goProgram()
  if ('why' in go) skipped.push(`Go client: ${go.why}`)
  else {
    versions.push(`Go client ${go.version}`)
    found.push(goClient('Go client'), goClient('Go client to file', '/dev/null'))
  }
  return { found, skipped, versions }
}
