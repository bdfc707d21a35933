// Who reads from the real Engine, and how each is measured: the Node clients in a process of their own, docker-py and
// the docker CLI as programs; what the CLI costs before its first byte is measured by an empty run, and taken off.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { python, runProgram } from '../external.ts'
import { goProgram, runGo } from '../go-program.ts'
import { UNPACED, withoutPacing } from '../pacing.ts'
import { nextMessage, start } from '../processes.ts'
import { dockerPyScript, findPrograms } from '../programs.ts'
import { clients } from './clients.ts'
import type { Stage } from './containers.ts'
import { command, type EngineMeasured, LINE, type Way } from './ways.ts'

/** A client that says nothing for so long (ms) hangs. */
const LIMIT = 180_000

/** The other readings stand beside onFrame where each is cheap to run. */
const READINGS = ['fairlead lines', 'fairlead pipe']

export interface Competitor {
  name: string
  ways: readonly Way[]
  measure(stage: Stage, way: Way, lines: number, times: number): Promise<EngineMeasured>
}

function library(name: string): Competitor {
  const measure: Competitor['measure'] = async (stage, way, lines, times) => {
    const container = way === 'exec' ? stage.running : stage.ended
    const task = { client: name, way, host: stage.host, container, lines, times }
    const child = start('engine/child.js', [JSON.stringify(task)])
    for (;;) {
      const message = await nextMessage<EngineMeasured | 'next'>(child, LIMIT)
      if (message !== 'next') return message
      child.send(await stage.fresh())
    }
  }
  return { name, ways: READINGS.includes(name) ? ['logs', 'exec'] : ['logs', 'follow', 'attach', 'exec'], measure }
}

const containerFor = (stage: Stage, way: Way) =>
  way === 'follow' ? stage.fresh() : way === 'exec' ? stage.running : stage.ended

function dockerPy(): Competitor {
  const measure: Competitor['measure'] = async (stage, way, lines) => {
    const container = await containerFor(stage, way)
    const task = { host: stage.host, way, container, command: command(lines), bytes: lines * LINE }
    const argv = [dockerPyScript, 'engine', JSON.stringify(task)]
    const child = spawn(python, argv, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT })
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    if (status !== 0) throw new Error(`it ended with ${status}: ${err.trim().split('\n').at(-1)}`)
    return JSON.parse(out) as EngineMeasured
  }
  return { name: 'docker-py', ways: ['logs', 'exec'], measure }
}

function dockerCli(): Competitor {
  const measure: Competitor['measure'] = async (stage, way, lines) => {
    const docker = ['docker', '-H', stage.host]
    const exec = [...docker, 'exec', stage.running]
    const empty = await runProgram(way === 'exec' ? [...exec, 'true'] : [...docker, 'logs', '--tail', '0', stage.ended])
    const container = await containerFor(stage, way)
    const { cpu, wall, peak } = await runProgram(
      way === 'exec' ? [...exec, ...command(lines)] : [...docker, 'logs', '-f', container],
    )
    return { cpu: cpu - empty.cpu, wall: wall - empty.wall, peak, frames: 0 }
  }
  return { name: 'docker CLI', ways: ['logs', 'follow', 'exec'], measure }
}

function goClient(): Competitor {
  const measure: Competitor['measure'] = async (stage, way, lines, times) => {
    const sum: EngineMeasured = { cpu: 0, wall: 0, peak: 0, frames: 0 }
    // A followed container is asked for each time, since it starts just then.
    const runs = way === 'follow' ? times : 1
    for (let i = 0; i < runs; i++) {
      const container = await containerFor(stage, way)
      const what = { way, container, command: command(lines), expected: lines * LINE, times: times / runs }
      const { cpu, wall, peak } = await runGo<EngineMeasured>('engine', { host: stage.host, ...what })
      sum.cpu += cpu / runs
      sum.wall += wall / runs
      sum.peak = Math.max(sum.peak, peak)
    }
    return sum
  }
  return { name: 'Go client', ways: ['logs', 'follow', 'exec'], measure }
}

/** Everyone who can be asked on this machine, and who cannot, with the reason. */
export function competitors(): { found: Competitor[]; skipped: string[] } {
  const lacking = withoutPacing()
  const found = Object.keys(clients)
    .filter((name) => name !== UNPACED || lacking === undefined)
    .map(library)
  const skipped = [
    ...(lacking === undefined ? [] : [`${UNPACED}: ${lacking}`]),
    'docker-py, attach: it loses bytes that come with the 101',
    'docker-py, followed: it ended before the log in one of two runs',
    'docker CLI, attach: it cannot replay the log',
  ]
  const programs = findPrograms()
  for (const [name, make] of [
    ['docker CLI', dockerCli],
    ['docker-py', dockerPy],
  ] as const) {
    const state = programs[name]
    if ('why' in state) skipped.push(`${name}: ${state.why}`)
    else found.push(make())
  }
  const go = goProgram()
  if ('why' in go) skipped.push(`Go client: ${go.why}`)
  else found.push(goClient())
  return { found, skipped }
}
