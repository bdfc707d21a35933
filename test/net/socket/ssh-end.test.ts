// The end of a connection over ssh: what ssh has written is read to its end, however late, before the connection is over. By a child
// that does what the test says, and a clock that it moves.

import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SshSocket, STATUS_MS } from '../../../src/net/socket/dial-ssh.ts'
import { turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { timersMade } from '../../support/timers-made.ts'
import { stopClock } from '../pacing-kit.ts'
import { runs, skip, withSsh } from './ssh-kit.ts'

/** An ssh that runs, the socket over it, and what that has read. */
function started(t: TestContext) {
  const child = Object.assign(new EventEmitter(), {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    exitCode: null as number | null,
    signalCode: null,
  })
  const read = { text: '', isOver: false }
  const onRead = (bytes: Uint8Array, count: number): boolean => {
    read.text += Buffer.from(bytes.subarray(0, count)).toString()
    return true
  }
  const socket = new SshSocket(child as never, 'ssh://box', { onRead, onWriteFail() {} })
  socket.on('end', () => {
    read.isOver = true
  })
  t.after(() => socket.destroy())
  child.emit('spawn')
  const exit = (): void => {
    child.exitCode = 0
    child.emit('exit')
  }
  return { child, socket, read, exit }
}

test('ssh has ended, and a program that it started still writes: each piece is waited for anew', async (t) => {
  const made = timersMade(t)
  const { child, read, exit } = started(t)
  child.stdout.write('a')
  await turns()
  exit()
  const { timer } = made.find(({ ms }) => ms === STATUS_MS)!
  const refresh = t.mock.method(timer, 'refresh')
  for (let n = 1; n <= 3; n++) {
    child.stdout.write('b')
    await turns()
    assert.equal(refresh.mock.callCount(), n)
  }
  assert.deepEqual(read, { text: 'abbb', isOver: false })
})

test('ssh has ended, and its reader is paused for longer than it is waited for: nothing is cut off', async (t) => {
  const clock = stopClock(t)
  const { child, socket, read, exit } = started(t)
  child.stdout.write('a')
  await turns()
  socket.pause()
  child.stdout.end('b')
  exit()
  for (let n = 0; n < 3; n++) {
    clock.tick(STATUS_MS + 10)
    await turns()
  }
  assert.deepEqual(read, { text: 'a', isOver: false })
  socket.resume()
  await turns()
  child.emit('close')
  await turns()
  assert.deepEqual(read, { text: 'ab', isOver: true })
})

// A kernel's buffer holds so much. Node reads the output of a child that has ended, whoever has paused it, until it is paused anew.
test('a response that is taken when ssh has long ended is whole', { skip }, async (t) => {
  const size = 153_600
  const head = 'HTTP/1.1 200 OK\\r\\nContent-Type: application/octet-stream\\r\\n\\r\\n'
  const { engine, pids } = await withSsh(t, `read -r _; printf '${head}'; head -c ${size} /dev/zero`, () => {})
  const response = await engine.untyped.request('GET', '/x')
  await eventually(() => assert.deepEqual(pids().filter(runs), []))
  await sleep(STATUS_MS + 500)
  let read = 0
  for await (const bytes of response) read += bytes.length
  assert.equal(read, size)
})
