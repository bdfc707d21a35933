// When a log among many gives up what it keeps of its last records: at, below and above that time, by a clock that the test moves.

import assert from 'node:assert/strict'
import { followingOf } from '../../../src/logs/follow/follow.ts'
import { RecordQueue } from '../../../src/logs/follow/record-queue.ts'
import type { FinderHandler, SourceFinder, SourcePort } from '../../../src/logs/port/finder.ts'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import { TAIL_BYTES } from '../../../src/logs/tail/budget.ts'
import { SETTLE_MS } from '../../../src/logs/tail/silence.ts'
import { TailedLogs } from '../../../src/logs/tail/tailed-logs.ts'
import { turns } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { threeCases } from '../../support/three-cases.ts'
import { HandPort, recordOf } from '../limit-kit.ts'

/** A log in memory as a tail finds it. */
class FoundPort extends HandPort implements SourcePort {
  readonly source = { id: 'c1', name: 'c1', labels: {}, driver: '', rotates: false, tty: false } as unknown as LogSource
  keepAlive(): void {}
  close(): void {}
}

threeCases('SETTLE_MS', SETTLE_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const settle = t.mock.method(RecordQueue.prototype, 'settle')
  const port = new FoundPort()
  port.stored = [recordOf(1)]
  const finder: SourceFinder = {
    id: 'e1',
    async start(handler: FinderHandler) {
      handler.onSource({ key: 'e1/c1', source: port.source, isNew: true, open: () => port })
      return undefined
    },
    keepAlive() {},
    close() {},
  }
  const logs = new TailedLogs({
    finders: [finder],
    from: { kind: 'start' },
    source: followingOf('tail()', { reading: 'snapshots' }),
    keepsLeft: false,
    withinMs: undefined,
    maxBytes: TAIL_BYTES,
    signal: undefined,
  })
  t.after(() => logs.close())
  const kinds: (string | undefined)[] = []
  while (!kinds.includes('record')) kinds.push((await logs.next()).value?.kind)
  clock.tick(ms)
  await turns()
  const isKept = settle.mock.callCount() === 0
  clock.tick(2)
  assert.ok(settle.mock.callCount() > 0)
  return isKept
})
