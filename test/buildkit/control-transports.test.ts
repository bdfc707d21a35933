// Control on the Engine's socket over each kind of connection: TCP, TLS with and without an agreement on the protocol, a dial of the
// caller's own; and that the engine's unref() holds for it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { connect as dial } from 'node:net'
import test from 'node:test'
import { promisify } from 'node:util'
import { openBuildSession } from '../../src/buildkit.ts'
import { type ConnectOptions, connect } from '../../src/index.ts'
import { tcpBridge } from '../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { tlsBridge } from '../support/tls-bridge.ts'
import { type ControlDaemon, controlDaemon, SessionBytes } from './control-daemon.ts'
import { Call, http2On } from './fake-daemon.ts'

/** Opens a session over a connection of this kind, and has the daemon call it. */
async function works(t: test.TestContext, daemon: ControlDaemon, options: ConnectOptions): Promise<void> {
  const engine = connect(options)
  t.after(() => engine.close())
  await using session = await openBuildSession(engine)
  const http2 = http2On(new SessionBytes(await daemon.call('Session')))
  assert.equal((await new Call(http2, '/none').status).status, '12')
  assert.ok(daemon.seen.includes('h2'))
  session.close()
  await engine.close()
  await eventually(() => assert.equal(daemon.connections, 0))
}

test('over TCP', async (t) => {
  const daemon = await controlDaemon(t)
  const bridge = await tcpBridge(daemon.host)
  t.after(() => bridge.close())
  await works(t, daemon, { host: bridge.host })
})

test('over TLS: agreed on in the handshake, or not spoken of', { skip: withoutOpenssl() }, async (t) => {
  const certificates = makeCertificates(tempDir(t))
  const tls = { ca: certificates.ca, ...certificates.client }
  for (const protocols of [['h2', 'http/1.1'], undefined]) {
    const daemon = await controlDaemon(t)
    const bridge = await tlsBridge(daemon.host, certificates, undefined, protocols)
    t.after(() => bridge.close())
    await works(t, daemon, { host: bridge.host, tls })
  }
})

test('by a dial of the caller’s own', async (t) => {
  const daemon = await controlDaemon(t)
  await works(t, daemon, { dial: async () => dial(daemon.host.slice('unix://'.length)) })
})

test('no connection: the dial’s error; an abort while it is dialled', async (t) => {
  const daemon = await controlDaemon(t)
  const stop = new AbortController()
  let dials = 0
  const never = async () => {
    if (dials++ > 0) {
      if (dials === 2) setImmediate(() => stop.abort())
      return await new Promise<never>(() => undefined)
    }
    return dial(daemon.host.slice('unix://'.length))
  }
  const waiting = connect({ dial: never, pool: { connections: 1 } })
  t.after(() => waiting.close())
  await waiting.version()
  await assert.rejects(openBuildSession(waiting, { signal: stop.signal, via: 'control' }), { code: 'ERR_ABORTED' })
  const refused = new Error('refused')
  let calls = 0
  const once = async () => {
    if (calls++ > 0) throw refused
    return dial(daemon.host.slice('unix://'.length))
  }
  const engine = connect({ dial: once })
  t.after(() => engine.close())
  await engine.version()
  await assert.rejects(openBuildSession(engine, { via: 'control' }), { code: 'ERR_CONNECT', cause: refused })
})

test('an engine that is unref’d: its session keeps no process alive', async (t) => {
  const daemon = await controlDaemon(t)
  const [index, buildkit] = ['index', 'buildkit'].map((name) => new URL(`../../src/${name}.js`, import.meta.url).href)
  const program = `
    import { connect } from '${index}'
    import { openBuildSession } from '${buildkit}'
    const engine = connect('${daemon.host}').unref()
    const alive = setInterval(() => undefined, 1000)
    const session = await openBuildSession(engine)
    clearInterval(alive)
    console.log('opened')
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  assert.equal(stdout, 'opened\n')
})
