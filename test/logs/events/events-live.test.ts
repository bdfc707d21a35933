// Following the events of a private daemon: connections cut under concurrent events, four restarts (two by SIGKILL), and more events
// than the ring holds. Each event is a tag of an image, so that the test knows what happened. With their controls.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Engine, events } from '../../../src/index.ts'
import { type FollowedEvents, followEvents } from '../../../src/logs.ts'
import { privateEngineObstacle } from '../../live/private-engine.ts'
import { daemonIn, startRestartingDaemon } from '../../live/restarting-daemon.ts'
import { tcpBridge } from '../../support/bridge.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateEngineObstacle() ?? false) : 'not a private Engine')

const CUTS = 10

/** Makes one event of the type image, with this name. */
async function tag(engine: Engine, name: string): Promise<void> {
  await engine.post('/images/{name}/tag', { path: { name: 'busybox:latest' }, query: { repo: 'events', tag: name } })
}

/** What is taken, as it comes: names of tags, and gaps. */
function taking(followed: FollowedEvents): { taken: string[]; done: Promise<void> } {
  const taken: string[] = []
  const done = (async () => {
    for await (const item of followed) {
      if (item.kind === 'gap') taken.push(`gap ${item.cause}`)
      else if (item.kind === 'event') taken.push(item.event.Actor.Attributes!.name!.replace('events:', ''))
    }
  })()
  return { taken, done }
}

test('events of a real daemon, over cuts, restarts and an overrun', { skip: reason }, async (t) => {
  const daemon = await startRestartingDaemon('--live-restore')
  const direct = connect(daemon.host)
  const bridge = await tcpBridge(daemon.host)
  const engine = connect(bridge.host)
  t.after(async () => {
    await engine.close()
    await direct.close()
    await bridge.close()
    await daemon.stop()
  })

  await t.test('ten cuts under concurrent events: each once, no gap', async (t) => {
    const options = { retry: { first: 10, most: 100 } }
    const all = await followEvents(engine, options).ready()
    const filtered = await followEvents(engine, { ...options, filters: { event: 'tag' } }).ready()
    const both = [taking(all), taking(filtered)]
    /** What a loop with `since` receives: the control. */
    const control: string[] = []
    let isOver = false
    const loop = (async () => {
      let since = String(Math.floor(Date.now() / 1000))
      while (!isOver) {
        try {
          for await (const event of events(engine, { since, filters: { event: 'tag' } })) {
            control.push(event.Actor.Attributes!.name!.replace('events:', ''))
            since = String(event.timeNano! / 1e9)
          }
        } catch {
          await sleep(10)
        }
      }
    })()
    const names: string[] = []
    const writers = [0, 1, 2].map(async (writer) => {
      for (let n = 0; n < 150; n++) {
        const name = `w${writer}-${n}`
        names.push(name)
        await tag(direct, name)
        await sleep(10)
      }
    })
    const cutting = (async () => {
      for (let n = 0; n < CUTS; n++) {
        await eventually(() => assert.ok([all, filtered].every(({ figures }) => figures.resumed >= n)))
        await sleep(20)
        bridge.cut()
      }
    })()
    await Promise.all([...writers, cutting])
    await eventually(() => assert.ok(both.every(({ taken }) => taken.length >= names.length)))
    isOver = true
    for (const followed of [all, filtered]) {
      t.diagnostic(`${names.length} events, ${JSON.stringify(followed.figures)}; a loop with since: ${control.length}`)
      assert.ok(followed.figures.resumed >= CUTS - 1)
      assert.ok(followed.cursor.length < 700)
      followed.close()
    }
    bridge.cut()
    await Promise.all([loop, ...both.map(({ done }) => done)])
    for (const { taken } of both) {
      // Concurrent events have no order but that of each writer.
      for (const writer of [0, 1, 2]) {
        const its = taken.filter((name) => name.startsWith(`w${writer}-`))
        assert.deepEqual(
          its,
          Array.from({ length: 150 }, (_, n) => `w${writer}-${n}`),
        )
      }
    }
    assert.notEqual(control.length, names.length, 'the control repeats or loses')
  })

  await t.test('four restarts, two by SIGKILL: a gap each, and nothing is missing outside them', async (t) => {
    const followed = await followEvents(engine, { retry: { first: 20, most: 100 } }).ready()
    const { taken, done } = taking(followed)
    const happened: string[] = []
    const one = async (name: string): Promise<void> => {
      await eventually(() => tag(direct, name))
      happened.push(name)
    }
    for (const [round, signal] of (['SIGTERM', 'SIGKILL', 'SIGTERM', 'SIGKILL'] as const).entries()) {
      for (let n = 0; n < 5; n++) await one(`r${round}-${n}`)
      const pid = daemonIn(daemon.folder)
      assert.ok(pid > 0)
      process.kill(pid, signal)
      await eventually(() => assert.ok(daemonIn(daemon.folder) !== pid))
      await eventually(async () => void (await direct.get('/info')))
      await eventually(() => assert.ok(followed.figures.gaps > round))
    }
    await one('last')
    await eventually(() => assert.equal(taken.at(-1), 'last'))
    followed.close()
    await done
    t.diagnostic(taken.filter((item) => item.startsWith('gap')).join(', '))
    // In order, and what is missing stands where a gap is.
    let at = 0
    let isGap = false
    for (const item of taken) {
      if (item.startsWith('gap')) {
        isGap = true
        continue
      }
      const found = happened.indexOf(item)
      assert.ok(found >= at && (isGap || found === at), `${item} behind ${happened[at - 1]}`)
      at = found + 1
      isGap = false
    }
    assert.equal(taken.filter((item) => item === 'gap restarted').length, 4)
  })

  await t.test('more events than the ring holds while away: a gap, and the last 256', async () => {
    const followed = await followEvents(engine, { retry: { first: 10, most: 100 } }).ready()
    const { taken, done } = taking(followed)
    await tag(direct, 'before')
    await eventually(() => assert.deepEqual(taken, ['before']))
    bridge.refuses = true
    bridge.cut()
    await Promise.all(
      [0, 1, 2, 3].map(async (w) => {
        for (let n = 0; n < 75; n++) await tag(direct, `o${w}-${n}`)
      }),
    )
    bridge.refuses = false
    await eventually(() => assert.equal(taken.length, 258))
    assert.equal(taken[1], 'gap overrun')
    followed.close()
    await done
  })
})
