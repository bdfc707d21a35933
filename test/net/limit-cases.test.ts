// The limits of connections, each at, below and above: dialling several addresses, a connection that may be stale, and ssh. The clock is
// the test's.

import assert from 'node:assert/strict'
import dns from 'node:dns'
import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { FRESH_MS } from '../../src/net/pool.ts'
import { AddressDial, ATTEMPT_DELAY_MS } from '../../src/net/socket/dial-address.ts'
import { KILL_MS, SshSocket, STATUS_MS, STDERR_CHARS } from '../../src/net/socket/dial-ssh.ts'
import { answer, JSON_TYPE, serve, turns } from '../engine/kit.ts'
import type { Wire } from '../support/scripted-peer.ts'
import { threeCases } from '../support/three-cases.ts'
import { stopClock } from './pacing-kit.ts'

threeCases('ATTEMPT_DELAY_MS', ATTEMPT_DELAY_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const found = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }))
  t.mock.method(dns, 'lookup', ((_: string, __: object, done: (...result: unknown[]) => void) =>
    done(null, found)) as never)
  const tried: string[] = []
  const open = ({ address }: { address: string }): Socket => {
    tried.push(address)
    // It never connects.
    return new Socket()
  }
  const dial = new AddressDial('two.test', open, { onAddressReady() {}, onAddressFail() {} })
  t.after(() => dial.cancel())
  await turns()
  assert.deepEqual(tried, ['127.0.0.1'])
  clock.tick(ms)
  return tried.length === 1
})

// The Engine closed the connection, and this process has not seen it. A request that is sent at once is lost with it; one that waits a
// turn goes out on another connection.
threeCases('FRESH_MS', FRESH_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const wires: Wire[] = []
  const { engine, peer } = await serve(t, (wire) => {
    wires.push(wire)
    return wire.answerAll(answer('200 OK', JSON_TYPE, '1'))
  })
  await engine.untyped.get('/x')
  clock.pass(ms)
  wires[0]!.socket.destroy()
  const result: unknown = await engine.untyped.post('/x').catch((error: { code: string }) => error.code)
  assert.equal(peer.accepted, result === 1 ? 2 : 1)
  if (result !== 1) assert.equal(result, 'ERR_CONNECTION_CLOSED')
  return result !== 1
})

/** An ssh that runs, and the socket over it. */
function sshOf(pid?: number) {
  const child = Object.assign(new EventEmitter(), {
    pid,
    ref() {},
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    exitCode: null as number | null,
    signalCode: null,
  })
  const socket = new SshSocket(child as never, 'ssh://box', { onRead: undefined, onWriteFail() {} })
  child.emit('spawn')
  return { child, socket }
}

// ssh's output has ended, and a program that it started keeps the rest open.
threeCases('STATUS_MS', STATUS_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const { child, socket } = sshOf()
  t.after(() => socket.destroy())
  let isOver = false
  socket.on('end', () => {
    isOver = true
  })
  socket.resume()
  child.stdout.end('x')
  await turns()
  assert.equal(isOver, false)
  clock.tick(ms)
  await turns()
  const waits = !isOver
  clock.tick(2)
  await turns()
  assert.equal(isOver, true)
  return waits
})

threeCases('STDERR_CHARS', STDERR_CHARS, async (count) => {
  const { child, socket } = sshOf()
  const failed = new Promise<Error>((resolve) => socket.on('error', resolve))
  child.stderr.write('b')
  child.stderr.write(`${'x'.repeat(count - 2)}e`)
  await turns()
  child.exitCode = 255
  child.emit('close')
  const { message } = await failed
  assert.match(message, /^cannot connect to ssh:\/\/box: ssh ended with status 255: b?x+e$/)
  assert.equal(message.split(': ').at(-1)?.length, Math.min(count, STDERR_CHARS))
  return message.includes(': bx')
})

// An ssh that does not end by SIGTERM. No process has this id, and none gets a signal.
threeCases('KILL_MS', KILL_MS - 1, (ms, t) => {
  const clock = stopClock(t)
  const signals: unknown[] = []
  t.mock.method(process, 'kill', (_: number, name: string) => void signals.push(name))
  const { child, socket } = sshOf(99_999_999)
  socket.destroy()
  assert.deepEqual(signals, ['SIGTERM'])
  clock.tick(ms)
  const isSpared = signals.length === 1
  clock.tick(10)
  assert.deepEqual(signals, ['SIGTERM', 'SIGKILL'])
  child.emit('exit')
  return isSpared
})
