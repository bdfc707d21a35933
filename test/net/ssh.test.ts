// ssh:// without an ssh: a program of that name on PATH notes its arguments and plays what a real one would do. What real
// ones do is in test/live/ssh.test.ts.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { parseHost } from '../../src/endpoint/parse.ts'
import { type ConnectOptions, connect, type Engine } from '../../src/index.ts'
import { sshArguments } from '../../src/net/ssh-arguments.ts'
import { answer, attach, failure, frame, upgraded } from '../engine/tunnel-kit.ts'
import { eventually } from '../support/eventually.ts'
import { type Script, ScriptedPeer } from '../support/scripted-peer.ts'
import { tempDir } from '../support/temp.ts'
import { earlyAndLate, lastWords, takeSocket, typeAndEnd } from './half-close.ts'

const skip = process.platform === 'win32' ? 'the stand-in for ssh is a POSIX shell script' : false
const OK = answer('200 OK', 'OK', 'text/plain')

const rows: [host: string, limit: number, expected: string[]][] = [
  ['ssh://box', 30_000, ['-o ConnectTimeout=30', '-T', '--', 'box', 'docker system dial-stdio']],
  [
    'ssh://me@box:2222',
    1,
    ['-l', 'me', '-p', '2222', '-o ConnectTimeout=1', '-T', '--', 'box', 'docker system dial-stdio'],
  ],
  ['ssh://box', 0, ['-T', '--', 'box', 'docker system dial-stdio']],
  ['ssh://[::1]/run/d.sock', 0, ['-T', '--', '::1', 'docker --host=unix:///run/d.sock system dial-stdio']],
  ['ssh://box/', 0, ['-T', '--', 'box', 'docker system dial-stdio']],
  ["ssh://box/a%20b'$(c)", 0, ['-T', '--', 'box', `docker '--host=unix:///a b'"'"'$(c)' system dial-stdio`]],
]
for (const [host, limit, expected] of rows) {
  test(`the arguments for ${host}, ${limit} ms`, () => {
    const endpoint = parseHost(host)
    assert.ok(endpoint.kind === 'ssh')
    assert.deepEqual(sshArguments(endpoint, limit), expected)
  })
}

interface Setup {
  engine: Engine
  peer: ScriptedPeer
  /** Process ids of every ssh that was started. */
  pids(): number[]
  folder: string
}

/** Puts a program called ssh first on PATH: `sh` is its text, in which `$RELAY` connects its stdin and stdout to the peer. */
async function withSsh(t: TestContext, sh: string, script: Script, options: ConnectOptions = {}): Promise<Setup> {
  const folder = tempDir(t)
  const peer = await ScriptedPeer.start(script)
  const relay = `
    const net = require('node:net')
    const socket = net.connect({ path: ${JSON.stringify(new URL(peer.host).pathname)}, allowHalfOpen: true })
    process.stdin.pipe(socket)
    socket.pipe(process.stdout)
    socket.on('end', () => process.stdin.destroy())
    socket.on('error', () => {})`
  writeFileSync(path.join(folder, 'relay.cjs'), relay)
  const lines = [
    '#!/bin/sh',
    `echo $$ >>"${folder}/pids"`,
    `printf '%s\\n' "$@" >"${folder}/arguments"`,
    `RELAY="${process.execPath} ${folder}/relay.cjs"`,
    sh,
  ]
  writeFileSync(path.join(folder, 'ssh'), lines.join('\n'))
  chmodSync(path.join(folder, 'ssh'), 0o755)
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  const engine = connect({ host: 'ssh://me@box:2222/run/d.sock', apiVersion: '1.45', ...options })
  const pids = () =>
    existsSync(`${folder}/pids`) ? readFileSync(`${folder}/pids`, 'utf8').trim().split('\n').map(Number) : []
  t.after(async () => {
    process.env.PATH = before
    await engine.close()
    await eventually(() => assert.deepEqual(pids().filter(runs), []))
    await peer.close()
  })
  return { engine, peer, pids, folder }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const nobody: Script = () => {}

test('100 requests on one ssh, with the arguments of the docker CLI', { skip }, async (t) => {
  const { engine, pids, folder } = await withSsh(t, 'exec $RELAY', (wire) => wire.answerAll(OK))
  for (let i = 0; i < 100; i++) assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(pids().length, 1)
  assert.equal(
    readFileSync(`${folder}/arguments`, 'utf8'),
    '-l\nme\n-p\n2222\n-o ConnectTimeout=30\n-T\n--\nbox\ndocker --host=unix:///run/d.sock system dial-stdio\n',
  )
  assert.deepEqual(engine.connections, { dialling: 0, idle: 1, busy: 0, waiting: 0 })
})

test('the connect limit is ssh’s own', { skip }, async (t) => {
  const options = { timeouts: { connect: 4_200 } }
  const { engine, folder } = await withSsh(t, 'exec $RELAY', (wire) => wire.answerAll(OK), options)
  await engine.get('/_ping')
  assert.match(readFileSync(`${folder}/arguments`, 'utf8'), /^-o ConnectTimeout=5$/m)
})

test('a tunnel, half-closed, whose last words come after', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'exec $RELAY', async (wire) => {
    await lastWords(wire)
  })
  await typeAndEnd(engine)
})

test('given away by upgrade()', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'exec $RELAY', async (wire) => {
    await earlyAndLate(wire)
  })
  await takeSocket(engine)
})

const failures: [what: string, sh: string, expected: RegExp][] = [
  [
    'a refusal',
    'echo "Permission denied (publickey)." >&2; exit 255',
    /status 255: Permission denied \(publickey\)\.$/,
  ],
  ['a missing docker', 'echo "sh: 1: docker: not found" >&2; exit 127', /status 127: sh: 1: docker: not found$/],
  ['no word', 'exit 3', /ssh ended with status 3$/],
  ['a good end without an answer', 'exit 0', /ssh ended with status 0$/],
  ['a signal', 'kill -KILL $$', /ssh was ended by SIGKILL$/],
  ['what a terminal would obey', "printf '\\033[31mno\\007\\n' >&2; exit 255", /status 255: \[31mno$/],
  ['many words', 'yes word | head -c 100000 >&2; echo the last >&2; exit 255', /^.{1,200}(word\n){100,820}the last$/s],
]
for (const [what, sh, expected] of failures) {
  test(`ssh that ends before an answer: ${what}`, { skip }, async (t) => {
    const { engine } = await withSsh(t, sh, nobody)
    const error = await failure(engine.get('/_ping'))
    assert.equal(error.code, 'ERR_CONNECT')
    assert.ok(
      error.message.startsWith('cannot connect to ssh://me@box:2222/run/d.sock (chosen by the host option): ssh '),
      error.message,
    )
    assert.match(error.message, expected)
  })
}

test('one that ends within an upload: its words, and the upload is let go', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'head -c 1000 >/dev/null; echo "Connection reset by peer" >&2; exit 255', nobody)
  let over = false
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(65_536)
    } finally {
      over = true
    }
  }
  const error = await failure(engine.untyped.post('/images/load', { body: endless() }))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.match(error.message, /Connection reset by peer$/)
  await eventually(() => assert.equal(over, true))
})

test('one that is killed within an answer: what came, then how it ended', { skip }, async (t) => {
  const { engine, pids } = await withSsh(t, 'exec $RELAY', async (wire) => {
    await wire.head()
    wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'so far')]))
  })
  const tunnel = await attach(engine)
  const frames: string[] = []
  const error = await failure(
    (async () => {
      for await (const { data } of tunnel.frames()) {
        frames.push(Buffer.from(data).toString())
        process.kill(pids()[0]!, 'SIGKILL')
      }
    })(),
  )
  assert.deepEqual(frames, ['so far'])
  assert.equal(error.code, 'ERR_CONNECTION_RESET')
  assert.match(error.message, /ssh was ended by SIGKILL$/)
})

test('there is no ssh', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'exit 1', nobody)
  process.env.PATH = '/nonexistent'
  const error = await failure(engine.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.equal(
    error.message,
    "cannot connect to ssh://me@box:2222/run/d.sock: there is no 'ssh' on PATH; chosen by the host option",
  )
})

test('one that ended while idle is replaced, and nobody hears of it', { skip }, async (t) => {
  const { engine, pids } = await withSsh(t, 'exec $RELAY', (wire) => wire.answerAll(OK))
  await engine.get('/_ping')
  process.kill(pids()[0]!, 'SIGKILL')
  assert.equal(await engine.get('/_ping'), 'OK')
  assert.equal(pids().length, 2)
})

test('20 at a time use as many as the pool may have', { skip }, async (t) => {
  const options = { pool: { connections: 3 } }
  const { engine, pids } = await withSsh(t, 'exec $RELAY', (wire) => wire.answerAll(OK), options)
  await Promise.all(Array.from({ length: 20 }, () => engine.get('/_ping')))
  assert.equal(pids().length, 3)
})

test('an aborted call ends its ssh', { skip }, async (t) => {
  const { engine, pids } = await withSsh(t, 'exec $RELAY', (wire) => wire.ended())
  const stop = new AbortController()
  const call = failure(engine.get('/_ping', { signal: stop.signal }))
  await eventually(() => assert.equal(pids().length, 1))
  stop.abort()
  assert.equal((await call).code, 'ERR_ABORTED')
  await eventually(() => assert.deepEqual(pids().filter(runs), []))
})

test('one that does not listen to SIGTERM is killed', { skip }, async (t) => {
  const { engine, pids } = await withSsh(t, "trap '' TERM\nwhile :; do sleep 0.05; done", nobody)
  const call = failure(engine.get('/_ping'))
  await eventually(() => assert.equal(pids().length, 1))
  await engine.close()
  assert.equal((await call).code, 'ERR_CLOSED')
  await eventually(() => assert.deepEqual(pids().filter(runs), []), { within: 8_000 })
})

test('it is of a session of its own', {
  skip: skip || (existsSync('/proc/self/stat') ? false : 'no /proc'),
}, async (t) => {
  const { engine, pids } = await withSsh(t, 'exec $RELAY', (wire) => wire.answerAll(OK))
  await engine.get('/_ping')
  const session = (pid: number) =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[3]
  assert.equal(session(pids()[0]!), String(pids()[0]))
})

// A program of its own: what keeps a process alive, and what is left behind.
for (const [what, ending] of Object.entries({
  'that has nothing more to do': '',
  'that calls process.exit() within a stream': "await engine.request('GET', '/events'); process.exit(0)",
  'that lets go of a stream with unref()': "await engine.request('GET', '/events'); engine.unref()",
  'that closes the engine': 'await engine.close()',
})) {
  test(`a process ${what} ends, and leaves no ssh behind`, { skip }, async (t) => {
    const { pids } = await withSsh(t, 'exec $RELAY', async (wire) => {
      for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
        // The events never end.
        wire.send(head.includes('/events') ? 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' : OK)
      }
    })
    const entry = JSON.stringify(new URL('../../src/index.js', import.meta.url).href)
    const program = `
      const { connect } = await import(${entry})
      const engine = connect({ host: 'ssh://box', apiVersion: '1.45' })
      await engine.get('/_ping')
      ${ending}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
    assert.ok(pids().length >= 1)
    await eventually(() => assert.deepEqual(pids().filter(runs), []))
  })
}
