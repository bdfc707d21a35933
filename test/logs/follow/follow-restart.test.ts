// follow() of a container that stops, and is started or removed before anything listens to its events: no event says so.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../src/index.ts'
import { LOOK_MS } from '../../../src/logs/follow/follower.ts'
import { follow } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { LogPeer } from './log-peer.ts'

/** Well before the next look. */
const SOON_MS = LOOK_MS / 2

for (const then of ['running', 'restarting', 'gone'] as const) {
  test(`it is ${then} again before its events are listened to: that is seen at once`, async (t) => {
    const peer = await LogPeer.start(t)
    const engine = connect(peer.host)
    peer.write('one\n')
    const log = follow(engine, 'web', { retry: { first: 5, most: 20 } })
    t.after(async () => {
      log.close()
      await ended
      await engine.close()
    })
    const lines: string[] = []
    const ended = (async () => {
      for await (const item of log) if (item.kind === 'record') lines.push(item.text)
      return true
    })()
    await eventually(() => assert.equal(peer.following, 1))
    let listened = 0
    peer.onEvents = () => {
      if (listened++ > 0) return
      peer.state = then
      if (then === 'gone') return
      // A run that is over already changed this alone.
      peer.startedAt = '2026-11-29T16:22:03.000000000Z'
      peer.write('two\n')
    }
    peer.stop()
    if (then === 'gone')
      assert.ok(await Promise.race([ended, sleep(SOON_MS, false, { ref: false })]), 'it has not ended')
    else await eventually(() => assert.deepEqual(lines, ['one', 'two']), { within: SOON_MS })
    if (then !== 'restarting') return
    // It waits again, and asks no more than before.
    await eventually(() => assert.equal(listened, 2))
    const asked = peer.queries.length
    await sleep(300)
    assert.equal(peer.queries.length, asked)
  })
}
