// progressStates(): over responses of a peer, and over a push and a pull of a real Engine with a registry.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import type { ProgressState } from '../../../src/containers/progress/progress-state.ts'
import { progressStates } from '../../../src/containers/progress/progress-states.ts'
import { build, connect, EngineError, type Progress, pull, push } from '../../../src/index.ts'
import { call } from '../../live/call.ts'
import { password, registryObstacle, startRegistry, username } from '../../live/private-registry.ts'
import { chunkedResponse, respondWith, scripted } from '../../recipes/support.ts'
import { tarHead } from '../../recipes/tar.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { tempDir } from '../../support/temp.ts'

const records = [
  '{"status":"Pulling from library/x","id":"latest"}\n',
  '{"status":"Downloading","progressDetail":{"current":1,"total":2},"id":"a"}\n',
  '{"status":"Pull complete","progressDetail":{},"id":"a"}\n',
]

test('a state per record, and one for the end; the result is there afterwards', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse(...records, '{"status":"Digest: sha256:1"}\n')))
  const progress = pull(engine, 'x')
  const states: ProgressState[] = []
  for await (const state of progressStates(progress)) states.push(state)
  assert.deepEqual(
    states.map(({ outcome, moved }) => `${outcome} ${moved}`),
    ['running 0', 'running 1', 'running 2', 'running 2', 'done 2'],
  )
  assert.equal((await progress.done()).digest, 'sha256:1')
})

test('a failure is the last state, and nothing rejects but done()', async (t) => {
  const failed = '{"errorDetail":{"message":"no space"},"error":"no space"}\n'
  const { engine } = await scripted(t, respondWith(chunkedResponse(...records, failed)))
  const progress = pull(engine, 'x')
  let last: ProgressState | undefined
  for await (const state of progressStates(progress, { every: 60_000 })) last = state
  assert.equal(last?.outcome, 'failed')
  assert.ok(last.error instanceof EngineError && last.error.reason === 'no space')
  assert.equal(last.layers.length, 1)
  await assert.rejects(progress.done(), (error) => error === last?.error)
})

test('every: few states, the last one included; leaving the loop cancels', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse(...records)))
  let count = 0
  for await (const _ of progressStates(pull(engine, 'x'), { every: 60_000 })) count++
  assert.equal(count, 2)
  assert.throws(() => progressStates(undefined as never, { evry: 1 } as never), { code: 'ERR_OPTION' })
  const { engine: another } = await scripted(t, respondWith(chunkedResponse(...records).subarray(0, -5)))
  const progress = pull(another, 'x')
  for await (const _ of progressStates(progress)) break
  await assert.rejects(progress.done(), { code: 'ERR_CLOSED' })
  assert.equal(another.connections.busy, 0)
})

const { host, skip } = liveEngine()
const reason = skip || (registryObstacle(host) ?? false)

/** The last state of an operation, and what all its states were. */
async function played<R>(progress: Progress<R>): Promise<{ last: ProgressState; phases: Set<string> }> {
  const phases = new Set<string>()
  let last: ProgressState | undefined
  for await (const state of progressStates(progress)) {
    for (const { phase } of state.layers) phases.add(phase)
    assert.ok(state.size === undefined || state.moved <= state.size)
    last = state
  }
  return { last: last!, phases }
}

test('a push and a pull of 8 MB: every layer is done, and the bytes are those of the image', {
  skip: reason,
}, async (t) => {
  const engine = connect(host)
  const folder = tempDir(t)
  const registry = await startRegistry(host, folder, 15_000 + (process.pid % 10_000))
  const repo = `${registry.host}/team/states`
  t.after(async () => {
    await call(host, 'DELETE', `/images/${repo}:v1?force=1`)
    await registry.stop()
    await engine.close()
  })
  const big = randomBytes(8_000_000)
  const dockerfile = 'FROM busybox\nCOPY big /\n'
  const context = Buffer.concat([
    ...[tarHead('Dockerfile', dockerfile.length), Buffer.from(dockerfile.padEnd(512, '\0'))],
    ...[tarHead('big', big.length), big, Buffer.alloc(1024)],
  ])
  const built = await played(build(engine, context, { tags: `${repo}:v1`, labels: liveLabels() }))
  assert.equal(built.last.outcome, 'done')
  assert.deepEqual(built.last.step?.count, built.last.step?.number)
  const auth = { username, password }
  const pushed = await played(push(engine, `${repo}:v1`, { auth }))
  assert.equal(pushed.last.outcome, 'done', String(pushed.last.error))
  assert.ok(pushed.last.layers.every(({ phase }) => phase === 'done') && pushed.last.layers.length === 2)
  assert.ok(pushed.last.moved > 8_000_000 && pushed.last.moved === pushed.last.size, String(pushed.last.moved))
  await engine.delete('/images/{name}', { path: { name: `${repo}:v1` } })
  const pulled = await played(pull(engine, `${repo}:v1`, { auth }))
  assert.equal(pulled.last.outcome, 'done', String(pulled.last.error))
  const { layers, size, moved } = pulled.last
  assert.ok(
    layers.every(({ phase }) => phase === 'done'),
    JSON.stringify(layers),
  )
  assert.equal(moved, size)
  assert.ok(pulled.phases.has('unpacking'))
  // containerd's image store reports now and then: not each layer that is there, and no bytes of one that comes in between.
  const { DriverStatus } = await engine.get('/info')
  const isContainerd = DriverStatus?.some(([, value]) => value?.startsWith('io.containerd.snapshotter')) === true
  if (isContainerd && size === 0) return
  assert.ok(size! >= 8_000_000, String(size))
  assert.ok(pulled.phases.has('moving'))
  if (!isContainerd) assert.equal(layers.length, 2)
})
