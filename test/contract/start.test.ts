// `npm start` without a real Engine: without arguments, with an Engine in DOCKER_HOST, with names of containers, interrupted,
// and without any Engine.

import assert from 'node:assert/strict'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { demoProgram } from '../../docs/examples/watch/demo-program.ts'
import { connect, resolveEndpoint } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { shown, start, WHOLE_DEMO } from './start.ts'

const ESCAPE = '\x1b'

async function embedded(t: TestContext) {
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  server.image('busybox:latest', demoProgram)
  const engine = connect(server.host)
  t.after(() => engine.close())
  const containers = () => engine.get('/containers/json', { query: { all: true } })
  return { server, engine, containers }
}

const { endpoint, reason } = resolveEndpoint({}, { HOME: '/nowhere' })
const skip =
  !reason.endsWith('no other known socket exists') &&
  `there is a socket that would be used: ${JSON.stringify(endpoint)}`

test('without an Engine it shows the embedded one, reports that, and ends by itself', { skip }, async (t) => {
  const outcome = await start(t, undefined).ended
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.equal(outcome.stderr, '')
  assert.match(
    outcome.stdout,
    /^No Engine responds at the default socket; no other known socket exists .*embedded engine/,
  )
  assert.deepEqual(shown(outcome), WHOLE_DEMO)
  assert.match(outcome.stdout, /\n2,056 lines, [\d,]+ bytes in .* MB\/s .* per line.* pauses for the terminal\n$/)
  assert.ok(!outcome.stdout.includes(ESCAPE), 'colour into a pipe')
})

test('with an Engine in DOCKER_HOST it uses that and leaves nothing behind', async (t) => {
  const { server, containers } = await embedded(t)
  const outcome = await start(t, server.host).ended
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.ok(outcome.stdout.startsWith(`Engine 20.10.24 (API 1.41) at DOCKER_HOST (${server.host}), using API 1.41\n`))
  assert.deepEqual(shown(outcome), WHOLE_DEMO)
  assert.deepEqual(await containers(), [])
})

test('an Engine with containers that run: it follows them and those that come, and leaves all alone', async (t) => {
  const { server, engine, containers } = await embedded(t)
  const run = async (name: string): Promise<void> => {
    const body = { Image: 'busybox', Env: [`NAME=${name}`, 'LINES=100000', 'PAUSE=0.01'] }
    await engine.post('/containers/create', { query: { name }, body })
    await engine.post('/containers/{id}/start', { path: { id: name } })
  }
  await run('web')
  const { child, ended } = start(t, server.host)
  let output = ''
  child.stdout!.on('data', (text: string) => {
    output += text
  })
  await eventually(() => output.includes('web: line'))
  await run('late')
  // A later one from its first line on.
  await eventually(() => output.includes('late: line 1 of') && output.includes('late: line 3 of'))
  assert.match(output, /\nlate: followed from now on\n/)
  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /\n[\d,]+ lines, .* · 2 containers · \d+ ms behind · 0 gaps\n$/)
  assert.equal((await containers()).length, 2)
})

test('it follows the named containers to their ends', async (t) => {
  const { server, engine, containers } = await embedded(t)
  for (const name of ['web', 'db']) {
    const body = { Image: 'busybox', Env: [`NAME=${name}`, 'LINES=10', 'PAUSE=0.01'] }
    await engine.post('/containers/create', { query: { name }, body })
    await engine.post('/containers/{id}/start', { path: { id: name } })
  }
  const outcome = await start(t, server.host, 'web', 'db').ended
  assert.equal(outcome.code, 0, outcome.stderr)
  assert.deepEqual(shown(outcome), { 'web out': 8, 'web err': 2, 'db out': 8, 'db err': 2 })
  assert.match(outcome.stdout, /\n20 lines, /)
  assert.equal((await containers()).length, 2, 'containers of others are left alone')
})

test('a missing container is reported, with exit status 1', async (t) => {
  const { server } = await embedded(t)
  const outcome = await start(t, server.host, 'missing').ended
  assert.equal(outcome.code, 1)
  assert.match(outcome.stdout, /\nERR_ENGINE: GET \/containers\/missing\/json: 404 No such container: missing\n$/)
  assert.equal(outcome.stderr, '')
})

test('a DOCKER_HOST without an Engine is an error: the demonstration does not start', async (t) => {
  const outcome = await start(t, `unix://${path.join(tempDir(t), 'no.sock')}`).ended
  assert.equal(outcome.code, 1)
  assert.match(outcome.stdout, /^ERR_CONNECT: .*no\.sock/)
  assert.deepEqual(shown(outcome), {})
})

test('on SIGINT it removes its containers and exits', async (t) => {
  const { server, containers } = await embedded(t)
  const { child, ended } = start(t, server.host)
  let output = ''
  child.stdout!.on('data', (text: string) => {
    output += text
  })
  await eventually(() => output.includes('web: line 3'), { within: 20_000 })
  assert.equal((await containers()).length, 3)
  child.kill('SIGINT')
  const outcome = await ended
  assert.equal(typeof outcome.code, 'number', 'ended by itself')
  assert.match(outcome.stdout, /\n[\d,]+ lines, .*\n$/, 'the figures so far')
  assert.deepEqual(await containers(), [])
})
