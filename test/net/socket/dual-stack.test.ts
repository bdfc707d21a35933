// A host with several addresses: each may take the whole limit of the dial to connect, and one that never connects delays no other.
// A server that does not accept, with a full backlog, is an address that does not connect: the kernel drops its SYNs.

import assert from 'node:assert/strict'
import dns from 'node:dns'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import { Worker } from 'node:worker_threads'
import { connect } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { AddressDial, ATTEMPT_DELAY_MS } from '../../../src/net/socket/dial-address.ts'
import { dial, failure } from '../../adapters/modem/kit.ts'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { tempDir } from '../../support/temp.ts'
import { timersMade } from '../../support/timers-made.ts'

const skip = process.platform === 'linux' ? false : 'all of 127.0.0.0/8 is of this machine on Linux only'

/** Responds with OK, to CONNECT too, once `gate[0]` is not 0; until then it does not even accept. */
const SERVER = `
const { parentPort, workerData } = require('node:worker_threads')
const { gate, host, port, secure } = workerData
const onSocket = (socket) => {
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    const ok = 'HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nContent-Length: 2\\r\\n\\r\\nOK'
    socket.write(String(bytes).startsWith('CONNECT') ? 'HTTP/1.1 200 Yes\\r\\n\\r\\n' : ok)
  })
}
const server = secure ? require('node:tls').createServer(secure, onSocket) : require('node:net').createServer(onSocket)
server.listen({ host, port, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  setImmediate(() => Atomics.wait(gate, 0, 0))
})`

interface Slow {
  port: number
  /** From now on it accepts. */
  open(): void
}

/** A server whose backlog is full. */
async function slow(t: TestContext, host: string, port = 0, secure?: object): Promise<Slow> {
  const gate = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(SERVER, { eval: true, workerData: { gate, host, port, secure } })
  const [bound] = (await once(worker, 'message')) as [number]
  const open = (): void => {
    Atomics.store(gate, 0, 1)
    Atomics.notify(gate, 0)
  }
  const fillers = [1, 2, 3].map(() => net.connect({ host, port: bound }).on('error', () => {}))
  t.after(async () => {
    for (const filler of fillers) filler.destroy()
    open()
    await worker.terminate()
  })
  await once(fillers[1] as net.Socket, 'connect')
  return { port: bound, open }
}

/** The name `dual.test` has these addresses. */
function named(t: TestContext, addresses: string[]): void {
  const all = addresses.map((address) => ({ address, family: 4 }))
  const lookup = (_host: string, options: { all?: boolean }, done: (...result: unknown[]) => void): void => {
    if (options.all) setImmediate(done, null, all)
    else setImmediate(done, null, addresses[0], 4)
  }
  t.mock.method(dns, 'lookup', lookup as never)
}

const [GOOD, GONE, DEAD] = ['127.0.0.1', '127.0.0.2', '127.0.0.3']
const orders: [what: string, addresses: string[]][] = [
  ['first', [GOOD, GONE]],
  ['last', [GONE, GOOD]],
  ['between', [GONE, GOOD, GONE]],
]

for (const [where, addresses] of orders) {
  test(`the slow address comes ${where}, the others reject`, { skip }, async (t) => {
    const { port, open } = await slow(t, GOOD)
    named(t, addresses)
    const engine = connect({ host: `tcp://dual.test:${port}`, apiVersion: '1.45' })
    t.after(() => engine.close())
    const asked = engine.get('/_ping')
    // Twice as long as an attempt has by Node's own default.
    setTimeout(open, 500)
    assert.equal(await asked, 'OK')
  })
}

test('a slow address and one that never connects, in both orders', { skip }, async (t) => {
  const good = await slow(t, GOOD)
  await slow(t, DEAD, good.port)
  setTimeout(good.open, 500)
  for (const addresses of [
    [GOOD, DEAD],
    [DEAD, GOOD],
  ]) {
    named(t, addresses)
    const engine = connect({ host: `tcp://dual.test:${good.port}`, apiVersion: '1.45', timeouts: { connect: 8_000 } })
    assert.equal(await engine.get('/_ping'), 'OK')
    await engine.close()
    t.mock.restoreAll()
  }
})

test('over TLS: the name of the host is what the certificate is checked against', {
  skip: skip || withoutOpenssl(),
}, async (t) => {
  const made = makeCertificates(tempDir(t))
  const { port, open } = await slow(t, GOOD, 0, made.server)
  named(t, [GOOD, GONE])
  const tls = { ca: made.ca, ...made.client }
  const engine = connect({
    host: `tcp://dual.test:${port}`,
    apiVersion: '1.45',
    tls: { ...tls, servername: 'localhost' },
  })
  const strict = connect({ host: `tcp://dual.test:${port}`, apiVersion: '1.45', tls })
  t.after(() => Promise.all([engine.close(), strict.close()]))
  const asked = engine.get('/_ping')
  setTimeout(open, 500)
  assert.equal(await asked, 'OK')
  const error = await failure(strict.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /certificate is for another name/)
})

test('to a proxy', { skip }, async (t) => {
  const { port, open } = await slow(t, GOOD)
  named(t, [GOOD, GONE])
  const proxy = `http://dual.test:${port}`
  const engine = connect({ host: 'tcp://engine.test', proxy, apiVersion: '1.45' })
  t.after(() => engine.close())
  const asked = engine.get('/_ping')
  setTimeout(open, 500)
  assert.equal(await asked, 'OK')
  named(t, [GONE, GONE.replace('2', '4')])
  const gone = connect({ host: 'tcp://engine.test', proxy, apiVersion: '1.45' })
  t.after(() => gone.close())
  assert.match((await failure(gone.get('/_ping'))).message, /the proxy http:\/\/dual\.test.*: ECONNREFUSED/)
})

/** Dials by itself, as agents for proxies do. */
class OwnAgent extends http.Agent {
  override createConnection(options: object): net.Socket {
    return net.connect(options as net.TcpNetConnectOpts)
  }
}

for (const agent of [undefined, new OwnAgent()]) {
  test(`fairlead/modem${agent ? ', through an agent' : ''}`, { skip }, async (t) => {
    const { port, open } = await slow(t, GOOD)
    named(t, [GOOD, GONE])
    const modem = new Modem({ host: 'dual.test', port, agent })
    t.after(() => modem.close())
    const asked = dial(modem, { path: '/_ping', method: 'GET' })
    setTimeout(open, 500)
    assert.equal(String(await asked), 'OK')
  })
}

test('all reject: one error that has each of them; none connects: the limit', { skip }, async (t) => {
  const { port } = await slow(t, DEAD)
  named(t, [GONE, GOOD])
  const engine = connect({ host: `tcp://dual.test:${port}`, apiVersion: '1.45', timeouts: { connect: 400 } })
  t.after(() => engine.close())
  const failed = await failure(engine.get('/_ping'))
  assert.match(failed.message, /^GET \/_ping: cannot connect to tcp:\/\/dual\.test:\d+: ECONNREFUSED \(/)
  assert.equal(failed.cause.errors.length, 2)
  named(t, [DEAD, GONE])
  const { code, message } = await failure(engine.get('/_ping'))
  assert.equal(code, 'ERR_CONNECT_TIMEOUT')
  assert.match(message, /\(nothing answers there\)/)
  await eventually(() => assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 }))
})

test('an abort and a close while addresses are tried leave nothing', { skip }, async (t) => {
  const { port } = await slow(t, DEAD)
  const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  named(t, [DEAD, GONE])
  const engine = connect({ host: `tcp://dual.test:${port}`, apiVersion: '1.45' })
  const controller = new AbortController()
  const aborted = failure(engine.get('/_ping', { signal: controller.signal }))
  const closed = failure(engine.get('/_ping'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  controller.abort()
  await engine.close()
  assert.deepEqual([(await aborted).code, (await closed).code], ['ERR_ABORTED', 'ERR_CLOSED'])
  await eventually(() => {
    const now = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    assert.ok(now <= before, `${now} sockets, ${before} before`)
  })
})

/** Dials `dual.test` by sockets that connect to nothing. */
function byHand(t: TestContext, addresses: string[]) {
  named(t, addresses)
  const made = timersMade(t)
  const tried: { address: string; socket: net.Socket; isReffed: boolean }[] = []
  const failed: Error[] = []
  const open = ({ address }: { address: string }): net.Socket => {
    const socket = new net.Socket()
    const one = { address, socket, isReffed: true }
    const setRef = (isReffed: boolean) => () => {
      one.isReffed = isReffed
      return socket
    }
    socket.ref = setRef(true)
    socket.unref = setRef(false)
    tried.push(one)
    return socket
  }
  const dial = new AddressDial('dual.test', open, {
    onAddressReady: () => assert.fail(),
    onAddressFail: (e) => failed.push(e),
  })
  t.after(() => dial.cancel())
  const pauses = (): boolean[] =>
    made.filter(({ ms, open }) => ms === ATTEMPT_DELAY_MS && open).map(({ timer }) => timer.hasRef())
  const reach = (count: number): Promise<void> => eventually(() => assert.equal(tried.length, count), { every: 1 })
  return { dial, tried, failed, pauses, reach }
}

test('unref() and ref() reach the attempt under way, the pause behind it, and those that follow', async (t) => {
  const { dial, tried, pauses, reach } = byHand(t, [DEAD, GONE, GOOD])
  const reffed = (): boolean[] => tried.map(({ isReffed }) => isReffed)
  dial.unref()
  await reach(1)
  assert.deepEqual([reffed(), pauses()], [[false], [false]])
  dial.ref()
  assert.deepEqual([reffed(), pauses()], [[true], [true]])
  tried[0]!.socket.emit('error', new Error('it is gone'))
  await reach(2)
  assert.deepEqual([reffed(), pauses()], [[true, true], [true]])
  dial.unref()
  // What has failed is out of the dial's hands.
  assert.deepEqual([reffed(), pauses()], [[true, false], [false]])
})

test('an address that is given twice is tried once, and what is none is not', async (t) => {
  const { tried, failed, reach } = byHand(t, [GONE, 'dual.test', GONE, GOOD])
  for (const count of [1, 2]) {
    await reach(count)
    tried.at(-1)!.socket.emit('error', new Error('it is gone'))
  }
  await eventually(() => assert.equal(failed.length, 1), { every: 1 })
  assert.deepEqual(
    tried.map(({ address }) => address),
    [GONE, GOOD],
  )
})
