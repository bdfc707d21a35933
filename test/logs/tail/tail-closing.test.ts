// tail() and follow() closed at every moment of their beginning: after each turn of the event loop, and around each request's response.
// Nothing is left then: no timer, no socket, no call that waits.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { connect, type Engine } from '../../../src/index.ts'
import { PortClock } from '../../../src/logs/port/port-clock.ts'
import { type FollowedLog, follow, type TailedLogs, tail } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { holdings, openResources } from '../../support/handles.ts'
import { repeated } from '../../support/soak.ts'
import { FleetPeer } from './fleet-peer.ts'

/** Ms after which what ends at once has not ended. */
const SOON = { within: 5000 }

const RETRY = { first: 5, most: 20 }
/** Every so many turns and requests something is closed at. */
const STEP = repeated({ soak: 1, whole: 1, usually: 3 })

/** What is followed, and closed. */
type Closed = TailedLogs | FollowedLog

const STARTS: readonly { readonly title: string; begin(engine: Engine, idOf: (name: string) => string): Closed }[] = [
  { title: 'tail', begin: (engine) => tail(engine, { retry: RETRY }) },
  { title: 'tail from now', begin: (engine) => tail(engine, { retry: RETRY, from: 'now', order: { withinMs: 5000 } }) },
  { title: 'tail by snapshots', begin: (engine) => tail(engine, { retry: RETRY, reading: 'snapshots' }) },
  { title: 'follow', begin: (engine, idOf) => follow(engine, idOf('web')) },
  {
    title: 'follow by snapshots',
    begin: (engine, idOf) => follow(engine, idOf('web'), { from: 'now', reading: 'snapshots' }),
  },
  { title: 'follow of one that has stopped', begin: (engine, idOf) => follow(engine, idOf('stopped')) },
]

async function setUp(t: test.TestContext): Promise<FleetPeer> {
  const peer = await FleetPeer.start(t)
  peer.write(peer.run('web'), 'one')
  peer.run('small', { maxSize: '10k' })
  peer.stop(peer.run('stopped'))
  peer.create('created')
  peer.run('bad').logStatus = 500
  return peer
}

const idsOf =
  ({ containers }: FleetPeer) =>
  (name: string): string =>
    [...containers.values()].find((one) => one.name === name)!.id

/** Takes what comes until the end. */
async function takeAll(all: Closed): Promise<void> {
  while (!(await all.next()).done);
}

/** Requires that all is as it was before. */
async function settled(peer: FleetPeer, timers: number, isSettled: ReturnType<typeof holdings>): Promise<void> {
  await eventually(() => {
    assert.equal(peer.following, 0)
    assert.equal(peer.listeners.size, 0)
    assert.ok((openResources().Timeout ?? 0) <= timers, JSON.stringify(openResources()))
  }, SOON)
  await isSettled(SOON)
}

for (const { title, begin } of STARTS) {
  test(`${title}: closed after any number of turns of the event loop, nothing is left`, async (t) => {
    const peer = await setUp(t)
    await turn()
    const timers = openResources().Timeout ?? 0
    const isSettled = holdings()
    for (let turns = 0; turns < 100; turns += turns < 30 ? STEP : 10) {
      const engine = connect(peer.host)
      const all = begin(engine, idsOf(peer))
      const over = takeAll(all)
      for (let n = 0; n < turns; n++) await turn()
      all.close()
      await over
      await assert.doesNotReject(Promise.race([all.ready().catch(() => {}), turn()]))
      await engine.close()
      try {
        await settled(peer, timers, isSettled)
      } catch (error) {
        assert.fail(`closed after ${turns} turns: ${error}`)
      }
    }
  })

  test(`${title}: closed before, with and instead of the response to any request, nothing is left`, async (t) => {
    const peer = await setUp(t)
    await turn()
    const timers = openResources().Timeout ?? 0
    const isSettled = holdings()
    for (const how of ['before', 'with', 'instead'] as const) {
      for (let step = 1; step < 20; step += STEP) {
        const engine = connect(peer.host)
        const all = begin(engine, idsOf(peer))
        let count = 0
        let path = ''
        const come = new Promise<void>((resolve) => {
          peer.onRequest = (name) => {
            if (++count !== step) return true
            path = name
            if (how === 'before') all.close()
            else if (how === 'with') setImmediate(() => all.close())
            resolve()
            return how !== 'instead'
          }
        })
        const over = takeAll(all)
        const isEnough = await Promise.race([
          come.then(() => false),
          new Promise<true>((resolve) => setTimeout(resolve, 100, true)),
        ])
        if (isEnough || how === 'instead') all.close()
        await over
        // What is left holds the engine's connections, unless the engine closes them.
        const isLeft = (): boolean =>
          engine.connections.busy + engine.connections.dialling + engine.connections.waiting > 0
        const what = `closed ${how} response ${step} (${path})`
        await eventually(() => assert.ok(!isLeft(), `${what}: ${JSON.stringify(engine.connections)}`), SOON)
        await engine.close()
        peer.onRequest = undefined
        try {
          await settled(peer, timers, isSettled)
        } catch (error) {
          assert.fail(`${what}: ${error}`)
        }
        if (isEnough) break
      }
    }
  })
}

test('a clock that is closed: its timers end, and no more are made', () => {
  const before = openResources().Timeout ?? 0
  const clock = new PortClock()
  clock.after(60_000, assert.fail)
  clock.close()
  clock.after(60_000, assert.fail)()
  clock.after(60_000, assert.fail)
  assert.equal(openResources().Timeout ?? 0, before)
})
