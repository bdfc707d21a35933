// watch() at the wire, against a peer that serves lists and events: what leads to a list, what it reports, how it comes back.

import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { container } from './list-peer.ts'
import { setUp, take } from './watch-kit.ts'

test('the first list is added, then it is synced; an event changes its object alone', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a'), container('b', { Status: 'Up 2 seconds (unhealthy)' })]
  const watched = await open().ready()
  assert.equal(watched.isLive, true)
  assert.equal(watched.engineId, 'AAAA')
  assert.equal(watched.containers.get('a')!.Health, 'none')
  assert.equal(watched.containers.get('b')!.Health, 'unhealthy')
  assert.ok(!('Status' in watched.containers.get('a')!))
  assert.deepEqual(await take(watched, 3), ['added container a', 'added container b', 'synced'])
  peer.containers = [container('a', { State: 'exited' }), container('b', { State: 'never read' })]
  peer.container('die', 'a', { exitCode: '3' })
  const { value } = await watched.next()
  assert.ok(value?.kind === 'container' && value.change === 'changed')
  assert.equal(value.before?.State, 'running')
  assert.equal(value.now?.State, 'exited')
  assert.equal(value.event?.exitCode, 3)
  assert.equal(watched.containers.get('b')!.State, 'running')
  const lists = peer.requests.filter((path) => path.startsWith('/containers/json'))
  assert.equal(lists.at(-1), `/containers/json?all=1&filters=${encodeURIComponent('{"id":["a"]}')}`)
})

test('one that is gone is removed, a new one is added, and what an exec does is not looked at', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a')]
  const watched = await open().ready()
  await take(watched, 2)
  peer.container('exec_create: ls', 'a')
  peer.container('exec_die', 'a', { exitCode: '0' })
  peer.containers = [container('b')]
  peer.container('destroy', 'a')
  peer.container('create', 'b')
  assert.deepEqual((await take(watched, 2)).sort(), ['added container b', 'removed container a'])
  assert.deepEqual([...watched.containers.keys()], ['b'])
})

test('an effect that becomes visible only after its event is found', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a')]
  const watched = await open().ready()
  await take(watched, 2)
  peer.container('update', 'a')
  const lists = peer.count('/containers/json')
  await eventually(() => assert.ok(peer.count('/containers/json') > lists))
  peer.containers = [container('a', { State: 'paused' })]
  assert.deepEqual(await take(watched, 1), ['changed container a'])
})

test('an effect that is late is found when the inspection returns, however late, and other containers do not wait', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a'), container('b')]
  const watched = await open().ready()
  await take(watched, 3)
  // As Docker 20.10: 'die' comes first, and the container is locked until the list has it.
  let unlock = () => {}
  peer.onList = (path) => (path === '/containers/a/json' ? new Promise((resolve) => (unlock = resolve)) : undefined)
  peer.container('die', 'a')
  await eventually(() => assert.equal(peer.count('/containers/a/json'), 1))
  const before = peer.count('/containers/json')
  // Longer than the list that comes half a second after.
  await eventually(() => assert.ok(peer.count('/containers/json') > before + 1))
  peer.containers = [container('a'), container('b', { State: 'paused' })]
  peer.container('pause', 'b')
  assert.deepEqual(await take(watched, 1), ['changed container b'])
  peer.container('die', 'a')
  peer.containers = [container('a', { State: 'exited' }), container('b', { State: 'paused' })]
  unlock()
  assert.deepEqual(await take(watched, 1), ['changed container a'])
  // The event that came during the inspection has one of its own.
  await eventually(() => assert.equal(peer.count('/containers/a/json'), 2))
  unlock()
})

test('a burst of events of many containers: few inspections at a time, and each container has one', async (t) => {
  const { peer, open } = await setUp(t)
  const ids = Array.from({ length: 100 }, (_, at) => `c${at}`)
  peer.containers = ids.map((id) => container(id))
  const watched = await open().ready()
  let most = 0
  let now = 0
  peer.onList = async (path) => {
    if (path === '/containers/json') return
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 2))
    now--
  }
  peer.containers = ids.map((id) => container(id, { State: 'exited' }))
  for (const id of ids) peer.container('die', id)
  await eventually(() => assert.ok(ids.every((id) => peer.count(`/containers/${id}/json`) === 1)))
  assert.ok(most > 1 && most <= 8, String(most))
  assert.ok([...watched.containers.values()].every(({ State }) => State === 'exited'))
})

test('events while a list is under way lead to another one', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a')]
  let emitted = 0
  peer.onList = async () => {
    if (emitted++ > 0) return
    // The list that is sent is old already; its successor is announced while it is under way.
    const old = peer.lists['/containers/json']
    await eventually(() => assert.equal(peer.listeners, 1))
    peer.containers = [container('b')]
    peer.container('destroy', 'a')
    peer.container('create', 'b')
    await new Promise((resolve) => setTimeout(resolve, 50))
    peer.lists['/containers/json'] = old
    setTimeout(() => {
      peer.containers = [container('b')]
    }, 5)
  }
  const watched = await open().ready()
  await eventually(() => assert.deepEqual([...watched.containers.keys()], ['b']))
})

test('cuts: away, then what changed meanwhile, then synced', async (t) => {
  const { peer, open } = await setUp(t)
  peer.containers = [container('a')]
  const watched = await open().ready()
  await take(watched, 2)
  peer.containers = [container('b')]
  peer.cut()
  assert.deepEqual((await take(watched, 4)).sort(), ['added container b', 'away', 'removed container a', 'synced'])
  // A clean end of the events, too; and several cuts that nobody looks at are one.
  for (let at = 0; at < 3; at++) {
    const opened = peer.count('/events')
    peer.endEvents()
    await eventually(() => assert.ok(peer.count('/events') > opened && peer.listeners === 1 && watched.isLive))
  }
  peer.containers = [container('c')]
  peer.container('create', 'c')
  const rest: string[] = []
  while (rest.at(-1) !== 'added container c') rest.push(...(await take(watched, 1)))
  assert.ok(rest.filter((one) => one === 'away').length <= 1, rest.join())
})

test('another Engine at the same place is noticed; Podman has no id', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open().ready()
  const first = (await watched.next()).value
  assert.ok(first?.kind === 'synced' && first.engineId === 'AAAA' && !first.replaced && first.awayMs === 0)
  peer.id = 'BBBB'
  peer.cut()
  assert.equal((await watched.next()).value?.kind, 'away')
  const second = (await watched.next()).value
  assert.ok(second?.kind === 'synced' && second.engineId === 'BBBB' && second.replaced && second.awayMs > 0)
  watched.close()
  peer.isPodman = true
  const podman = await open().ready()
  assert.equal(podman.engineId, undefined)
  await podman.next()
  peer.cut()
  await podman.next()
  const synced = (await podman.next()).value
  assert.ok(synced?.kind === 'synced' && !synced.replaced)
})

test('a list that is refused later: away, and back when it is served again', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open().ready()
  await take(watched, 1)
  peer.refused.set('/containers/json', 500)
  peer.container('create', 'a')
  const { value } = await watched.next()
  assert.ok(value?.kind === 'away' && /refused/.test(value.error.message))
  assert.equal(watched.isLive, false)
  peer.containers = [container('a')]
  peer.refused.clear()
  assert.deepEqual(await take(watched, 2), ['added container a', 'synced'])
})

test('every kind: its list, and the events that lead to it', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open({ images: true, networks: true, volumes: true, services: true }).ready()
  await take(watched, 1)
  peer.lists['/images/json'] = [{ Id: 'i', RepoTags: ['b:1', 'a:1'], Containers: 4 }]
  peer.lists['/networks'] = [{ Id: 'n', Name: 'net' }]
  peer.lists['/volumes'] = { Volumes: [{ Name: 'v' }] }
  peer.lists['/services'] = [{ ID: 's', Version: { Index: 1 } }]
  peer.emit({ status: 'pull', id: 'a:1', Type: 'image', Action: 'pull', Actor: { ID: 'a:1', Attributes: {} } })
  peer.emit({ Type: 'network', Action: 'create', Actor: { ID: 'n', Attributes: { name: 'net' } } })
  // Podman's form.
  peer.emit({ Type: 'volume', Action: 'create', Actor: { ID: '', Attributes: { name: 'v' } } })
  peer.emit({ Type: 'service', Action: 'create', Actor: { ID: 's', Attributes: {} }, scope: 'swarm' })
  const added = await take(watched, 4)
  assert.deepEqual(added.sort(), ['added image i', 'added network n', 'added service s', 'added volume v'])
  assert.deepEqual(watched.images.get('i'), { Id: 'i', RepoTags: ['a:1', 'b:1'], RepoDigests: [] })
  assert.equal(watched.volumes.get('v')!.Name, 'v')
  assert.equal(watched.networks.size + watched.services.size, 2)
  // What is not watched is not requested, and stays empty.
  const few = await open({ containers: false, volumes: true }).ready()
  assert.equal(few.containers.size, 0)
  assert.match(peer.requests.findLast((one) => one.startsWith('/events'))!, /%22type%22:?%3A%5B%22volume%22%5D/)
})

test('the order of ports, mounts and tags is not a change', async (t) => {
  const { peer, open } = await setUp(t)
  const ports = [{ PrivatePort: 1 }, { PrivatePort: 2 }]
  peer.containers = [container('a', { Ports: ports })]
  const watched = await open().ready()
  await take(watched, 2)
  peer.containers = [container('a', { Ports: [...ports].reverse(), Status: 'Up 9 seconds' }), container('b')]
  peer.container('start', 'a')
  peer.container('create', 'b')
  assert.deepEqual(await take(watched, 1), ['added container b'])
})

test('check: what changes without an event is found, without an away', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open({ check: 30 }).ready()
  await take(watched, 1)
  peer.containers = [container('silent')]
  assert.deepEqual(await take(watched, 1), ['added container silent'])
  await eventually(() => assert.ok(peer.count('/events') > 2))
  assert.equal(peer.listeners <= 2, true)
})

test('a consumer that takes nothing for long gets what is left of it', async (t) => {
  const { peer, open } = await setUp(t)
  const watched = await open().ready()
  for (let at = 0; at < 30; at++) {
    peer.containers = [container(`c${at}`)]
    peer.container('create', `c${at}`)
    peer.container('destroy', `c${at - 1}`)
    await eventually(() => assert.ok(watched.containers.has(`c${at}`)))
  }
  await eventually(() => assert.deepEqual([...watched.containers.keys()], ['c29']))
  assert.deepEqual((await take(watched, 2)).sort(), ['added container c29', 'synced'])
})
