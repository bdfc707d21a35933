// What the tests of errors share: an engine with a container that writes, the error of a call, and the lines of a stack.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { connect, type Engine, type FairleadError } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'

export async function world(t: TestContext): Promise<{ engine: Engine; server: EmbeddedEngine; id: string }> {
  const server = await EmbeddedEngine.start()
  server.image('talker', async ({ stdout, signal }) => {
    await stdout.write('a line of some length\n'.repeat(20))
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  const { Id } = await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'talker' } })
  await engine.post('/containers/{id}/start', { path: { id: 'web' } })
  return { engine, server, id: Id }
}

export async function failed(call: () => Promise<unknown>): Promise<FairleadError> {
  try {
    await call()
  } catch (error) {
    return error as FairleadError
  }
  throw new Error('it did not fail')
}

/** The name of a function of this file, which must be among the lines. */
export function assertLine(error: Error, name: string): void {
  assert.ok(new RegExp(`at async (?:\\w+\\.)?${name} \\(.*error-lines\\.test`).test(error.stack!), error.stack)
}
