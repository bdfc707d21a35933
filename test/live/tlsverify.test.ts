// dockerd's own TLS: this file's Engine, started with --tlsverify on a port of its network namespace. A process in that namespace
// passes the port's bytes to a unix socket, and the bridge passes them on to the loopback.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { type ConnectOptions, connect, exec } from '../../src/index.ts'
import { failure } from '../engine/response/tunnel-kit.ts'
import { tcpBridge } from '../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { liveEngine } from '../support/live.ts'
import { variant } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { startPrivateEngine } from './private-engine.ts'
import { enginePid } from './private-registry.ts'

const { own, skip: without } = liveEngine()
const skip = without || withoutOpenssl() || (own ? false : 'the Engine of this run is not the tests’ own')
const PORT = 2376
const MEGABYTES = 64

const passOn = `
const net = require('net')
net.createServer({ allowHalfOpen: true }, (near) => {
  const far = net.connect({ port: ${PORT}, host: '127.0.0.1', allowHalfOpen: true })
  near.on('error', () => far.destroy()).on('close', () => far.destroy())
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  near.pipe(far).pipe(near)
}).listen(process.argv[1], () => console.log('up'))
process.stdin.on('end', () => process.exit()).resume()`

/** Starts everything. Returns the options to connect with, and a running busybox container. */
async function open(t: TestContext) {
  const folder = tempDir(t)
  const made = makeCertificates(folder)
  const at = (name: string) => path.join(folder, name)
  const flags = `--host tcp://127.0.0.1:${PORT} --tlsverify --tlscacert ${at('ca.pem')} --tlscert ${at('server.pem')} --tlskey ${at('server.key')}`
  const daemon = await startPrivateEngine(flags)
  t.after(() => daemon.stop())
  const pid = enginePid(daemon.host)
  const child = spawn('nsenter', [`--net=/proc/${pid}/ns/net`, process.execPath, '-e', passOn, at('port.sock')])
  t.after(() => child.kill())
  await once(child.stdout, 'data')
  const bridge = await tcpBridge(`unix://${at('port.sock')}`)
  t.after(() => bridge.close())
  const options: ConnectOptions = { host: bridge.host, tls: { ca: made.ca, ...made.client } }
  return { options, made }
}

test('dockerd --tlsverify: it requires a client certificate, and everything works over it', {
  skip: skip || variant,
}, async (t) => {
  const { options, made } = await open(t)
  const engine = connect(options)
  t.after(() => engine.close())
  for (let i = 0; i < 100; i++) assert.equal(await engine.get('/_ping'), 'OK')
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })

  const body = { Image: 'busybox:latest', Cmd: ['sleep', '600'] }
  const { Id } = await engine.untyped.post<{ Id: string }>('/containers/create', { body })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  const late = await exec(engine, Id, ['sh', '-c', 'sort | wc -l; sleep 2; echo late'], { stdin: 'b\na\nc\n' })
  assert.deepEqual(late, { exitCode: 0, stdout: '3\nlate\n', stderr: '' })
  const random = randomBytes(MEGABYTES * 1024 * 1024)
  const maxBytes = random.length
  const back = await exec(engine, Id, ['cat'], { stdin: random, encoding: 'buffer', maxBytes })
  assert.equal(
    createHash('sha256').update(back.stdout).digest('hex'),
    createHash('sha256').update(random).digest('hex'),
  )

  const stranger = connect({ ...options, tls: { ca: made.stranger, ...made.client } })
  assert.equal((await failure(stranger.get('/_ping'))).code, 'ERR_CONNECT')
  await stranger.close()
  const nobody = connect({ ...options, tls: { ca: made.ca } })
  const refused = await failure(nobody.get('/_ping'))
  assert.match(refused.message, /certificate/)
  await nobody.close()
  const plain = connect({ host: options.host as string })
  assert.match((await failure(plain.get('/_ping'))).message, /HTTPS server|TLS/)
  await plain.close()
})
