// A quiet stream is not a dead one: a follow, events, a wait and an attach survive an hour of silence, on a clock that the
// test moves. An address that drops every packet ends at the connect limit. A head limit applies to a tunnel's handshake, too.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { connect, events, wait } from '../../src/index.ts'
import { takeTimers } from '../../src/net/base/timers.ts'
import { attach, failure, frame, serve, upgraded } from '../engine/response/tunnel-kit.ts'

const HOUR = 3_600_000
const chunked = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}
const OK = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** What each kind of stream sends after the hour. */
const late: Record<string, Buffer> = {
  logs: Buffer.concat([chunked(frame(1, 'late\n')), Buffer.from('0\r\n\r\n')]),
  events: Buffer.concat([chunked('{"Action":"late"}\n'), Buffer.from('0\r\n\r\n')]),
  wait: Buffer.concat([chunked('{"StatusCode":7}\n'), Buffer.from('0\r\n\r\n')]),
  attach: frame(1, 'late\n'),
}

test('a followed log, events, a wait and an attach survive an hour without a byte', async (t) => {
  let waiting = 0
  const speak: (() => void)[] = []
  const { engine } = await serve(t, async (wire) => {
    const head = await wire.head()
    const kind = /\/(logs|events|wait|attach)\b/.exec(head)?.[1] ?? ''
    wire.send(kind === 'attach' ? upgraded() : OK)
    waiting++
    await new Promise<void>((resolve) => speak.push(resolve))
    wire.send(late[kind] as Buffer)
    if (kind === 'attach') wire.end()
  })
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  takeTimers()
  t.after(() => {
    t.mock.timers.reset()
    takeTimers()
  })
  const log = await engine.untyped.request('GET', '/containers/c1/logs', { query: { follow: true, stdout: true } })
  const line = log.lines().next()
  const event = events(engine).next()
  const { exit } = await wait(engine, 'c1')
  const tunnel = await attach(engine)
  const output = tunnel.lines().next()
  while (waiting < 4) await turn()
  for (let minute = 0; minute < 60; minute++) t.mock.timers.tick(HOUR / 60)
  for (let i = 0; i < 10; i++) await turn()
  for (const go of speak) go()
  assert.equal((await line).value?.text, 'late')
  assert.equal((await event).value?.Action, 'late')
  assert.deepEqual(await exit, { exitCode: 7 })
  assert.equal((await output).value?.text, 'late')
})

test('a handshake without a response ends at the head limit', async (t) => {
  const { engine, peer } = await serve(t, async (wire) => {
    await wire.head()
    await wire.ended()
  })
  const error = await failure(attach(engine, { timeouts: { head: 30 } }))
  assert.equal(error.code, 'ERR_HEAD_TIMEOUT')
  while (peer.open.size > 0) await turn()
})

test('an address that never responds ends at the connect limit', async (t) => {
  // Linux drops packets to a listener whose queue is full: a black hole on the loopback.
  const script = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    console.log(this.address().port)
  })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line)
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 8 }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
  t.after(() => {
    for (const filler of fillers) filler.destroy()
  })
  while (fillers.filter(({ connecting }) => !connecting).length < 2) await turn()
  const engine = connect({ host: `tcp://127.0.0.1:${port}`, apiVersion: '1.41', timeouts: { connect: 80 } })
  const error = await failure(engine.untyped.get('/x'))
  assert.equal(error.code, 'ERR_CONNECT_TIMEOUT')
  assert.match(error.message, /127\.0\.0\.1:\d+ within 80 ms/)
  assert.deepEqual(engine.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  await engine.close()
})
