// `npm start` with the real Engine of this run in DOCKER_HOST.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect } from '../../src/index.ts'
import { start } from '../contract/start.ts'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'

const { host, skip } = liveEngine()

test('it follows the containers of the real Engine, those that come too, until it is interrupted', {
  skip,
}, async (t) => {
  const engine = connect(host)
  const run = async (name: string): Promise<void> => {
    const Cmd = ['sh', '-c', `while true; do echo line of ${name}; sleep 0.2; done`]
    const full = `${name}-${process.pid}`
    const { Id: id } = await engine.post('/containers/create', {
      query: { name: full },
      body: liveBody({ Image: 'busybox:latest', Cmd }),
    })
    t.after(() => engine.delete('/containers/{id}', { path: { id }, query: { force: true } }).catch(() => undefined))
    await engine.post('/containers/{id}/start', { path: { id } })
  }
  t.after(() => engine.close())
  await run('early')
  const { child, ended } = start(t, host)
  let output = ''
  child.stdout!.on('data', (text: string) => {
    output += text
  })
  await eventually(() => assert.match(output, /^early-\d+ +out line of early$/m))
  await run('late')
  await eventually(() => assert.match(output, /^late-\d+ +out line of late$/m))
  child.kill('SIGINT')
  const outcome = await ended
  assert.equal(outcome.code, 0, outcome.stdout + outcome.stderr)
  const { Version } = await engine.get('/version')
  assert.ok(outcome.stdout.startsWith(`Engine ${Version} `), outcome.stdout.slice(0, 200))
  assert.match(outcome.stdout, /\n[\d,]+ lines, .* containers · \d+ ms behind · 0 gaps\n$/)
})

test('a container that does not exist is reported, with status 1', { skip }, async (t) => {
  const outcome = await start(t, host, 'fairlead-nobody').ended
  assert.equal(outcome.code, 1)
  assert.match(
    outcome.stdout,
    /ERR_ENGINE: GET \/containers\/fairlead-nobody\/json: 404 No such container: fairlead-nobody\n/,
  )
})
