// docs/examples/containers-for-tests on the embedded engine and on a real one: what a test suite does with it, how a start fails, and what is
// left afterwards.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { connect, type Engine } from 'fairlead'
import { all, healthy, http, log, WaitError } from 'fairlead/containers'
import {
  HOLDER_LABEL,
  removeAbandoned,
  SESSION_LABEL,
  Session,
} from '../../docs/examples/containers-for-tests/session.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { liveEngine, liveLabels } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'

const live = liveEngine()

/** A session on an engine that is closed behind it. */
function open(t: TestContext, host: string, server?: EmbeddedEngine): { session: Session; engine: Engine } {
  const engine = connect(host)
  const session = new Session({ engine })
  t.after(async () => {
    await session.close()
    await engine.close()
    await server?.close()
  })
  return { session, engine }
}

/** How many containers carry a session's label. */
async function count(engine: Engine, session: Session): Promise<number> {
  const filters = { label: [`${SESSION_LABEL}=${session.id}`] }
  return (await engine.get('/containers/json', { query: { all: true, filters } })).length
}

/** An embedded engine with a server and a program that fails. */
async function embedded(): Promise<EmbeddedEngine> {
  const server = await EmbeddedEngine.start()
  const web = createServer((_, response) => response.end('hello\n'))
  server.image(
    'web:1',
    async ({ listen, sleep, stdout }) => {
      await stdout.write('starting\n')
      await sleep(20)
      listen(80, (socket) => web.emit('connection', socket))
      await stdout.write('ready\n')
      await sleep(60_000)
    },
    { commands: { greet: async ({ stdout }) => stdout.write('hi\n'), probe: () => 0 } },
  )
  server.image('broken:1', async ({ stderr }) => {
    await stderr.write('no configuration\n')
    return 3
  })
  return server
}

test('embedded: ports, readiness, exec, log, files, restart, and nothing left', async (t) => {
  const server = await embedded()
  const { session, engine } = open(t, server.host, server)
  const folder = tempDir(t)
  writeFileSync(join(folder, 'settings'), 'a=1\n')
  const lines: string[] = []
  const web = await session.start({
    image: 'web:1',
    ports: [80],
    env: { MODE: 'test' },
    labels: { mine: 'yes' },
    files: [{ from: join(folder, 'settings'), to: '/settings' }],
    healthCheck: { test: ['probe'], everyMs: 10 },
    ready: all(healthy(), http('/'), log('ready')),
    onLine: (text) => lines.push(text),
  })
  assert.equal(await (await fetch(`http://${web.host}:${web.port(80)}/`)).text(), 'hello\n')
  assert.throws(() => web.port(81), /port 81 .* is not published/)
  assert.deepEqual(await web.exec(['greet']), { exitCode: 0, stdout: 'hi\n', stderr: '' })
  assert.equal(await web.logs(), 'starting\nready\n')
  await eventually(() => assert.deepEqual(lines, ['starting', 'ready']))
  await web.copyOut('/settings', folder.concat('/back'))
  assert.equal(readFileSync(join(folder, 'back'), 'utf8'), 'a=1\n')
  await web.stop(0)
  assert.equal(await web.state(), 'exited')
  await web.remove()
  await session.startAll({ image: 'web:1', ports: [80], ready: http('/') }, { image: 'web:1' })
  assert.equal(await count(engine, session), 2)
  await session.close()
  assert.equal(await count(engine, session), 0)
})

test('embedded: a container that does not become ready is removed, and its log is in the error', async (t) => {
  const server = await embedded()
  const { session, engine } = open(t, server.host, server)
  const starts = session.startAll({ image: 'broken:1', ready: log('ready') }, { image: 'web:1' })
  await assert.rejects(starts, (error) => error instanceof WaitError && /no configuration/.test(error.message))
  await assert.rejects(session.start({ image: 'web:1', ready: log('never'), startTimeout: 50 }), {
    code: 'ERR_WAIT_TIMEOUT',
  })
  await assert.rejects(session.start({ image: 'nowhere:1', pull: 'never' }), { kind: 'not-found' })
  assert.equal(await count(engine, session), 0)
})

test('embedded: a missing image is pulled once for several containers', async (t) => {
  const server = await embedded()
  server.remote('far:1', async ({ sleep }) => sleep(60_000))
  const { session } = open(t, server.host, server)
  await session.startAll({ image: 'far:1' }, { image: 'far:1' }, { image: 'far:1' })
  assert.equal(server.requests.filter(({ path }) => path === '/images/create').length, 1)
})

test('embedded: what a dead process left is removed, and what a living one or another machine holds stays', async (t) => {
  const server = await embedded()
  const { session, engine } = open(t, server.host, server)
  await session.start({ image: 'web:1' })
  const left = async (holder: string) => {
    const Labels = { [SESSION_LABEL]: holder, [HOLDER_LABEL]: holder }
    await engine.post('/containers/create', { body: { Image: 'web:1', Labels } })
  }
  const [own] = session.labels[HOLDER_LABEL]!.split('@').slice(1)
  await left(`4194305@${own}`)
  await left('1@another-machine')
  assert.equal(await removeAbandoned(engine), 1)
  assert.equal((await engine.get('/containers/json', { query: { all: true } })).length, 2)
  assert.equal(await count(engine, session), 1)
})

test('a real Engine: a server, its port, exec, log, files both ways, a network, restart, and nothing left', {
  skip: live.skip,
}, async (t) => {
  const { session, engine } = open(t, live.host)
  const folder = tempDir(t)
  mkdirSync(join(folder, 'www'))
  writeFileSync(join(folder, 'www/index.html'), 'served\n')
  const network = await session.network()
  const server = await session.start({
    image: 'busybox:latest',
    command: ['sh', '-c', 'echo starting; httpd -f -p 8080 -h /www'],
    labels: liveLabels(),
    files: [{ from: join(folder, 'www'), to: '/www' }],
    network: { name: network, aliases: ['server'] },
    healthCheck: { test: 'wget -q -O - http://127.0.0.1:8080/', everyMs: 100 },
    ready: all(healthy(), log('starting')),
  })
  const client = await session.start({
    image: 'busybox:latest',
    command: ['sleep', '600'],
    labels: liveLabels(),
    network: { name: network },
  })
  const get = ['wget', '-q', '-O', '-', `http://${server.address(network)}:8080/`]
  assert.deepEqual(await client.exec(get), { exitCode: 0, stdout: 'served\n', stderr: '' })
  await server.copyOut('/www/index.html', join(folder, 'back.html'))
  assert.equal(readFileSync(join(folder, 'back.html'), 'utf8'), 'served\n')
  assert.equal(await server.logs(), 'starting\n')
  await server.restart(0)
  await eventually(async () => assert.equal((await client.exec(get)).stdout, 'served\n'))
  await client.stop(0)
  assert.equal(await client.state(), 'exited')
  assert.equal(await count(engine, session), 2)
  await session.close()
  assert.equal(await count(engine, session), 0)
  const networks = await engine.get('/networks')
  assert.ok(!networks.some(({ Name }) => Name === network))
})

test('a real Engine: without a condition, a published port counts when something listens', {
  skip: live.skip,
}, async (t) => {
  const { session } = open(t, live.host)
  const network = await session.network()
  const command = ['sh', '-c', 'sleep 0.5; httpd -f -p 8080 -h /']
  const spec = { image: 'busybox:latest', command, labels: liveLabels(), network: { name: network } }
  const server = await session.start({ ...spec, ports: [8080] })
  assert.ok(server.port(8080) > 0)
  const { stdout } = await server.exec(['netstat', '-ltn'])
  assert.match(stdout, /:8080 /)
  await assert.rejects(session.start({ ...spec, command: ['false'], ports: [8080] }), { code: 'ERR_WAIT_FAILED' })
})
