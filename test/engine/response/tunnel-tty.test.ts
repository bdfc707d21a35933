// Is a stream raw or in frames? The whole decision table: what the response's Content-Type says, what the caller says,
// what the exec's start says, and what the container is. Never the payload: a TTY may write anything, a frame's header included.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { Tunnel } from '../../../src/engine/response/tunnel.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { answer, attach, EXEC, failure, frame, MULTIPLEXED, outcome, RAW, serve, upgraded } from './tunnel-kit.ts'

/** What a TTY may write, the traps of those who sniff among it. */
const payloads = [
  '/ # ',
  'hi\r\n',
  'abc✔',
  '\x01\x1b[0mhello',
  '\0',
  '\x01',
  '\x02\0\0\0\0\0\0\x04abcd',
  '\x03\0\0\0',
  '→→→→ x',
]

const types: [string, string][] = [
  ['no Content-Type', ''],
  ['raw-stream', RAW],
  ['multiplexed-stream', MULTIPLEXED],
]

/** Answers attach and exec with a stream of that kind, and inspections as a container with or without a TTY. */
function engineThat(type: string, tty: boolean, status: number, payload: string) {
  let inspected = 0
  const head = status === 101 ? upgraded(type) : `HTTP/1.1 200 OK\r\n${type}\r\n`
  const script = async (wire: Wire): Promise<void> => {
    for (let method = await wire.take(5); method !== ''; method = await wire.take(5)) {
      const rest = await wire.head()
      if (method === 'POST ') {
        if (rest.includes('/exec/')) await wire.take(Number(/Content-Length: (\d+)/.exec(rest)?.[1]))
        wire.send(head)
        wire.send(tty ? Buffer.from(payload) : frame(1, payload))
        // It stays open: what came must not wait for more.
        await wire.ended()
        break
      }
      inspected++
      wire.send(answer('200 OK', `{"Config":{"Tty":${tty}}}`))
    }
    wire.end()
  }
  return { script, inspections: () => inspected }
}

/** The first thing that comes, as text, without waiting for the end. */
async function first(tunnel: Tunnel): Promise<string> {
  const { value } = await tunnel.frames()[Symbol.asyncIterator]().next()
  tunnel.close()
  return `${value?.stream} ${Buffer.from(value?.data ?? []).toString()}`
}

for (const apiVersion of ['1.41', '1.45']) {
  for (const [typeName, type] of types) {
    for (const tty of [true, false]) {
      // An Engine never says multiplexed of a TTY.
      if (tty && type === MULTIPLEXED) continue
      for (const given of [true, false, undefined]) {
        // With a wrong value the caller gets what was asked for: below.
        if (given !== undefined && given !== tty) continue
        const name = `API ${apiVersion}, ${typeName}, ${tty ? 'a TTY' : 'no TTY'}, ${given === undefined ? 'not given' : 'given'}`

        test(`attach: ${name}`, async (t) => {
          for (const payload of payloads) {
            const { script, inspections } = engineThat(type, tty, 101, payload)
            const { engine } = await serve(t, script, { apiVersion })
            const tunnel = await attach(engine, { tty: given })
            assert.equal(tunnel.multiplexed, !tty)
            assert.equal(await first(tunnel), `stdout ${payload}`)
            assert.equal(inspections(), given === undefined && type !== MULTIPLEXED ? 1 : 0)
          }
        })

        test(`exec: ${name}`, async (t) => {
          for (const payload of payloads) {
            const { script, inspections } = engineThat(type, tty, 200, payload)
            const { engine } = await serve(t, script, { apiVersion })
            const tunnel = await engine.tunnel(EXEC, { path: { id: 'e1' }, body: { Tty: tty }, tty: given })
            assert.equal(tunnel.multiplexed, !tty)
            assert.equal(await first(tunnel), `stdout ${payload}`)
            assert.equal(inspections(), 0)
          }
        })
      }
    }
  }
}

test('the caller’s word goes before all others', async (t) => {
  const { script } = engineThat(MULTIPLEXED, false, 101, 'x')
  const { engine } = await serve(t, script)
  const raw = await attach(engine, { tty: true })
  assert.equal(raw.multiplexed, false)
  assert.equal(await first(raw), `stdout ${frame(1, 'x')}`)
  const { script: tty } = engineThat(RAW, true, 101, 'prompt$ ')
  const { engine: other } = await serve(t, tty)
  const framed = await attach(other, { tty: false })
  assert.equal(framed.multiplexed, true)
  assert.deepEqual(await outcome(framed), { frames: [], code: 'ERR_FRAME_TYPE' })
})

test('the tty option of a reader overrides that of the tunnel', async (t) => {
  const { script } = engineThat(RAW, true, 101, 'prompt$ ')
  const { engine } = await serve(t, script)
  const tunnel = await attach(engine, { tty: false })
  const { value } = await tunnel.frames({ tty: true }).next()
  assert.equal(Buffer.from(value?.data ?? []).toString(), 'prompt$ ')
  tunnel.close()
})

test('a Content-Type is read in any case and with parameters', async (t) => {
  const type = 'content-type: Application/vnd.docker.Multiplexed-Stream; charset=binary\r\n'
  const { script, inspections } = engineThat(type, false, 101, 'x')
  const { engine } = await serve(t, script)
  assert.equal(await first(await attach(engine)), 'stdout x')
  assert.equal(inspections(), 0)
})

test('an exec start is read as the daemon reads it: text and bytes as JSON, names in any case', async (t) => {
  const { script } = engineThat(RAW, true, 101, 'prompt$ ')
  for (const body of ['{"Detach":false,"Tty":true}', Buffer.from('{"Tty":true}'), { tty: true }]) {
    const { engine } = await serve(t, script)
    const tunnel = await engine.untyped.tunnel(EXEC, { path: { id: 'e1' }, body })
    assert.equal(tunnel.multiplexed, false)
    assert.equal(await first(tunnel), 'stdout prompt$ ')
  }
})

test('an inspect response without Config.Tty is an error, not a guess', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    const method = await wire.take(5)
    await wire.head()
    wire.send(method === 'POST ' ? upgraded(RAW) : answer('200 OK', '{"Id":"c1"}'))
    await wire.ended()
    wire.end()
  })
  const error = await failure(attach(engine))
  assert.equal(error.code, 'ERR_RECORD_SYNTAX')
  assert.match(error.message, /Config\.Tty/)
  assert.equal(engine.connections.busy, 0)
})

for (const path of ['/containers/c1/attach', '/containers/{name}/attach', '/exec/e1/start']) {
  test(`a path written out is known as well: ${path}`, async (t) => {
    const { script } = engineThat(RAW, false, 101, 'framed')
    const { engine } = await serve(t, script)
    const body = path.startsWith('/exec') ? { body: { Tty: false } } : {}
    const tunnel = await engine.untyped.tunnel(path, { path: { name: 'c1' }, ...body })
    assert.equal(tunnel.multiplexed, true)
    assert.equal(await first(tunnel), 'stdout framed')
  })
}

test('another hijacked stream is raw', async (t) => {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0')
    wire.end()
  })
  const tunnel = await engine.untyped.tunnel('/session')
  assert.equal(tunnel.multiplexed, false)
  assert.deepEqual(await outcome(tunnel), { frames: ['stdout PRI * HTTP/2.0'], code: undefined })
})
