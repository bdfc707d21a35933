// `npm start` with the real Engine of this run in DOCKER_HOST.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect } from '../../src/index.ts'
import { shown, start, WHOLE_DEMO } from '../contract/start.ts'
import { liveEngine } from '../support/live.ts'

const { host, skip } = liveEngine()

test('it shows the demonstration on the real Engine and leaves no container behind', { skip }, async (t) => {
  const engine = connect(host)
  const { child, ended } = start(t, host)
  const label = [`fairlead.demo=${child.pid!.toString(36)}`]
  const left = () =>
    engine.untyped.get<{ Id: string }[]>('/containers/json', { query: { all: true, filters: { label } } })
  t.after(async () => {
    const query = { force: true }
    for (const { Id } of await left()) await engine.untyped.delete('/containers/{id}', { path: { id: Id }, query })
    await engine.close()
  })
  const outcome = await ended
  assert.equal(outcome.code, 0, outcome.stdout + outcome.stderr)
  const { Version } = await engine.untyped.get<{ Version: string }>('/version')
  assert.ok(outcome.stdout.startsWith(`Engine ${Version} `), outcome.stdout.slice(0, 200))
  assert.deepEqual(shown(outcome), WHOLE_DEMO)
  assert.match(outcome.stdout, /\n2,056 lines, .*\n$/)
  assert.deepEqual(await left(), [])
})

test('a container that the Engine does not have is told, with status 1', { skip }, async (t) => {
  const outcome = await start(t, host, 'fairlead-nobody').ended
  assert.equal(outcome.code, 1)
  assert.match(
    outcome.stdout,
    /ERR_ENGINE: GET \/containers\/fairlead-nobody\/json: 404 No such container: fairlead-nobody\n/,
  )
})
