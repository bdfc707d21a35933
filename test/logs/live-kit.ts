// What the live tests of followed logs share: containers that write numbered lines, and what is missing of them.

import type { TestContext } from 'node:test'
import { type Engine, exec, logs } from '../../src/index.ts'
import { type FollowedLog, type FollowOptions, follow } from '../../src/logs.ts'
import { liveBody } from '../support/live.ts'

/** A container's log, and whether it has a TTY. */
export interface Kind {
  driver?: string
  options?: Record<string, string>
  tty?: boolean
}

/** Makes and starts a container that runs this script. It is removed behind the test. */
export async function container(t: TestContext, engine: Engine, script: string, kind: Kind = {}): Promise<string> {
  const id = await created(t, engine, script, kind)
  await engine.post('/containers/{id}/start', { path: { id } })
  return id
}

/** The same without the start. */
export async function created(t: TestContext, engine: Engine, script: string, kind: Kind = {}): Promise<string> {
  const { driver = 'json-file', options = {}, tty = false } = kind
  const { Id } = await engine.post('/containers/create', {
    body: liveBody({
      Image: 'busybox:latest',
      Cmd: ['sh', '-c', script],
      Tty: tty,
      HostConfig: { LogConfig: { Type: driver, Config: options } as never },
    }),
  })
  t.after(() => engine.delete('/containers/{id}', { path: { id: Id }, query: { force: true } }).catch(() => undefined))
  return Id
}

/** A script that writes `count` numbered lines as fast as it can. */
export const numbered = (count: number, pad = 60): string =>
  `awk 'BEGIN { for (i = 0; i < ${count}; i++) printf "%d ${'x'.repeat(pad)}\\n", i }'`

/** The same, of which the first line comes at once and the others after {@link go}. */
export const numberedOnGo = (count: number): string =>
  `echo 0; until [ -e /go ]; do usleep 20000; done; ${numbered(count).replace('i = 0', 'i = 1')}`

/** Lets a container write, and stays away. */
export async function go(engine: Engine, id: string, away: number): Promise<void> {
  await exec(engine, id, ['touch', '/go'])
  await new Promise((resolve) => setTimeout(resolve, away))
}

/** Takes records until the container has stopped; `away` ms go by behind the first one. */
export async function followAll(
  engine: Engine,
  id: string,
  away = 0,
  options: FollowOptions = {},
): Promise<{ lines: string[]; log: FollowedLog }> {
  const log = follow(engine, id, { until: 'stopped', ...options })
  const lines: string[] = []
  for await (const item of log) {
    if (item.kind !== 'record') continue
    lines.push(item.text)
    if (lines.length === 1 && away > 0) await go(engine, id, away)
  }
  return { lines, log }
}

/** The same by one connection. */
export async function readAll(engine: Engine, id: string, away: number): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of logs(engine, id, { follow: true })) {
    lines.push(text)
    if (lines.length === 1) await go(engine, id, away)
  }
  return lines
}

/** How many of the numbers 0 … count-1 are missing, come again, or come out of order. */
export function faultsOf(
  lines: readonly string[],
  count: number,
): { missed: number; repeated: number; disordered: number } {
  const numbers = lines.map((line) => Number.parseInt(line, 10))
  const seen = new Set(numbers)
  let disordered = 0
  for (let at = 1; at < numbers.length; at++) if (numbers[at]! < numbers[at - 1]!) disordered++
  return { missed: count - seen.size, repeated: numbers.length - seen.size, disordered }
}

export const NONE = { missed: 0, repeated: 0, disordered: 0 }
