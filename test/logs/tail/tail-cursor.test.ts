// The cursor of tail() over many restarts, at the wire: it keeps the places of what exists and of what cannot be asked for, and no others.
// How a cursor continues is in tail.test.ts.

import assert from 'node:assert/strict'
import test from 'node:test'
import { forgetRemoved } from '../../../src/logs/port/kept-places.ts'
import type { TailedLogs, TailOptions } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { setUp as setUpSwarm } from '../swarm/taken.ts'
import type { FleetPeer, PeerContainer } from './fleet-peer.ts'
import { records, setUp, texts, until } from './tail-kit.ts'

/** Ids of what an Engine, or a cluster, has in the cursor. */
function idsIn({ cursor }: TailedLogs, engine = 'ONE'): string[] {
  const { e } = JSON.parse(cursor) as { e: Record<string, Record<string, unknown>> }
  return Object.keys(e[engine] ?? {}).sort()
}

const idsOf = (...containers: readonly PeerContainer[]): string[] => containers.map(({ id }) => id).sort()

test('thirty restarts, containers removed while nobody follows: the cursor has what exists', async (t) => {
  for (const until_ of ['removed', 'stopped'] as const) {
    const { peer, open } = await setUp(t)
    const stays = peer.run('stays')
    let passing: PeerContainer[] = []
    let from: TailOptions['from'] = 'start'
    let longest = 0
    for (let round = 0; round < 30; round++) {
      for (const one of passing) peer.remove(one)
      const all = await open({ from, until: until_ }).ready()
      assert.deepEqual(idsIn(all), idsOf(stays), `round ${round}`)
      passing = [1, 2, 3].map((n) => peer.run(`passing${round}-${n}`))
      for (const one of [stays, ...passing]) peer.write(one, String(round))
      const seen = texts(await until(all, records(4)))
      assert.deepEqual(seen.sort(), [...passing, stays].map(({ name }) => `${name}:${round}`).sort())
      from = { cursor: all.cursor }
      longest = Math.max(longest, all.cursor.length)
      all.close()
    }
    assert.ok(longest < 4 * 700, `${longest} characters for four containers`)
  }
})

test('what a selection does not match, and exists: its place stays; what was removed is forgotten', async (t) => {
  const selections: [TailOptions['containers'], (one: PeerContainer) => void, (one: PeerContainer) => void][] = [
    [{ names: ['a', 'b'] }, (one) => (one.name = 'other'), (one) => (one.name = 'a')],
    [
      { match: (one: { Names?: string[] }) => one.Names?.[0] !== '/other' },
      (one) => (one.name = 'other'),
      (one) => (one.name = 'a'),
    ],
    [{ labels: ['tier=front'] }, (one) => (one.labels.tier = 'back'), (one) => (one.labels.tier = 'front')],
  ]
  for (const [containers, hide, show] of selections) {
    const { peer, open } = await setUp(t)
    const [a, b] = ['a', 'b'].map((name) => peer.run(name, { labels: { tier: 'front' } })) as [
      PeerContainer,
      PeerContainer,
    ]
    for (const one of [a, b]) peer.write(one, 'first')
    const first = open({ containers })
    await until(first, records(2))
    first.close()
    hide(a)
    peer.remove(b)
    const second = await open({ containers, from: { cursor: first.cursor } }).ready()
    assert.deepEqual(idsIn(second), idsOf(a))
    second.close()
    show(a)
    peer.write(a, 'second')
    const third = open({ containers, from: { cursor: second.cursor } })
    assert.deepEqual(texts(await until(third, records(1))), ['a:second'])
  }
})

test('an Engine that is away keeps its places until it is back and says what it has', async (t) => {
  const { peers, open } = await setUp(t, ['ONE', 'TWO'])
  const [one, two] = peers as [FleetPeer, FleetPeer]
  const kept = two.run('kept')
  const made = [one.run('a'), one.run('b'), two.run('c'), kept]
  for (const container of made) (container === kept || container.name === 'c' ? two : one).write(container, '1')
  const first = open()
  await until(first, records(4))
  first.close()
  one.remove(made[0]!)
  two.remove(made[2]!)
  await two.away()
  const second = await open({ from: { cursor: first.cursor } }).ready()
  assert.deepEqual(idsIn(second), idsOf(made[1]!))
  assert.deepEqual(idsIn(second, 'TWO'), idsOf(made[2]!, kept))
  await two.listen()
  await until(second, (items) => items.some(({ kind }) => kind === 'back'))
  await eventually(() => assert.deepEqual(idsIn(second, 'TWO'), idsOf(kept)))
})

test('a container that stopped, was left and is removed later leaves the cursor of the same tail', async (t) => {
  const { peer, open } = await setUp(t)
  const all = await open({ until: 'stopped', relist: 50 }).ready()
  const made = [1, 2].map((n) => peer.run(`c${n}`))
  for (const one of made) peer.write(one, 'x')
  await until(all, records(2))
  for (const one of made) peer.stop(one)
  await until(all, (items) => items.filter(({ kind }) => kind === 'left').length === 2)
  assert.deepEqual(idsIn(all), idsOf(...made))
  peer.remove(made[0]!)
  await eventually(() => assert.deepEqual(idsIn(all), idsOf(made[1]!)))
})

test('a list of all that is refused forgets nothing, and ends nothing', async (t) => {
  const { peer, open } = await setUp(t)
  const one = peer.run('a', { labels: { tier: 'front' } })
  peer.write(one, '1')
  const first = open()
  await until(first, records(1))
  first.close()
  peer.remove(one)
  let refused = 0
  peer.onUnfiltered = () => ++refused < 0
  const second = await open({ containers: { labels: ['tier=front'] }, from: { cursor: first.cursor } }).ready()
  assert.equal(refused, 1)
  assert.deepEqual(idsIn(second), idsOf(one))
  peer.write(peer.run('b', { labels: { tier: 'front' } }), '2')
  assert.deepEqual(texts(await until(second, records(1))), ['b:2'])
})

test('a place that is kept since the list was asked for stays, though that list does not have its source', async () => {
  const kept = new Set(['a', 'removed'])
  await forgetRemoved(
    { kept: () => [...kept], onRemoved: (key) => void kept.delete(key.slice('ONE/'.length)) },
    'ONE',
    new Set(['b']),
    async () => {
      kept.add('younger')
      return ['a', 'b']
    },
  )
  assert.deepEqual([...kept], ['a', 'younger'])
})

test('the tasks of a swarm: those that the manager has forgotten, of any service, leave the cursor', async (t) => {
  const { peer, open } = await setUpSwarm(t)
  for (const name of ['web', 'db']) peer.service(name)
  const stays = peer.run('stays', 'web', 'n1')
  const other = peer.run('other', 'db', 'n2')
  const texts = ['stays:1', 'other:1']
  peer.write(stays, '1\n')
  peer.write(other, '1\n')
  const first = open()
  await first.has(...texts)
  let { cursor } = first.all
  first.all.close()
  for (let round = 0; round < 5; round++) {
    for (const id of peer.tasks.keys()) if (id.startsWith('passing')) peer.tasks.delete(id)
    // Its node is away in some of them, and its service is not always wanted.
    if (round === 2) {
      peer.silence('n1')
      peer.notice('n1')
    } else if (round === 3) peer.back('n1')
    const all = open({ services: ['web'], from: { cursor } })
    await all.all.ready()
    assert.deepEqual(idsIn(all.all, 'cluster'), ['other', 'stays'], `round ${round}`)
    const passing = peer.run(`passing${round}`, 'web', 'n3')
    peer.write(passing, 'x\n')
    await all.has(`passing${round}:x`)
    cursor = all.all.cursor
    assert.deepEqual(idsIn(all.all, 'cluster'), ['other', `passing${round}`, 'stays'])
    all.all.close()
  }
})
