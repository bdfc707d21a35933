// What the tests of waiting on the embedded engine share: an engine with an image that idles, containers, and the error of a wait.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type Condition, WaitError, waitFor } from '../../../src/containers.ts'
import { type ConnectOptions, connect, type Engine, type Schema } from '../../../src/index.ts'
import { EmbeddedEngine, type Program } from '../../../src/testing.ts'

export const idle: Program = async ({ sleep }) => {
  await sleep(60_000)
}

export interface World {
  server: EmbeddedEngine
  engine: Engine
  start(body: Schema.ContainerCreateRequest): Promise<string>
}

export async function world(t: TestContext, options: ConnectOptions = {}): Promise<World> {
  const server = await EmbeddedEngine.start()
  const engine = connect({ host: server.host, ...options })
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  server.image('idle', idle, { commands: {} })
  return {
    server,
    engine,
    async start(body) {
      const { Id } = await engine.post('/containers/create', { body })
      await engine.post('/containers/{id}/start', { path: { id: Id } })
      return Id
    },
  }
}

export async function failureOf(
  engine: Engine,
  id: string,
  condition: Condition,
  timeout = 10_000,
): Promise<WaitError> {
  const error: unknown = await waitFor(engine, id, condition, { timeout }).then(
    () => assert.fail('it was met'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof WaitError, String(error))
  return error
}

/** The failure of a timeout, with more time until its message says what a probe saw: the first probe may be slow. */
export async function lateFailure(engine: Engine, id: string, condition: Condition, seen: RegExp): Promise<WaitError> {
  for (let timeout = 200; ; timeout *= 5) {
    const error = await failureOf(engine, id, condition, timeout)
    if (seen.test(error.message) || timeout > 5_000) return error
  }
}

export const ms = (count: number): number => count * 1_000_000
