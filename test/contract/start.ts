// `npm start` as a user runs it: the built example in a separate process with its own environment.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../support/root.ts'
import { tempDir } from '../support/temp.ts'

/** How long it may take, in ms. */
const LIMIT = 60_000

/** The outcome of one run. */
export interface Outcome {
  /** Exit status, or the signal that ended it. */
  code: number | NodeJS.Signals
  stdout: string
  stderr: string
}

/** A run in progress. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Outcome>
}

/** Starts the example with both outputs as pipes. `host` is DOCKER_HOST; undefined leaves it unset. */
export function start(t: TestContext, host: string | undefined, ...names: string[]): Started {
  const env = { PATH: process.env.PATH, HOME: tempDir(t), ...(host === undefined ? {} : { DOCKER_HOST: host }) }
  const main = path.join(root, 'build/docs/examples/watch/main.js')
  const child = spawn(process.execPath, [main, ...names], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT })
  t.after(() => child.kill('SIGKILL'))
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code ?? signal, ...texts }))
  return { child, ended }
}

/** How many lines the output shows, by container (without the demonstration's suffix) and output: `web out`. */
export function shown({ stdout }: Outcome): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [, name, output] of stdout.matchAll(/^([a-z]+)\S* +(out|err) /gm)) {
    const key = `${name} ${output}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** The lines of the whole demonstration: every fifth goes to stderr. */
export const WHOLE_DEMO = {
  'web out': 32,
  'web err': 8,
  'db out': 13,
  'db err': 3,
  'worker out': 1600,
  'worker err': 400,
}
