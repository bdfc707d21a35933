// The silence after which the log of a task that was removed is over, and that what came in time is read before. The clock is the test's.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { PortClock } from '../../../src/logs/port/port-clock.ts'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import type { SwarmTask } from '../../../src/logs/swarm/swarm-task.ts'
import { LAST_WORDS_MS, TaskRead } from '../../../src/logs/swarm/task-read.ts'
import { serve, turns } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { frameText } from '../../support/frames.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { threeCases } from '../../support/three-cases.ts'

const record = (text: string): string => frameText(1, `2026-01-02T03:04:05.000000006Z ${text}\n`)

/** A read that follows a task which was removed, after its first record. */
async function readOfRemoved(t: TestContext) {
  const clock = stopClock(t)
  let wire: Wire | undefined
  const { engine } = await serve(t, async (opened) => {
    await opened.head()
    opened.send('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n')
    opened.send(record('first'))
    wire = opened
    await opened.ended()
  })
  const source = { engine, id: 't1', tty: false } as LogSource
  let changed = (): void => {}
  const task = { id: 't1', source, state: 'running', isLeaving: true, isAway: false, maxSize: 0 } as SwarmTask
  task.onChange = (listener) => {
    changed = listener
    return () => {}
  }
  const texts: string[] = []
  const portClock = new PortClock()
  const handler = {
    onRecord: (_: number, bytes: Uint8Array, __: number, ___: number, text: number, end: number) =>
      void texts.push(Buffer.from(bytes.subarray(text, end)).toString('latin1').trim()),
    onReadEnd() {},
  }
  const read = new TaskRead(engine, task, { follow: true, tail: 'all' }, false, handler, portClock)
  t.after(() => read.cancel())
  while (texts.length === 0) await turns(1)
  task.state = 'removed'
  changed()
  return { read, texts, clock, wire: wire as Wire }
}

// The log is over one ms and one turn later: a paced socket may have something to read.
threeCases('LAST_WORDS_MS', LAST_WORDS_MS, async (ms, t) => {
  const { read, clock } = await readOfRemoved(t)
  clock.tick(ms - 1)
  await turns(10)
  clock.tick(1)
  await turns(10)
  return !read.hasLastWords
})

test('what came while the process was busy is read before the log is over', async (t) => {
  const { read, texts, clock, wire } = await readOfRemoved(t)
  // Its timer is due in the same turn in which the last record is in the kernel.
  wire.send(record('last'))
  clock.tick(LAST_WORDS_MS)
  for (let i = 0; i < 6; i++) {
    await turns(10)
    clock.tick(1)
  }
  assert.deepEqual(texts, ['first', 'last'])
  assert.equal(read.hasLastWords, false)
  clock.tick(LAST_WORDS_MS)
  await turns(10)
  clock.tick(1)
  assert.deepEqual(await read.ended, { how: 'clean' })
  assert.equal(read.hasLastWords, true)
})
