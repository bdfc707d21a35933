// ssh:// without an ssh: a program of that name on PATH notes its arguments and acts as a real one would. test/live/ssh.test.ts
// has the real ones.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { parseHost } from '../../../src/endpoint/parse.ts'
import { sshArguments } from '../../../src/net/socket/ssh-arguments.ts'
import { attach, failure, frame, upgraded } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import { openResources } from '../../support/handles.ts'
import type { Script } from '../../support/scripted-peer.ts'
import { earlyAndLate, lastWords, takeSocket, typeAndEnd } from '../half-close.ts'
import { OK, runs, skip, withSsh } from './ssh-kit.ts'

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

const silent: Script = () => {}

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

test('a half-closed tunnel receives the rest of the output', { skip }, async (t) => {
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
    'an error response',
    'echo "Permission denied (publickey)." >&2; exit 255',
    /status 255: Permission denied \(publickey\)\.$/,
  ],
  ['a missing docker', 'echo "sh: 1: docker: not found" >&2; exit 127', /status 127: sh: 1: docker: not found$/],
  ['no message', 'exit 3', /ssh ended with status 3$/],
  ['a good end without a response', 'exit 0', /ssh ended with status 0$/],
  ['a signal', 'kill -KILL $$', /ssh was ended by SIGKILL$/],
  ['what a terminal would obey', "printf '\\033[31mno\\007\\n' >&2; exit 255", /status 255: \[31mno$/],
  [
    'a long message',
    'yes word | head -c 100000 >&2; echo the last >&2; exit 255',
    /^.{1,200}(word\n){100,820}the last$/s,
  ],
]
for (const [what, sh, expected] of failures) {
  test(`ssh that ends before a response: ${what}`, { skip }, async (t) => {
    const { engine } = await withSsh(t, sh, silent)
    const error = await failure(engine.get('/_ping'))
    assert.equal(error.code, 'ERR_CONNECT')
    assert.ok(
      error.message.startsWith(
        'GET /_ping: cannot connect to ssh://me@box:2222/run/d.sock (chosen by the host option): ssh ',
      ),
      error.message,
    )
    assert.match(error.message, expected)
  })
}

test('ssh ends within an upload: its message, and the upload is released', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'head -c 1000 >/dev/null; echo "Connection reset by peer" >&2; exit 255', silent)
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

test('killed within a response: first the received bytes, then how ssh ended', { skip }, async (t) => {
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

test('no ssh on PATH', { skip }, async (t) => {
  const { engine } = await withSsh(t, 'exit 1', silent)
  process.env.PATH = '/nonexistent'
  const error = await failure(engine.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  assert.equal(
    error.message,
    "GET /_ping: cannot connect to ssh://me@box:2222/run/d.sock: 'ssh' was not found on PATH; chosen by the host option",
  )
})

test('an ssh that ended while idle is replaced, and no call fails', { skip }, async (t) => {
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

test('an ssh that ignores SIGTERM is killed', { skip }, async (t) => {
  const { engine, pids } = await withSsh(t, "trap '' TERM\nwhile :; do sleep 0.05; done", silent)
  const call = failure(engine.get('/_ping'))
  await eventually(() => assert.equal(pids().length, 1))
  await engine.close()
  assert.equal((await call).code, 'ERR_CLOSED')
  await eventually(() => assert.deepEqual(pids().filter(runs), []), { within: 8_000 })
})

test('ssh has its own session', {
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
    const entry = JSON.stringify(new URL('../../../src/index.js', import.meta.url).href)
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

test('an ssh that exited and left its outputs to a program that goes on', { skip }, async (t) => {
  const { engine, folder } = await withSsh(t, `sleep 60 & echo $! >"$0.child"; echo refused >&2; exit 255`, () => {})
  const end = () => process.kill(Number(readFileSync(path.join(folder, 'ssh.child'), 'utf8')))
  const error = await failure(engine.get('/_ping'))
  assert.equal(error.code, 'ERR_CONNECT')
  end()
  assert.match(error.message, /ssh ended with status 255: refused/)
  await engine.close()
  await eventually(() => assert.deepEqual(openResources().ProcessWrap, undefined))
})
