// One build with a secret and a folder over each way to a real Engine: its socket, TCP, TLS and ssh. The session is a hijacked
// connection beside the build's own. Afterwards no connection is busy, and no ssh is left.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { type ConnectOptions, connect } from '../../src/index.ts'
import { type Sshd, sshdObstacle, startSshd } from '../live/sshd.ts'
import { tcpBridge } from '../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'
import { liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { tlsBridge } from '../support/tls-bridge.ts'
import { folderWith, start } from './build-kit.ts'

const { host, skip } = liveEngine()
const onSocket = skip || (host.startsWith('unix://') ? false : 'the Engine is on no unix socket here')
const obstacle = sshdObstacle()
if (obstacle !== false && process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(`an sshd is required: ${obstacle}`)
const skipSsh = onSocket || obstacle
let sshd: Sshd
if (!skipSsh) sshd = await startSshd()

const SECRET = 'hidden-över-the-wire'

/** Builds with a secret and 200 kB of context, and checks the result and what is left. */
async function builds(t: TestContext, options: ConnectOptions): Promise<void> {
  const engine = connect(options)
  t.after(() => engine.close())
  const data = Buffer.alloc(200_000, options.host)
  const Dockerfile = `FROM busybox AS made
COPY data /data
RUN --mount=type=secret,id=token,required=true wc -c < /run/secrets/token > /length
FROM scratch
COPY --from=made /data /length /
`
  const folder = folderWith(t, { Dockerfile, data })
  const output = tempDir(t)
  const build = start(engine, folder, { secrets: { token: SECRET }, output: { folder: output }, noCache: true })
  const { sent } = await build.done()
  assert.equal(readFileSync(path.join(output, 'length'), 'utf8'), `${Buffer.byteLength(SECRET)}\n`)
  assert.ok(readFileSync(path.join(output, 'data')).equals(data))
  assert.equal(sent.files, 2)
  await eventually(() => assert.equal(engine.connections.busy, 0), { within: 5_000 })
}

test('a build over the Engine’s own socket', { skip }, (t) => builds(t, { host }))

test('a build over TCP', { skip: onSocket }, async (t) => {
  const bridge = await tcpBridge(host)
  t.after(() => bridge.close())
  await builds(t, { host: bridge.host })
})

test('a build over TLS', { skip: onSocket || withoutOpenssl() }, async (t) => {
  const certificates = makeCertificates(tempDir(t))
  const bridge = await tlsBridge(host, certificates)
  t.after(() => bridge.close())
  await builds(t, { host: bridge.host, tls: { ca: certificates.ca, ...certificates.client } })
})

test('a build over ssh', { skip: skipSsh }, async (t) => {
  await t.test('the build', (t) => builds(t, { host: `ssh://box${host.replace('unix://', '')}` }))
  await eventually(() => assert.deepEqual(sshd.running(), []), { within: 8_000 })
})
