// A real Engine through a real sshd on the loopback and `docker system dial-stdio` of the docker CLI: everything that works over a
// socket works over ssh, errors have ssh's messages, and no ssh process remains.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import test, { type TestContext } from 'node:test'
import { type ConnectOptions, connect, type Engine, events, exec as execIn, logs } from '../../src/index.ts'
import { failure } from '../engine/response/tunnel-kit.ts'
import { create, digest, exec, open, pour, start } from '../engine/response/tunnel-live-kit.ts'
import { eventually } from '../support/eventually.ts'
import { liveEngine } from '../support/live.ts'
import { repeated } from '../support/soak.ts'
import { type Sshd, sshdObstacle, startSshd } from './sshd.ts'

const live = liveEngine()
/** A filter that no event matches: other test files use the same Engine at the same time. */
const NO_EVENT = { label: 'fairlead.none' }
/** MiB of a large transfer. */
const BIG = repeated({ soak: 64, usually: 16 })
const obstacle = sshdObstacle()
if (obstacle !== false && process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(`an sshd is required: ${obstacle}`)
const skip = live.skip || obstacle || (live.host.startsWith('unix://') ? false : 'the Engine is on no unix socket here')
const path = live.host.replace('unix://', '')
let sshd: Sshd
if (!skip) sshd = await startSshd()

function overSsh(t: TestContext, host = 'box', options: ConnectOptions = {}): Engine {
  return open(t, { host: `ssh://${host}${path}`, ...options })
}

/** Returns a function that counts the ssh processes started since. */
function counting(): () => number {
  const before = sshd.pids().length
  return () => sshd.pids().length - before
}

const noneLeft = () => eventually(() => assert.deepEqual(sshd.running(), []), { within: 8_000 })

test('ping, and many requests one after another on one ssh', { skip }, async (t) => {
  const started = counting()
  const engine = overSsh(t)
  assert.equal(await engine.get('/_ping'), 'OK')
  for (let i = 0; i < 100; i++) assert.ok((await engine.untyped.get<{ ID: string }>('/info')).ID)
  assert.equal(started(), 1)
  await engine.close()
  await noneLeft()
})

test('a followed log to its end, and one that is closed before', { skip }, async (t) => {
  const engine = overSsh(t)
  const id = await create(engine, ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 0.2; done'])
  await start(engine, id)
  const lines: string[] = []
  for await (const { text } of logs(engine, id, { follow: true })) lines.push(text)
  assert.deepEqual(lines, ['line 1', 'line 2', 'line 3'])
  const endless = await create(engine, ['sh', '-c', 'while :; do echo again; sleep 0.1; done'])
  await start(engine, endless)
  for await (const { text } of logs(engine, endless, { follow: true })) {
    assert.equal(text, 'again')
    break
  }
  assert.equal(engine.connections.busy, 0)
})

test('exec with a half-close: the last output follows it', { skip }, async (t) => {
  const engine = overSsh(t)
  const id = await create(engine, ['sleep', '600'])
  await start(engine, id)
  const command = ['sh', '-c', 'sort; sleep 0.3; echo last; echo err >&2; exit 7']
  assert.deepEqual(await execIn(engine, id, command, { stdin: 'b\na\n' }), {
    exitCode: 7,
    stdout: 'a\nb\nlast\n',
    stderr: 'err\n',
  })
})

test(`${BIG} MiB both ways through one exec`, { skip }, async (t) => {
  const engine = overSsh(t)
  const id = await create(engine, ['sleep', '600'])
  await start(engine, id)
  const { tunnel, exitCode } = await exec(engine, id, ['cat'])
  const [sent, got] = await Promise.all([pour(tunnel, BIG), digest(tunnel)])
  assert.equal(got, sent)
  assert.equal(await exitCode(), 0)
})

test(`${BIG} MiB up as a body of unknown length, and down again`, { skip }, async (t) => {
  const engine = overSsh(t)
  const id = await create(engine, ['sleep', '600'])
  const size = BIG * 1_048_576
  const bytes = randomBytes(1_048_576)
  const header = Buffer.alloc(512)
  header.write('big', 0)
  header.write('0000644\x000000000\x000000000\x00', 100, 'latin1')
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.write(`${'0'.repeat(11)}\0        0`, 136, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  async function* archive() {
    yield header
    for (let i = 0; i < BIG; i++) yield bytes
    yield Buffer.alloc(1024)
  }
  const where = { path: { id }, query: { path: '/tmp' } }
  await engine.put('/containers/{id}/archive', { ...where, body: archive() })
  const hash = createHash('sha256')
  const back = await engine.request('GET', '/containers/{id}/archive', { path: { id }, query: { path: '/tmp/big' } })
  let at = 0
  for await (const piece of back) {
    hash.update(piece.subarray(Math.min(piece.length, Math.max(0, 512 - at)), Math.max(0, 512 + size - at)))
    at += piece.length
  }
  const expected = createHash('sha256')
  for (let i = 0; i < BIG; i++) expected.update(bytes)
  assert.equal(hash.digest('hex'), expected.digest('hex'))
})

test('an abort ends the stream and its ssh, and the engine continues', { skip }, async (t) => {
  const engine = overSsh(t)
  await engine.get('/_ping')
  const stop = new AbortController()
  const stream = await events(engine, { filters: NO_EVENT, signal: stop.signal }).ready()
  const next = failure(stream[Symbol.asyncIterator]().next())
  stop.abort()
  assert.equal((await next).code, 'ERR_ABORTED')
  await noneLeft()
  assert.equal(await engine.get('/_ping'), 'OK')
})

test('close() ends open streams and every ssh', { skip }, async (t) => {
  const engine = overSsh(t)
  const stream = await events(engine, { filters: NO_EVENT }).ready()
  const next = failure(stream[Symbol.asyncIterator]().next())
  await engine.close()
  assert.equal((await next).code, 'ERR_CLOSED')
  await noneLeft()
})

test('20 requests at a time use no more ssh processes than the pool allows', { skip }, async (t) => {
  const started = counting()
  const engine = overSsh(t, 'box', { pool: { connections: 4 } })
  await Promise.all(Array.from({ length: 20 }, () => engine.get('/version')))
  assert.ok(started() <= 4, `${started()} were started`)
})

const failures: [host: string, words: RegExp][] = [
  ['badkey', /ssh ended with status 255: .*Permission denied \(publickey/s],
  ['stranger', /ssh ended with status 255: .*(Host key verification failed|host key is known)/s],
  ['bare', /ssh ended with status 127: .*docker.*not found/s],
  ['closed', /ssh ended with status 255: .*Connection refused/s],
]
for (const [host, words] of failures) {
  test(`${host}: the error has ssh's message`, { skip }, async (t) => {
    const engine = connect(`ssh://${host}${path}`)
    t.after(() => engine.close())
    const error = await failure(engine.get('/info'))
    assert.equal(error.code, 'ERR_CONNECT')
    assert.match(error.message, words)
  })
}

const readKey = () => readFileSync(`${sshd.folder}/good`, 'utf8')
/** What is left of keys that were written as text. */
const keyFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('fairlead-ssh-'))

test('ssh.identity: a key that the configuration does not name, by its path and by its text', { skip }, async (t) => {
  const before = keyFolders()
  const byPath = overSsh(t, 'badkey', { ssh: { identity: `${sshd.folder}/good` } })
  assert.equal(await byPath.get('/_ping'), 'OK')
  // As it may come from an environment variable: with other line ends, and without the last one.
  const text = readKey().replaceAll('\n', '\r\n').trimEnd()
  const byText = overSsh(t, 'badkey', { ssh: { identity: text }, pool: { connections: 3 } })
  await Promise.all(Array.from({ length: 6 }, () => byText.get('/version')))
  assert.deepEqual(keyFolders(), before)
  // This key logs in where no docker is.
  const bare = overSsh(t, 'badkey', { ssh: { identity: readFileSync(`${sshd.folder}/bare`, 'utf8') } })
  assert.match((await failure(bare.get('/info'))).message, /docker.*not found/s)
  const denied = overSsh(t, 'badkey', { ssh: { identity: readFileSync(`${sshd.folder}/bad`, 'utf8') } })
  assert.match((await failure(denied.get('/info'))).message, /Permission denied/)
  assert.deepEqual(keyFolders(), before)
})

test('ssh.options: they win over the configuration', { skip }, async (t) => {
  const engine = overSsh(t, 'stranger', { ssh: { options: { UserKnownHostsFile: `${sshd.folder}/known` } } })
  assert.equal(await engine.get('/_ping'), 'OK')
})

test('a missing Engine: the error has the message of the remote docker', { skip }, async (t) => {
  const engine = connect('ssh://box/nonexistent/engine.sock')
  t.after(() => engine.close())
  const error = await failure(engine.get('/info'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /ssh ended with status 1: .*\/nonexistent\/engine\.sock/s)
})

test('an ssh that is killed during a stream is reported', { skip }, async (t) => {
  const engine = overSsh(t)
  const stream = await events(engine, { filters: NO_EVENT }).ready()
  const next = failure(stream[Symbol.asyncIterator]().next())
  for (const pid of sshd.running()) process.kill(pid, 'SIGKILL')
  const error = await next
  assert.equal(error.code, 'ERR_CONNECTION_RESET')
  assert.match(error.message, /ssh was ended by SIGKILL/)
  // The next request starts another one.
  assert.equal(await engine.get('/_ping'), 'OK')
})

for (const [what, ending] of Object.entries({
  'has nothing more to do': '',
  'exits within a stream': "await engine.request('GET', '/events'); process.exit(0)",
  'has closed the engine within a stream': "await engine.request('GET', '/events'); await engine.close()",
})) {
  test(`a process that ${what} ends and leaves no ssh behind`, { skip }, async () => {
    const started = counting()
    const entry = JSON.stringify(new URL('../../src/index.js', import.meta.url).href)
    const program = `
      const { connect } = await import(${entry})
      const engine = connect(${JSON.stringify(`ssh://box${path}`)})
      await engine.get('/_ping')
      ${ending}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: sshd.env,
    })
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
    assert.ok(started() >= 1)
    await noneLeft()
  })
}
