// The tasks of a swarm's services where the manager itself does not respond, or refuses.
// At the wire, against a manager whose every moment is the test's.

import assert from 'node:assert/strict'
import test, { describe } from 'node:test'
import { tail } from '../../../src/logs.ts'
import { setUp } from './taken.ts'

// Each waits for the manager's lists: all at a time.
describe('the manager of a swarm', { concurrency: 12 }, () => {
  test('a manager that goes away and comes back: nothing is lost', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const task = peer.run('t1', 'web', 'n1')
    peer.write(task, 'one\n')
    const taken = open()
    await taken.has('t1:one')
    await peer.away()
    await taken.hasNotice('away the engine')
    peer.write(task, 'two\n')
    await peer.listen()
    await taken.hasNotice('back the engine')
    peer.write(task, 'three\n')
    await taken.has('t1:one', 't1:two', 't1:three')
  })

  test('refusals: a worker, no swarm, a status that is final, services that are no list', async (t) => {
    const { peer, engine, open } = await setUp(t)
    assert.throws(() => tail(engine, { services: 'web' as never }), { code: 'ERR_OPTION' })
    peer.swarm = { LocalNodeState: 'active', ControlAvailable: false, NodeID: 'n2' }
    await assert.rejects(open().all.ready(), { code: 'ERR_OPTION', message: /worker of a swarm: expected a manager/ })
    peer.swarm = { LocalNodeState: 'inactive' }
    await assert.rejects(open().all.ready(), { code: 'ERR_OPTION', message: /no node of a swarm/ })
    // Just started: it is waited for.
    peer.swarm = { LocalNodeState: 'pending' }
    await assert.rejects(open().all.ready(), { code: 'ERR_ENGINE', message: /no manager yet/ })
    peer.refusal = 403
    await assert.rejects(open().all.ready(), { name: 'EngineError', status: 403 })
  })

  test('an Engine that is refused later ends the whole', async (t) => {
    const { peer, open } = await setUp(t)
    peer.service('web')
    const taken = open()
    await taken.all.ready()
    peer.refusal = 401
    const error = await taken.over
    assert.ok(error instanceof Error)
    assert.equal((error as { status?: number }).status, 401)
  })
})
