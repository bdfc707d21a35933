// What the Engine does that makes followers lose records, one test each, at the wire. Compressed files, rotation, containers in restarts
// and drivers that keep nothing are in live.test.ts; truncation in testing/log-rotation.test.ts; cursors of other containers in follow.test.ts.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { connect } from '../../../src/index.ts'
import { type FollowedLog, type FollowOptions, follow } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { LogPeer } from './log-peer.ts'

async function setUp(t: TestContext): Promise<{ peer: LogPeer; open: (options?: FollowOptions) => FollowedLog }> {
  const peer = await LogPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: FollowOptions = {}): FollowedLog => {
    const log = follow(engine, 'web', { retry: { first: 5, most: 20 }, ...options })
    t.after(() => log.close())
    return log
  }
  return { peer, open }
}

const PIECE = 'p'.repeat(16_384)

test('stderr between the pieces of an open line, and a cut there: the line comes whole, once, and by a cursor too', async (t) => {
  const { peer, open } = await setUp(t)
  const log = open()
  peer.write('before\n')
  const first = await log.next()
  assert.ok(first.value?.kind === 'record')
  await eventually(() => assert.equal(peer.following, 1))
  peer.write(PIECE, 1, 100)
  peer.write('between\n', 2, 101)
  const between = await log.next()
  assert.ok(between.value?.kind === 'record' && between.value.text === 'between')
  const { cursor } = log
  peer.cut()
  // The later pieces have the time of the first one: before that of what was taken last.
  peer.write(PIECE, 1, 100)
  peer.write('end\n', 1, 100)
  peer.write('after\n', 1, 102)
  const rest = async (from: FollowedLog): Promise<string[]> => {
    const texts: string[] = []
    while (texts.at(-1) !== 'after') {
      const { value } = await from.next()
      assert.notEqual(value?.kind, 'gap')
      if (value?.kind === 'record') texts.push(value.text)
    }
    return texts
  }
  assert.deepEqual(await rest(log), [`${PIECE}${PIECE}end`, 'after'])
  assert.deepEqual(await rest(open({ from: { cursor } })), [`${PIECE}${PIECE}end`, 'after'])
})

test('damaged bytes between two records: a gap, and what stands behind them, once', async (t) => {
  const { peer, open } = await setUp(t)
  for (let n = 0; n < 40; n++) peer.write(`line ${n}\n`)
  peer.damagedAt = 30
  const log = open()
  const items: string[] = []
  const takeUntil = async (last: string): Promise<void> => {
    while (items.at(-1) !== last) {
      const { value } = await log.next()
      items.push(value?.kind === 'record' ? value.text : value?.kind === 'gap' ? value.cause : value!.kind)
    }
  }
  await takeUntil('line 39')
  const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `line ${from + n}`)
  assert.deepEqual(items, [...lines(0, 30), 'damaged', ...lines(30, 40)])
  peer.write('later\n')
  await takeUntil('later')
  assert.deepEqual(items.slice(41), ['later'])
})

test('one output: the other one writes far more than a tail holds, and nothing of it is missed', async (t) => {
  const { peer, open } = await setUp(t)
  peer.write('e0\n', 2)
  const log = open({ stdout: false })
  const next = async (): Promise<string> => {
    for (;;) {
      const { value } = await log.next()
      if (value?.kind === 'record') return value.text
      assert.equal(value?.kind, 'resumed')
    }
  }
  assert.equal(await next(), 'e0')
  await eventually(() => assert.equal(peer.following, 1))
  peer.cut()
  for (let n = 0; n < 1000; n++) peer.write(`o${n}\n`)
  peer.write('e1\n', 2)
  for (let n = 0; n < 1000; n++) peer.write(`o${n}\n`)
  assert.equal(await next(), 'e1')
  assert.ok(peer.queries.every((query) => query.get('stdout') === '1'))
})

test('a container that is started again between an inspection and the read behind it: its long line stays one', async (t) => {
  for (const endsAgain of [false, true]) {
    const { peer, open } = await setUp(t)
    peer.write('first run\n')
    peer.stop()
    const log = open()
    // The first two requests read the first run. While it is read once more to its end, the second run begins a long line.
    peer.onLog = (count) => {
      if (count === 3) {
        peer.startedAt = '2026-11-29T16:22:03.000000000Z'
        peer.state = endsAgain ? 'exited' : 'running'
        peer.write(PIECE, 1, 100)
      }
      if (count === 5) peer.write('end\n', 1, 100)
    }
    const texts: string[] = []
    while (texts.length < 2) {
      const { value } = await log.next()
      if (value?.kind === 'record') texts.push(value.text)
    }
    assert.deepEqual(texts, ['first run', `${PIECE}end`])
  }
})
