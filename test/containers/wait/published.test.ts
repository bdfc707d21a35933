// port() and http() through ports that a real Engine publishes: its docker-proxy listens in the Engine's network namespace, so each wait
// runs in a process there. The image has no shell: nothing can look inside, and the published port alone shows what listens.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import test, { after, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { connect, importImage } from '../../../src/index.ts'
import { bareArchive, findBusybox } from '../../live/busybox-image.ts'
import { onPath } from '../../live/private-daemon.ts'
import { enginePid } from '../../live/private-registry.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { created, type Making } from './kit.ts'

const { host, skip: without } = liveEngine()
const busybox = findBusybox()
const pid = enginePid(host)
const skip =
  without ||
  ('reason' in busybox && busybox.reason) ||
  (pid === undefined && 'the Engine is not in a network namespace that the tests know') ||
  (!onPath('nsenter') && 'no nsenter on PATH')
const engine = connect(without ? 'unix:///nowhere' : host)
after(() => engine.close())

const run = promisify(execFile)
const src = pathToFileURL(path.resolve(import.meta.dirname, '../../../src')).href

interface Outcome {
  /** The code of the error; '' when the condition was met. */
  code: string
  message: string
}

/** Waits in the Engine's network namespace. @param condition as text: `port(8080)` */
async function waitThere(id: string, condition: string, timeout = 20_000): Promise<Outcome> {
  const program = `
    const { connect } = await import('${src}/index.js')
    const { all, http, port, waitFor } = await import('${src}/containers.js')
    const engine = connect(process.argv[1])
    const outcome = await waitFor(engine, process.argv[2], ${condition}, { timeout: ${timeout} }).then(
      () => ({ code: '', message: '' }),
      ({ code, message }) => ({ code, message }))
    console.log(JSON.stringify(outcome))
    await engine.close()`
  const words = [`--net=/proc/${pid}/ns/net`, process.execPath, '--input-type=module', '-e', program, host, id]
  const { stdout } = await run('nsenter', words)
  return JSON.parse(stdout) as Outcome
}

/** A web server of busybox that serves its root folder, on a bridge, with its port published; created, not started. */
async function server(t: TestContext, making: Making = {}, HostIp = ''): Promise<string> {
  await importImage(engine, bareArchive((busybox as { path: string }).path), {
    repo: 'fairlead-bare',
    tag: 'latest',
  }).done()
  const Name = `fairlead-ports-${process.pid}-${Math.random().toString(36).slice(2)}`
  const network = await engine.post('/networks/create', { body: { Name, Driver: 'bridge', Labels: liveLabels() } })
  // Behind the container, which is removed by a hook that comes after this one.
  after(() => engine.delete('/networks/{id}', { path: { id: network.Id! } }).catch(() => undefined))
  const cmd = ['/busybox', 'httpd', '-f', '-p', '8080', '-h', '/']
  const HostConfig = {
    NetworkMode: Name,
    PortBindings: { '8080/tcp': [{ HostIp, HostPort: '' }] },
    ...making.HostConfig,
  }
  return await created(t, engine, cmd, {
    Image: 'fairlead-bare:latest',
    ExposedPorts: { '8080/tcp': {}, '9090/tcp': {} },
    ...making,
    HostConfig,
  })
}

const start = (id: string) => engine.post('/containers/{id}/start', { path: { id } })

test('port() and http() are met through a published port, also on one address alone', { skip }, async (t) => {
  const [everywhere, loopback] = await Promise.all([server(t), server(t, {}, '127.0.0.1')])
  const waits = [
    waitThere(everywhere, 'port(8080)'),
    waitThere(everywhere, "http('/busybox')"),
    waitThere(loopback, "all(port(8080), http('/none', { status: 404, port: 8080 }))"),
  ]
  // The waits begin while nothing runs yet.
  await Promise.all([start(everywhere), start(loopback)])
  for (const outcome of await Promise.all(waits)) assert.deepEqual(outcome, { code: '', message: '' })
})

test('what does not listen, does not respond as wanted, or is not published: says so', { skip }, async (t) => {
  // Published, but nothing listens on 9090: docker-proxy accepts, and closes at once.
  const PortBindings = { '8080/tcp': [{ HostIp: '127.0.0.1' }], '9090/tcp': [{ HostIp: '127.0.0.1' }] }
  const id = await server(t, { HostConfig: { PortBindings } })
  await start(id)
  assert.deepEqual(await waitThere(id, 'port(8080)'), { code: '', message: '' })
  const [closed, status, which, unpublished] = await Promise.all([
    waitThere(id, 'port(9090)', 2_000),
    waitThere(id, "http('/none', { port: 8080 })", 2_000),
    waitThere(id, "http('/')"),
    waitThere(id, 'port(7070)'),
  ])
  assert.equal(closed?.code, 'ERR_WAIT_TIMEOUT')
  assert.match(closed.message, /port\(9090\): not met within 2000 ms: 127\.0\.0\.1:\d+ closed the connection at once/)
  assert.equal(status?.code, 'ERR_WAIT_TIMEOUT')
  assert.match(status.message, /not met within 2000 ms: status 404/)
  assert.equal(which?.code, 'ERR_WAIT_FAILED')
  assert.match(which.message, /ports 8080, 9090 are published: say which one with \{ port \}/)
  assert.equal(unpublished?.code, 'ERR_WAIT_FAILED')
  assert.match(unpublished.message, /port 7070 is not published, and its image has no shell to look inside/)
})
