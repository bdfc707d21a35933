// Starts a program of docs/examples in a process of its own, as a user would, and collects what it prints.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../support/root.ts'

/** The limit for one program in ms. */
const LIMIT_MS = 60_000

export interface Outcome {
  /** The exit code, or the signal. */
  code: number | string | null
  stdout: string
  stderr: string
}

export interface Played {
  child: ChildProcessWithoutNullStreams
  /** What was printed so far. */
  readonly texts: { stdout: string; stderr: string }
  /** Resolves with the first line of stdout. */
  first: Promise<string>
  ended: Promise<Outcome>
}

/** The compiled file of a program, such as `watch/main`. */
export const fileOf = (name: string): string => path.join(root, 'build/docs/examples', `${name}.js`)

/** Starts `name` with DOCKER_HOST; it is killed after the test. Its stdin stays open. */
export function play(
  t: Pick<TestContext, 'after'>,
  host: string,
  name: string,
  args: readonly string[] = [],
  variables: Record<string, string> = {},
): Played {
  const env = { ...process.env, DOCKER_HOST: host, NO_COLOR: '1', ...variables }
  const child = spawn(process.execPath, [fileOf(name), ...args], { env, timeout: LIMIT_MS })
  t.after(() => child.kill('SIGKILL'))
  const texts = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (texts[stream] += text))
  child.stdin.on('error', () => {})
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code ?? signal, ...texts }))
  const first = new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const at = texts.stdout.indexOf('\n')
      if (at >= 0) resolve(texts.stdout.slice(0, at))
    }
    child.stdout.on('data', look)
    ended.then(({ code, stderr }) => reject(new Error(`${name} ended with ${code} before its first line: ${stderr}`)))
  })
  first.catch(() => {})
  return { child, texts, first, ended }
}
