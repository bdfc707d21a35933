// tail() at the wire, against a peer with many containers: what it finds, and that none is missed.
// The races between events, lists and inspections are made, not waited for.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TailOptions } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import type { FleetPeer } from './fleet-peer.ts'
import { inWords, records, setUp, texts, until } from './tail-kit.ts'

test('containers that exist, come, stop, start again and are removed: each line once, with its source', async (t) => {
  const { peer, open, engines } = await setUp(t)
  const web = peer.run('web', { labels: { tier: 'front' } })
  const db = peer.create('db')
  peer.write(web, 'one')
  const all = await open().ready()
  const first = await until(all, records(1))
  assert.deepEqual(inWords(first.filter(({ kind }) => kind === 'record')), 'web:one')
  const [record] = first.filter((item) => item.kind === 'record')
  assert.equal(record!.source.engine, engines[0])
  assert.deepEqual(record!.source.labels, { tier: 'front' })
  assert.equal(record!.source.driver, 'json-file')
  peer.start(db)
  await eventually(() => assert.equal(db.followers.size, 1))
  peer.write(db, 'two')
  assert.deepEqual(texts(await until(all, records(1))), ['db:two'])
  const late = peer.run('late')
  peer.write(late, 'three')
  const items = await until(all, records(1))
  assert.equal(inWords(items), 'joined late, late:three')
  peer.stop(web)
  peer.start(web)
  peer.write(web, 'four')
  assert.deepEqual(texts(await until(all, records(1))), ['web:four'])
  peer.remove(late)
  const ended = await until(all, (items) => items.at(-1)?.kind === 'left')
  assert.equal(inWords(ended.filter(({ kind }) => kind !== 'resumed')), 'left late')
  const { figures } = all
  assert.deepEqual([figures.records, figures.gaps, figures.sources.length, figures.lagMs], [4, 0, 2, 0])
  assert.equal(peer.counts.events, 1)
})

test('a container that appears between the events and the list, and one that is removed before it is inspected', async (t) => {
  const { peer, open } = await setUp(t)
  peer.run('old')
  let made = 0
  peer.onList = () => {
    if (made++ > 0) return
    // Behind the answer's making: it is in the events alone, and once more in the next list.
    peer.write(peer.run('between'), 'hello')
  }
  peer.onInspect = (container) => {
    if (container.name === 'short') peer.remove(container)
  }
  const all = await open({ relist: 20 }).ready()
  peer.run('short')
  const items = await until(all, (items) => inWords(items).includes('left short'))
  assert.deepEqual(texts(items), ['between:hello'])
  await eventually(() => assert.ok(peer.counts.list! > 3))
  peer.write([...peer.containers.values()].at(-1)!, 'again')
  assert.deepEqual(texts(await until(all, records(1))), ['between:again'])
})

test('a container that lives for no time and is removed at once: its lines, in one connection from its start', async (t) => {
  const { peer, open } = await setUp(t)
  const all = await open().ready()
  let inspected = ''
  peer.onInspect = ({ name }) => {
    inspected = name
  }
  const found: string[] = []
  for (let n = 0; n < 20; n++) {
    const short = peer.create(`short${n}`, { maxSize: '10m' })
    await eventually(() => assert.equal(inspected, short.name))
    peer.start(short)
    peer.write(short, 'first')
    await eventually(() => assert.equal(short.followers.size, 1))
    peer.write(short, 'last')
    peer.remove(short)
    found.push(inWords(await until(all, (items) => items.at(-1)?.kind === 'left')))
  }
  assert.deepEqual(
    found,
    found.map((_, n) => `joined short${n}, short${n}:first, short${n}:last, left short${n}`),
  )
})

test('a first file that may be full: from there on the log is read as one that rotates', async (t) => {
  const { peer, open } = await setUp(t)
  const all = await open().ready()
  const web = peer.run('web', { maxSize: '10k' })
  for (let n = 0; n < 200; n++) peer.write(web, `line ${n}`)
  const items = await until(all, records(200))
  assert.deepEqual(
    texts(items),
    Array.from({ length: 200 }, (_, n) => `web:line ${n}`),
  )
  // Snapshots, on this version: their bell is the one connection that stays.
  for (let n = 200; n < 210; n++) peer.write(web, `line ${n}`)
  const more = await until(all, records(10))
  assert.equal(texts(more).at(-1), 'web:line 209')
  assert.equal(all.figures.resumed, 0)
  assert.equal(all.figures.sources[0]!.state, 'reading')
})

test('events cut twenty times, and containers that come while nobody listens: none is missed, none twice', async (t) => {
  const { peer, open } = await setUp(t)
  const sleeper = peer.run('sleeper')
  peer.stop(sleeper)
  const all = await open().ready()
  for (let n = 0; n < 20; n++) {
    peer.cutEvents()
    const made = peer.run(`web${n}`)
    peer.write(made, 'hello')
    // It starts, writes and stops unseen.
    peer.start(sleeper)
    peer.write(sleeper, `run ${n}`)
    peer.stop(sleeper)
    const found = texts(await until(all, records(2)))
    assert.deepEqual(found.sort(), [`sleeper:run ${n}`, `web${n}:hello`])
  }
  assert.ok(peer.counts.events! > 20)
  assert.equal(all.figures.gaps, 0)
})

test('events that the Engine drops: the next list finds what they said', async (t) => {
  const { peer, open } = await setUp(t)
  const web = peer.run('web')
  peer.stop(web)
  const all = await open({ relist: 30 }).ready()
  await until(all, (items) => items.some(({ kind }) => kind === 'joined'))
  await eventually(() => assert.equal(all.figures.sources[0]!.state, 'waiting'))
  peer.isMute = true
  peer.write(peer.run('unseen'), 'one')
  peer.start(web)
  peer.write(web, 'two')
  assert.deepEqual(texts(await until(all, records(2))).sort(), ['unseen:one', 'web:two'])
  peer.remove(web)
  assert.ok(inWords(await until(all, (items) => items.at(-1)?.kind === 'left')).endsWith('left web'))
})

test('two Engines; one is away and comes back: a notice each, its lines meanwhile, and the other goes on', async (t) => {
  const { peers, engines, open } = await setUp(t, ['ONE', 'TWO'])
  const [one, two] = peers as [FleetPeer, FleetPeer]
  const a = one.run('a')
  const b = two.run('b')
  const all = await open().ready()
  one.write(a, 'a1')
  two.write(b, 'b1')
  const items = await until(all, records(2))
  assert.deepEqual(texts(items).sort(), ['a:a1', 'b:b1'])
  await two.away()
  const [away] = await until(all, (items) => items.some(({ kind }) => kind === 'away'))
  assert.ok(away?.kind === 'away' && away.engine === engines[1] && away.error instanceof Error)
  one.write(a, 'a2')
  assert.deepEqual(texts(await until(all, records(1))), ['a:a2'])
  two.write(b, 'b2')
  two.write(two.run('new'), 'n1')
  await two.listen()
  const back = await until(all, records(2))
  assert.deepEqual(texts(back).sort(), ['b:b2', 'new:n1'])
  assert.equal(back.filter((item) => item.kind === 'back' && item.engine === engines[1]).length, 1)
})

test('an Engine that does not respond at first: the others are served; where none does, it is an error', async (t) => {
  const { peers, open } = await setUp(t, ['ONE', 'TWO'])
  const [one, two] = peers as [FleetPeer, FleetPeer]
  await two.away()
  one.write(one.run('a'), 'a1')
  const all = await open().ready()
  const items = await until(all, records(1))
  assert.deepEqual(texts(items), ['a:a1'])
  assert.ok(inWords(items).includes('away'))
  await one.away()
  await assert.rejects(open().ready(), { code: 'ERR_CONNECT' })
})

test('an Engine that refuses: ready() and next() reject with its error', async (t) => {
  const { peer, open } = await setUp(t)
  await open().ready()
  peer.refusal = 403
  await assert.rejects(open().ready(), { name: 'EngineError', status: 403 })
  const all = open()
  await assert.rejects(all.next(), { name: 'EngineError', status: 403 })
  assert.deepEqual(await all.next(), { value: undefined, done: true })
})

test('selections: names, labels, filters and a function, for those that exist and those that come', async (t) => {
  const { peer, open } = await setUp(t)
  const front = { labels: { tier: 'front' } }
  peer.run('web', front)
  peer.run('db')
  const check = async (containers: TailOptions['containers'], wanted: string): Promise<void> => {
    const all = await open({ containers }).ready()
    const added = [peer.run('web2', front), peer.run('db2')]
    const names = (): string =>
      all.figures.sources
        .map(({ source }) => source.name)
        .sort()
        .join(' ')
    await eventually(() => assert.equal(names(), wanted))
    await sleep(20)
    assert.equal(names(), wanted)
    all.close()
    for (const one of added) peer.remove(one)
  }
  await check('all', 'db db2 web web2')
  await check({ names: ['db', 'web2'] }, 'db web2')
  await check({ labels: ['tier=front'] }, 'web web2')
  await check({ labels: ['tier=front'], names: ['db', 'web'] }, 'web')
  await check({ filters: { label: ['tier=front'] } }, 'web web2')
  const match: NonNullable<Exclude<TailOptions['containers'], string>>['match'] = ({ Names }) => /2$/.test(Names[0]!)
  await check({ match }, 'db2 web2')
})

test("from 'now': what is written behind ready(), and all of those that come", async (t) => {
  const { peer, open } = await setUp(t)
  const web = peer.run('web')
  peer.write(web, 'old')
  const all = await open({ from: 'now' }).ready()
  const { cursor } = all
  peer.write(web, 'new')
  peer.write(peer.run('late'), 'first')
  assert.deepEqual(texts(await until(all, records(2))).sort(), ['late:first', 'web:new'])
  all.close()
  assert.deepEqual(texts(await until(open({ from: { cursor } }), records(2))).sort(), ['late:first', 'web:new'])
})
