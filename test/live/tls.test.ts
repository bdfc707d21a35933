// A real Engine found through contexts and variables, over a socket, TCP and mutual TLS: the usual calls work over each, and a process
// that used them ends. Half-closes and many MiB: test/engine/response/tunnel-live.test.ts.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { type Engine, events, exec, logs } from '../../src/index.ts'
import { DockerFolder } from '../endpoint/docker-folder.ts'
import { failure } from '../engine/response/tunnel-kit.ts'
import { create, open, start } from '../engine/response/tunnel-live-kit.ts'
import { tcpBridge } from '../support/bridge.ts'
import { type Certificates, makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { under } from '../support/environment.ts'
import { liveEngine } from '../support/live.ts'
import { variant } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { tlsBridge } from '../support/tls-bridge.ts'

const { host, skip: without } = liveEngine()
/** A filter that no event matches: other test files use the same Engine at the same time. */
const NO_EVENT = { label: 'fairlead.none' }
const skip =
  without || withoutOpenssl() || (host.startsWith('unix://') ? false : 'the Engine is on no unix socket here')

/** Variables that name the Engine, and how to close what is behind them. */
interface Way {
  env: Record<string, string | undefined>
  close(): Promise<void>
}

const NONE = { DOCKER_HOST: undefined, DOCKER_CONTEXT: undefined, DOCKER_TLS: undefined, DOCKER_TLS_VERIFY: undefined }

function files(made: Certificates): Record<string, Uint8Array> {
  return { 'ca.pem': made.ca, 'cert.pem': made.client.cert, 'key.pem': made.client.key }
}

const ways: Record<string, (t: TestContext, folder: DockerFolder) => Promise<Way>> = {
  async 'the socket of the current context'(_t, folder) {
    folder.context('local', host)
    folder.config({ currentContext: 'local' })
    return { env: {}, async close() {} }
  },
  async 'the port of DOCKER_HOST'() {
    const bridge = await tcpBridge(host)
    return { env: { DOCKER_HOST: bridge.host }, close: bridge.close }
  },
  async 'mutual TLS of a context'(t, folder) {
    const made = makeCertificates(tempDir(t))
    const bridge = await tlsBridge(host, made)
    folder.context('secure', bridge.host, { ...files(made), 'ca.pem': Buffer.concat([made.stranger, made.ca]) })
    return { env: { DOCKER_CONTEXT: 'secure' }, close: bridge.close }
  },
  async 'mutual TLS of DOCKER_TLS_VERIFY'(t, folder) {
    const made = makeCertificates(tempDir(t))
    const bridge = await tlsBridge(host, made)
    const DOCKER_CERT_PATH = folder.files('certificates', files(made))
    return { env: { DOCKER_HOST: bridge.host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH }, close: bridge.close }
  },
  async 'TLS of DOCKER_TLS, which trusts anyone'(t, folder) {
    const made = makeCertificates(tempDir(t))
    const bridge = await tlsBridge(host, made)
    folder.files('.', { ...files(made), 'ca.pem': made.stranger })
    return { env: { DOCKER_HOST: bridge.host, DOCKER_TLS: '1' }, close: bridge.close }
  },
}

async function enter(t: TestContext, way: (typeof ways)[string]): Promise<{ engine: Engine; env: Way['env'] }> {
  const folder = new DockerFolder(tempDir(t))
  const { env, close } = await way(t, folder)
  const all = { ...NONE, DOCKER_CONFIG: folder.folder, ...env }
  return { engine: under(all, () => open(t, {}, close)), env: all }
}

for (const [name, way] of Object.entries(ways)) {
  const hindered = skip || (name !== 'mutual TLS of a context' && variant)
  test(`${name}: requests, logs, exec, abort, close`, { skip: hindered }, async (t) => {
    const { engine } = await enter(t, way)
    assert.equal(await engine.get('/_ping'), 'OK')
    for (let i = 0; i < 100; i++) assert.ok((await engine.untyped.get<{ ID: string }>('/info')).ID)
    assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })

    const id = await create(engine, ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 0.1; done; sleep 600'])
    await start(engine, id)
    const lines: string[] = []
    for await (const line of logs(engine, id, { follow: true })) {
      lines.push(line.text)
      if (lines.length === 3) break
    }
    assert.deepEqual(lines, ['line 1', 'line 2', 'line 3'])
    const command = ['sh', '-c', 'sort; sleep 0.2; echo last; echo err >&2; exit 7']
    const expected = { exitCode: 7, stdout: 'a\nb\nlast\n', stderr: 'err\n' }
    assert.deepEqual(await exec(engine, id, command, { stdin: 'b\na\n' }), expected)

    const stop = new AbortController()
    const aborted = failure(
      (await events(engine, { filters: NO_EVENT, signal: stop.signal }).ready())[Symbol.asyncIterator]().next(),
    )
    stop.abort()
    assert.equal((await aborted).code, 'ERR_ABORTED')
    assert.equal(await engine.get('/_ping'), 'OK')
  })

  test(`${name}: a process that used it ends`, { skip: hindered }, async (t) => {
    const { env } = await enter(t, way)
    const entry = JSON.stringify(new URL('../../src/index.js', import.meta.url).href)
    const program = `
      const { connect } = await import(${entry})
      console.log(await connect().get('/_ping'))
      const engine = connect()
      await engine.request('GET', '/events')
      await engine.close()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    assert.deepEqual([said, code], ['OK\n', 0])
  })
}

test('a context without a client certificate, and one that trusts another authority', { skip }, async (t) => {
  const made = makeCertificates(tempDir(t))
  const bridge = await tlsBridge(host, made)
  t.after(() => bridge.close())
  const folder = new DockerFolder(tempDir(t))
  folder.context('nameless', bridge.host, { 'ca.pem': made.ca })
  folder.context('stranger', bridge.host, { ...files(made), 'ca.pem': made.stranger })
  folder.context('system', bridge.host, { 'cert.pem': made.client.cert, 'key.pem': made.client.key })
  for (const [context, words] of [
    ['nameless', /rejected the client certificate, or requires one.*/],
    ['stranger', /from an unknown authority.*the context 'stranger'$/],
    ['system', /from an unknown authority.*the context 'system'$/],
  ] as const) {
    const engine = under({ ...NONE, DOCKER_CONFIG: folder.folder }, () => open(t, { context }))
    const error = await failure(engine.get('/info'))
    assert.match(error.message, words)
    assert.doesNotMatch(error.message, /BEGIN|KEY/)
  }
})
