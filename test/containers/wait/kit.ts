// What the live tests of waiting share: containers of any command and health check, removed behind the test, and the requests that a
// client sends.

import type { TestContext } from 'node:test'
import { connect, type Engine, type Schema } from '../../../src/index.ts'
import { liveBody } from '../../support/live.ts'

/** How a container is made, besides its command. */
export type Making = Omit<Schema.ContainerCreateRequest, 'Cmd' | 'Labels'>

/** Creates a container, which is removed after the test. */
export async function created(t: TestContext, engine: Engine, cmd: readonly string[], making: Making = {}) {
  const { Id } = await engine.post('/containers/create', {
    body: liveBody({ Image: 'busybox:latest', ...making, Cmd: cmd }),
  })
  const query = { force: true, v: true }
  t.after(() => engine.delete('/containers/{id}', { path: { id: Id }, query }).catch(() => undefined))
  return Id
}

/** Creates and starts a container. */
export async function started(t: TestContext, engine: Engine, cmd: readonly string[], making: Making = {}) {
  const id = await created(t, engine, cmd, making)
  await engine.post('/containers/{id}/start', { path: { id } })
  return id
}

/** A shell that runs a script. */
export const sh = (script: string): string[] => ['sh', '-c', script]

/** A client that notes each request: `GET /events`. */
export function counting(t: TestContext, host: string): { engine: Engine; requests: string[] } {
  const requests: string[] = []
  const engine = connect({
    host,
    before: ({ method, path }) => {
      requests.push(`${method} ${path}`)
    },
  })
  t.after(() => engine.close())
  return { engine, requests }
}
