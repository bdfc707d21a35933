// The tasks of a swarm's services at the wire, against a manager whose every moment is the test's: replacements, nodes that go away,
// removals, and what is left open.

import assert from 'node:assert/strict'
import test, { describe } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../src/index.ts'
import { tail } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { holdings } from '../../support/handles.ts'
import { SwarmPeer } from './swarm-peer.ts'
import { NODES, setUp, Taken } from './taken.ts'

test('close() leaves nothing open: with reads that wait, and a node that is away', async (t) => {
  const peer = await SwarmPeer.start(t, NODES)
  const settled = holdings()
  const engine = connect(peer.host)
  peer.service('web')
  peer.write(peer.run('t1', 'web', 'n1', 1), 'one\n')
  peer.write(peer.run('t2', 'web', 'n2', 2), 'two\n')
  peer.write(peer.run('t3', 'web', 'n3', 3), 'three\n')
  const taken = new Taken(tail(engine, { services: 'all' }))
  await taken.has('t1:one', 't2:two', 't3:three')
  peer.silence('n2')
  peer.silence('n3')
  peer.notice('n3')
  await taken.hasNotice('away gamma')
  taken.all.close()
  await taken.over
  await eventually(() => assert.equal(peer.following + peer.listeners.size, 0))
  await engine.close()
  await settled()
})

// Each waits for the manager's lists: all at a time.
describe('a swarm', { concurrency: 12 }, () => {
  test('a replacement that is found late: every line of it, attributed to service, slot and node', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const first = peer.run('t1', 'web', 'n1', 1)
    peer.write(first, 'one\n')
    const taken = open({ from: 'now' })
    await taken.all.ready()
    peer.write(first, 'two\n')
    await taken.has('t1:two')
    peer.end(first)
    peer.write(first, 'last words')
    // The replacement has written, and ended, before anybody knows of it.
    const second = peer.run('t2', 'web', 'n2', 1)
    for (const line of ['a', 'b', 'c']) peer.write(second, `${line}\n`)
    peer.end(second, 'complete')
    const third = peer.run('t3', 'web', 'n3', 0)
    peer.write(third, 'd\n', 2)
    await taken.has('t1:two', 't1:last words', 't2:a', 't2:b', 't2:c', 't3:d')
    await taken.hasNotice('left t2')
    const { source, stream } = taken.records.find(({ text }) => text === 'a')!
    assert.deepEqual(source.task, { id: 't2', service: 'web', slot: 1, node: 'beta' })
    assert.deepEqual([source.name, source.id, stream], ['web.1.t2', 't2', 'stdout'])
    assert.equal(source.labels['com.docker.swarm.service.name'], 'web')
    const global = taken.records.find(({ text }) => text === 'd')!
    assert.deepEqual(global.source.task, { id: 't3', service: 'web', slot: undefined, node: 'gamma' })
    assert.equal(global.source.name, 'web.n3.t3')
    assert.ok(!taken.notices.some((notice) => notice.startsWith('gap')))
  })

  test('three nodes, one of them away for a while: notices with its name, nothing lost, nothing twice', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const tasks = ['n1', 'n2', 'n3'].map((node, at) => peer.run(`t${at + 1}`, 'web', node, at + 1))
    // One of which a connection is all that is open.
    tasks.push(peer.run('t4', 'web', 'n3', 4, 'json-file'))
    const taken = open()
    const expected: string[] = []
    const write = (text: string): void => {
      for (const task of tasks) {
        peer.write(task, `${text}\n`)
        expected.push(`${task.id}:${text}`)
      }
    }
    write('before')
    await taken.has(...expected)
    await eventually(() => assert.deepEqual([tasks[2]!.bells.size, tasks[3]!.followers.size], [1, 1]))
    peer.silence('n3')
    write('while nobody has noticed')
    await eventually(() => assert.ok(tasks[2]!.waiting.size > 0, 'a read waits for the node'))
    assert.ok(!taken.notices.includes('away gamma'))
    peer.notice('n3')
    await taken.hasNotice('away gamma')
    write('while it is away')
    await taken.has(...expected.filter((text) => !/^t[34]:while/.test(text)))
    // No read goes to a node that is away.
    const before = peer.counts.get('/tasks/t3/logs')
    await sleep(300)
    assert.equal(peer.counts.get('/tasks/t3/logs'), before)
    peer.back('n3')
    await taken.hasNotice('back gamma')
    write('after')
    await taken.has(...expected)
    const order = taken.texts.filter((text) => text.startsWith('t3:'))
    assert.deepEqual(
      order,
      expected.filter((text) => text.startsWith('t3:')),
    )
    assert.deepEqual(
      taken.notices.filter((notice) => /^(away|back|gap)/.test(notice)),
      ['away gamma', 'back gamma'],
    )
  })

  test('a node that was away from the beginning: its tasks join when it is back', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    peer.write(peer.run('t1', 'web', 'n1', 1), 'here\n')
    peer.write(peer.run('t2', 'web', 'n2', 2), 'there\n')
    peer.nodes.get('n2')!.state = 'down'
    const taken = open()
    await taken.has('t1:here')
    assert.equal(taken.notices[0], 'away beta')
    peer.back('n2')
    await taken.has('t1:here', 't2:there')
  })

  test('a service that is removed: what its tasks write to the end, over the connection that is open', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const task = peer.run('t1', 'web', 'n1')
    peer.write(task, 'one\n')
    const taken = open({ services: ['web'] })
    await taken.has('t1:one')
    task.desired = 'remove'
    peer.removeService('web')
    await eventually(() => assert.equal(task.followers.size, 1))
    peer.write(task, 'two\n')
    await taken.has('t1:one', 't1:two')
    // Ended, and forgotten at once, with words on their way.
    const [follower] = task.followers
    peer.tasks.delete('t1')
    await sleep(300)
    follower!.write(
      Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 36]), Buffer.from('2026-11-29T16:22:02.900000000Z last\n')]),
    )
    await taken.hasNotice('left t1')
    await taken.has('t1:one', 't1:two', 't1:last')
    assert.ok(!taken.notices.includes('gap t1'))
  })

  test('a log that the manager cannot read, and says so in words: it is read when that is over', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const task = peer.run('t1', 'web', 'n1')
    peer.write(task, 'one\n')
    const taken = open()
    await taken.has('t1:one')
    peer.nodes.get('n1')!.state = 'broken'
    peer.write(task, 'two\n')
    peer.end(task)
    const before = peer.counts.get('/tasks/t1/logs')!
    await eventually(() => assert.ok(peer.counts.get('/tasks/t1/logs')! > before + 3))
    assert.ok(!taken.notices.includes('left t1'))
    peer.back('n1')
    await taken.has('t1:one', 't1:two')
    await taken.hasNotice('left t1')
  })

  test('a task that is gone before it was read to its end: a gap that says so', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const [task, other] = [peer.run('t1', 'web', 'n1', 1), peer.run('t2', 'web', 'n2', 2)]
    for (const one of [task, other]) peer.write(one, 'one\n')
    const taken = open()
    await taken.has('t1:one', 't2:one')
    peer.silence('n2')
    peer.notice('n2')
    await taken.hasNotice('away beta')
    peer.write(other, 'unread\n')
    peer.end(task)
    await taken.hasNotice('left t1')
    peer.tasks.clear()
    peer.removeService('web')
    await taken.hasNotice('left t2')
    const gaps = taken.items.filter((item) => item.kind === 'gap')
    assert.equal(gaps.length, 1)
    const [{ cause, after, before, source }] = gaps as [(typeof gaps)[0]]
    const last = taken.records.find(({ source }) => source.id === 't2')!
    assert.deepEqual([cause, after, before, source.id], ['removed', last.timestamp, undefined, 't2'])
  })

  test('what has no log yet is not read; a driver that keeps nothing is said so', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const task = peer.run('t1', 'web', 'n1')
    // Its container is made, and not started: a read would wait for that.
    task.state = 'ready'
    peer.run('t3', 'web', 'n1', 3).state = 'pending'
    peer.run('t2', 'web', 'n1', 2, 'none')
    const taken = open()
    await taken.hasNotice('unreadable t2')
    await taken.hasNotice('left t2')
    for (const id of ['t1', 't2', 't3']) assert.equal(peer.counts.get(`/tasks/${id}/logs`), undefined)
    task.state = 'running'
    peer.write(task, 'one\n')
    await taken.has('t1:one')
  })

  test('only the services that are wanted, by name or id, also those that come later and come again', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    peer.service('other')
    peer.write(peer.run('t1', 'web', 'n1'), 'one\n')
    peer.write(peer.run('t2', 'other', 'n1'), 'no\n')
    const taken = open({ services: ['web', 's-late'] })
    await taken.has('t1:one')
    peer.service('late')
    peer.write(peer.run('t3', 'late', 'n2'), 'three\n')
    await taken.has('t1:one', 't3:three')
    peer.tasks.delete('t1')
    peer.removeService('web')
    await taken.hasNotice('left t1')
    peer.service('web')
    peer.write(peer.run('t4', 'web', 'n3'), 'four\n')
    await taken.has('t1:one', 't3:three', 't4:four')
  })

  test('without any event the tasks are found all the same', async (t) => {
    const { peer, open } = await setUp(t)
    peer.isMute = true
    peer.service('web')
    const taken = open()
    await taken.all.ready()
    await eventually(() => assert.ok(peer.counts.get('/tasks')! > 1))
    const task = peer.run('t1', 'web', 'n1')
    peer.write(task, 'one\n')
    await taken.has('t1:one')
    peer.end(task)
    peer.write(task, 'two\n')
    await taken.has('t1:one', 't1:two')
  })

  test('a node whose own Engine is given: its tasks are read there, over one connection, whatever the manager thinks of it', async (t) => {
    const { peer, engine } = await setUp(t)
    const node = await SwarmPeer.start(t, NODES)
    node.swarm = { LocalNodeState: 'active', ControlAvailable: false, NodeID: 'n2' }
    peer.service('web')
    const tasks = [peer, node].map((one) => one.run('t2', 'web', 'n2'))
    for (const text of ['one', 'two']) node.write(tasks[1]!, `${text}\n`)
    const own = connect(node.host)
    t.after(() => own.close())
    const taken = new Taken(tail([own, engine], { services: 'all' }))
    t.after(() => taken.all.close())
    await taken.has('t2:one', 't2:two')
    await eventually(() => assert.equal(tasks[1]!.followers.size, 1))
    peer.nodes.get('n2')!.state = 'down'
    peer.notice('n2')
    await taken.hasNotice('away beta')
    node.write(tasks[1]!, 'three\n')
    await taken.has('t2:one', 't2:two', 't2:three')
    const { source } = taken.records[0]!
    assert.deepEqual([source.engine, source.driver, source.rotates], [own, 'json-file', false])
    assert.deepEqual(source.task, { id: 't2', service: 'web', slot: 1, node: 'beta' })
    node.write(tasks[1]!, 'four')
    node.endContainer(tasks[1]!)
    peer.end(tasks[0]!)
    await taken.hasNotice('left t2')
    await taken.has('t2:one', 't2:two', 't2:three', 't2:four')
    assert.equal(peer.counts.get('/tasks/t2/logs'), undefined)
    // Behind its end, too, its place is in the cursor.
    assert.match(taken.all.cursor, /^\{"v":1,"e":\{"cluster":\{"t2":/)
  })

  test('a cursor: tasks that have ended are not read again, and are forgotten with the manager', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const dead = peer.run('t1', 'web', 'n1')
    peer.write(dead, 'one\n')
    peer.end(dead)
    const task = peer.run('t2', 'web', 'n1')
    peer.write(task, 'two\n')
    const first = open()
    await first.has('t1:one', 't2:two')
    await first.hasNotice('left t1')
    const { cursor } = first.all
    first.all.close()
    peer.write(task, 'three\n')
    const second = open({ from: { cursor } })
    await second.has('t2:three')
    await second.hasNotice('left t1')
    assert.match(second.all.cursor, /"t1"/)
    peer.tasks.delete('t1')
    await eventually(() => assert.doesNotMatch(second.all.cursor, /"t1"/))
    await second.has('t2:three')
  })
})
