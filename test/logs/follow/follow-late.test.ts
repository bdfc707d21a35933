// follow() of a rotating log, where every connection takes longer than the daemon's reader may: none can be trusted. It reads
// snapshots then, and must still see the end.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../src/index.ts'
import { follow } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { LogPeer } from './log-peer.ts'

for (const how of ['exited', 'gone'] as const) {
  test(`each connection is late: every record, no false notice, and the end when the container is ${how}`, async (t) => {
    const peer = await LogPeer.start(t)
    const engine = connect(peer.host)
    t.after(() => engine.close())
    peer.version = '28.5.2'
    // A file of so few bytes is written in 0.02 ms.
    peer.maxSize = '10k'
    peer.followMs = 30
    for (let n = 0; n < 20; n++) peer.write(`line ${n}\n`)
    const log = follow(engine, 'web', {
      until: how === 'exited' ? 'stopped' : 'removed',
      retry: { first: 5, most: 20 },
    })
    const lines: string[] = []
    const notices = new Set<string>()
    const ended = (async () => {
      for await (const item of log) {
        if (item.kind === 'record') lines.push(item.text)
        else notices.add(item.kind === 'resumed' ? `resumed ${item.reason}` : item.kind)
      }
    })()
    await eventually(() => assert.equal(lines.length, 20))
    // More than one connection was late by now.
    await eventually(() => assert.ok(peer.queries.filter((query) => query.get('follow') === '1').length > 3))
    for (let n = 20; n < 30; n++) peer.write(`line ${n}\n`)
    peer.stop(how)
    const isOver = await Promise.race([ended.then(() => true), sleep(8_000, false)])
    log.close()
    assert.ok(isOver, 'it has not ended')
    // Of one that is removed, the log is gone with it.
    const all = Array.from({ length: 30 }, (_, n) => `line ${n}`)
    assert.deepEqual(lines, how === 'gone' ? all.slice(0, Math.max(20, lines.length)) : all)
    assert.deepEqual([...notices], ['resumed behind'])
  })
}
