// POST /containers/{id}/wait (Engine API ContainerWait): the head comes at once, the JSON when the condition is met.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EngineError, type JsonResponse, type Schema } from '../../src/index.ts'
import type { Lab, OpenLab } from './lab.ts'

type WaitResponse = JsonResponse<Schema.ContainerWaitResponse>
type Condition = Schema.ContainerWaitQuery['condition']

function wait(lab: Lab, id: string, condition?: Condition, signal?: AbortSignal): Promise<WaitResponse> {
  return lab.engine.request('POST', '/containers/{id}/wait', { path: { id }, query: { condition }, signal })
}

async function codeOf(response: WaitResponse): Promise<number> {
  return (await response.json()).StatusCode
}

/** Resolves when a `gate` container waits for SIGUSR1. */
async function ready(lab: Lab, id: string): Promise<void> {
  for await (const line of (await lab.logs(id, { follow: true })).lines()) if (line.text === 'ready') return
}

export function waitTests(open: OpenLab): void {
  test('the response arrives while the container runs, its body when it ends', async (t) => {
    const lab = open(t)
    const id = await lab.launch('gate', { env: { CODE: 7 } })
    const response = await wait(lab, id)
    assert.equal(response.status, 200)
    assert.equal((await lab.inspect(id)).State.Running, true)
    const code = codeOf(response)
    await ready(lab, id)
    await lab.open(id)
    assert.equal(await code, 7)
  })

  test('the exit code of an exited container arrives at once', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { CODE: 42 } })
    assert.equal(await codeOf(await wait(lab, id)), 42)
    assert.equal(await codeOf(await wait(lab, id, 'not-running')), 42)
  })

  test('next-exit waits for a container that has not started yet', async (t) => {
    const lab = open(t)
    const id = await lab.create('say', { env: { CODE: 9 } })
    const response = await wait(lab, id, 'next-exit')
    await lab.start(id)
    assert.equal(await codeOf(response), 9)
  })

  test('removed waits for the end of a container that removes itself', async (t) => {
    const lab = open(t)
    const id = await lab.create('say', { env: { CODE: 4 }, hostConfig: { AutoRemove: true } })
    const response = await wait(lab, id, 'removed')
    await lab.start(id)
    assert.equal(await codeOf(response), 4)
    await assert.rejects(lab.inspect(id), (error) => error instanceof EngineError && error.status === 404)
  })

  test('many clients may wait for one container, and one that aborts does not affect the others', async (t) => {
    const lab = open(t)
    const id = await lab.launch('gate', { env: { CODE: 6 } })
    const giveUp = new AbortController()
    const left = wait(lab, id, undefined, giveUp.signal).then(codeOf)
    const stayed = Array.from({ length: 10 }, async () => codeOf(await wait(lab, id)))
    await ready(lab, id)
    giveUp.abort()
    await assert.rejects(left, { code: 'ERR_ABORTED' })
    await lab.open(id)
    assert.deepEqual(await Promise.all(stayed), Array(10).fill(6))
  })
}
