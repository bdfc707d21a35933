// Published ports of the embedded engine: inspect and list, connections to the program, what nothing listens on, a port that is taken.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import { connect, type Schema } from '../../src/index.ts'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'

const echo: Program = async ({ listen, sleep }) => {
  const stop = listen(7, (socket) => socket.pipe(socket))
  assert.throws(() => listen(7, () => {}), { code: 'EADDRINUSE' })
  stop()
  listen(7, (socket) => socket.pipe(socket))
  await sleep(60_000)
}

async function world(t: TestContext) {
  const server = (await EmbeddedEngine.start()).image('echo', echo)
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  return {
    engine,
    async start(body: Omit<Schema.ContainerCreateRequest, 'Image'>) {
      const { Id: id } = await engine.post('/containers/create', { body: { Image: 'echo', ...body } })
      await engine.post('/containers/{id}/start', { path: { id } })
      return id
    },
    ports: async (id: string) => (await engine.get('/containers/{id}/json', { path: { id } })).NetworkSettings!.Ports!,
  }
}

async function said(port: number, text: string): Promise<string> {
  const socket = net.connect({ host: '127.0.0.1', port })
  socket.end(text)
  let received = ''
  socket.on('data', (data) => {
    received += data
  })
  await once(socket, 'close')
  return received
}

test('a published port reaches the program; one that nothing listens on is closed at once', async (t) => {
  const { engine, start, ports } = await world(t)
  const id = await start({
    ExposedPorts: { '7/tcp': {}, '8/tcp': {}, '9/udp': {} },
    HostConfig: { PortBindings: { '7/tcp': [{ HostIp: '', HostPort: '' }], '80': [{ HostPort: '0' }] } },
  })
  const map = await ports(id)
  assert.deepEqual(Object.keys(map).sort(), ['7/tcp', '8/tcp', '80/tcp', '9/udp'])
  assert.equal(map['8/tcp'], null)
  const [{ HostIp, HostPort }] = map['7/tcp'] as [{ HostIp: string; HostPort: string }]
  assert.equal(HostIp, '0.0.0.0')
  assert.equal(await said(Number(HostPort), 'hello'), 'hello')
  const [unused] = map['80/tcp'] as [{ HostPort: string }]
  assert.equal(await said(Number(unused.HostPort), 'hello').catch(() => ''), '')
  const [listed] = await engine.get('/containers/json')
  assert.deepEqual(
    listed!.Ports!.find(({ PrivatePort }) => PrivatePort === 7),
    { IP: '0.0.0.0', PrivatePort: 7, PublicPort: Number(HostPort), Type: 'tcp' },
  )
  const open = net.connect({ host: '127.0.0.1', port: Number(HostPort) })
  await once(open, 'connect')
  open.write('x')
  await once(open, 'data')
  const closed = once(open, 'close')
  open.on('error', () => {})
  await engine.post('/containers/{id}/kill', { path: { id } })
  await closed
  assert.deepEqual(await ports(id), {})
  await assert.rejects(said(Number(HostPort), 'x'), { code: 'ECONNREFUSED' })
})

test('PublishAllPorts publishes what is exposed', async (t) => {
  const { start, ports } = await world(t)
  const map = await ports(await start({ ExposedPorts: { '7/tcp': {} }, HostConfig: { PublishAllPorts: true } }))
  assert.equal(await said(Number(map['7/tcp']![0]!.HostPort), 'all'), 'all')
})

test('a port that is taken fails the start with the Engine’s words; the container can be started later', async (t) => {
  const { engine, start, ports } = await world(t)
  const first = await start({ HostConfig: { PortBindings: { '7/tcp': [{ HostPort: '' }] } } })
  const HostPort = (await ports(first))['7/tcp']![0]!.HostPort
  const body = { Image: 'echo', HostConfig: { PortBindings: { '8/tcp': [{ HostPort: '' }], '7/tcp': [{ HostPort }] } } }
  const { Id: id } = await engine.post('/containers/create', { body })
  await assert.rejects(engine.post('/containers/{id}/start', { path: { id } }), {
    status: 500,
    reason: `driver failed programming external connectivity on endpoint: Bind for 0.0.0.0:${HostPort} failed: port is already allocated`,
  })
  assert.equal((await engine.get('/containers/{id}/json', { path: { id } })).State!.Status, 'created')
  await engine.post('/containers/{id}/kill', { path: { id: first } })
  await engine.post('/containers/{id}/start', { path: { id } })
  assert.equal(await said(Number((await ports(id))['7/tcp']![0]!.HostPort), 'later'), 'later')
})
