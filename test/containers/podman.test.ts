// Waiting for containers and ending execs on Podman: other event names, another inspection, another runtime.
// Without systemd its health checks never run, so healthy() is not tested here.

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { exec, exit, log, port, startExec, waitFor } from '../../src/containers.ts'
import { connect } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { livePodman } from '../support/live.ts'
import { created, sh, started } from './wait/kit.ts'

const { host, skip } = livePodman()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

test('log() and exit(), before the start; another exit fails', { skip }, async (t) => {
  const id = await created(t, engine, sh('echo hello; sleep 0.3; echo ready; exit 3'))
  const waits = [waitFor(engine, id, log('ready')), waitFor(engine, id, exit(3))]
  const failure = assert.rejects(waitFor(engine, id, exit(0)), {
    code: 'ERR_WAIT_FAILED',
    exitCode: 3,
    // Podman 4.3 says the first between the end and its clean-up.
    state: /^(stopped|exited)$/,
  })
  await engine.post('/containers/{id}/start', { path: { id } })
  await Promise.all([...waits, failure])
})

test('port(), and execs that are ended', { skip }, async (t) => {
  const id = await started(t, engine, sh('sleep 0.3; while :; do nc -l -p 5432; done'))
  await waitFor(engine, id, port(5432))
  const script = 'trap "" TERM; (sleep 700 &); (setsid sleep 701 &); sleep 702'
  await assert.rejects(exec(engine, id, sh(script), { timeout: 300 }), { code: 'ERR_EXEC_TIMEOUT' })
  const session = await startExec(engine, id, ['sleep', '703'])
  session.tunnel.onFrame(() => {})
  await eventually(async () => (await session.kill()) === 1)
  assert.equal(await session.exitCode(), 137)
  const { Processes } = await engine.get('/containers/{id}/top', { path: { id } })
  assert.doesNotMatch(JSON.stringify(Processes), /sleep 70\d/)
})
