// A real swarm. One node in every run: tasks killed while they are followed, through the manager and by the node's own Engine. With
// FAIRLEAD_SWARM_NODES=3 also three Engines joined by a bridge, one of which is cut off, then frozen, for 20 s.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Engine, logs } from '../../../src/index.ts'
import { SwarmEngines } from '../../../src/logs/swarm/swarm-engines.ts'
import { SwarmFinder } from '../../../src/logs/swarm/swarm-finder.ts'
import { type LogRecord, tail } from '../../../src/logs.ts'
import { type PrivateSwarm, privateSwarmObstacle, startPrivateSwarm } from '../../live/private-swarm.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'
import { type Followed, Gathering } from './swarm-kit.ts'

const { skip, own } = liveEngine()
const reason = skip || (own ? (privateSwarmObstacle() ?? false) : 'not a private Engine')
const nodes = Number(process.env.FAIRLEAD_SWARM_NODES ?? 0)
const RETRY = { first: 100, most: 1000, forMs: 0 }
/** Five lines at once, then one every 20 ms on each output. */
const SCRIPT =
  'for i in 1 2 3 4 5; do echo first $i; done; i=0; while :; do i=$((i+1)); echo line $i; echo error $i >&2; usleep 20000; done'

/** A swarm keeps the containers of so many past tasks. */
const MOST_TASKS = 5

/** As if no node's own Engine were given: every log is read through the manager. */
class ManagerAlone extends SwarmEngines {
  override engineOf(): undefined {}
}

interface Lab {
  swarm: PrivateSwarm
  engines: Engine[]
  manager: Engine
  /** Every record, as followed through the manager. */
  gathering: Gathering
}

async function setUp(t: TestContext, count: number): Promise<Lab> {
  const swarm = await startPrivateSwarm(count)
  const engines = swarm.nodes.map(({ host }) => connect(host))
  const manager = engines[0]!
  const all = new ManagerAlone([manager])
  const gathering = new Gathering(new SwarmFinder({ engine: manager, services: 'all', retry: RETRY, engines: all }))
  t.after(async () => {
    await gathering.close()
    for (const engine of engines) await engine.close()
    await swarm.stop()
  })
  await gathering.start()
  return { swarm, engines, manager, gathering }
}

async function serve(manager: Engine, name: string, replicas: number, script: string = SCRIPT): Promise<void> {
  await manager.post('/services/create', {
    body: {
      Name: name,
      TaskTemplate: {
        // The busybox of the tests is on every node and in no registry; a network of its own needs more than a sandbox has.
        ContainerSpec: { Image: 'busybox:latest', Command: ['sh', '-c', script], StopGracePeriod: 1e9 },
        RestartPolicy: { Condition: 'any', Delay: 2e8 },
        Networks: [{ Target: 'host' }],
      },
      Mode: { Replicated: { Replicas: replicas } },
    },
  })
}

/** The stored log of a task, from its node, as {@link Followed} has it. */
async function storedOf({ swarm, engines, manager }: Lab, id: string): Promise<string[]> {
  const { NodeID, Status } = await manager.get('/tasks/{id}', { path: { id } })
  const engine = engines[swarm.nodes.findIndex((node) => node.id === NodeID)]!
  const stored: string[] = []
  for await (const { timestamp, stream, text } of logs(engine, Status.ContainerStatus!.ContainerID!, {
    timestamps: true,
  })) {
    stored.push(`${timestamp} ${stream === 'stdout' ? 1 : 2} ${text}\n`)
  }
  return stored
}

/** Every task's log is the stored one: of a task that runs, as much of it as was there. Returns how many records that are. */
async function compare(lab: Lab, followed: readonly Followed[]): Promise<number> {
  let total = 0
  for (const { task, records, notices } of followed) {
    const stored = await storedOf(lab, task.id)
    await eventually(() => assert.ok(records.length >= stored.length, `${records.length} of ${stored.length} records`))
    assert.deepEqual(records.slice(0, stored.length), stored, `${task.service}.${task.slot} on ${task.node}`)
    assert.deepEqual(
      notices.filter(({ kind }) => kind !== 'resumed'),
      [],
    )
    total += stored.length
  }
  return total
}

/** Takes every record by the nodes' own Engines. */
async function takeAll(t: TestContext, engines: readonly Engine[]) {
  const all = tail(engines, { services: ['web'], retry: RETRY })
  t.after(() => all.close())
  await all.ready()
  const taken: LogRecord[] = []
  const taking = (async () => {
    for await (const record of all.records()) taken.push(record)
  })()
  return {
    taken,
    async close(): Promise<void> {
      all.close()
      await taking
    },
    async compare(lab: Lab, followed: readonly Followed[]): Promise<void> {
      for (const { task } of followed) {
        const stored = await storedOf(lab, task.id)
        const mine = (): string[] =>
          taken
            .filter(({ source }) => source.task!.id === task.id)
            .map(({ timestamp, stream, text }) => `${timestamp} ${stream === 'stdout' ? 1 : 2} ${text}\n`)
        await eventually(() => assert.ok(mine().length >= stored.length))
        assert.deepEqual(mine().slice(0, stored.length), stored)
      }
    },
  }
}

async function kill({ engines }: Lab, service: string): Promise<void> {
  for (const engine of engines) {
    const filters = { label: [`com.docker.swarm.service.name=${service}`] }
    for (const { Id } of await engine.get('/containers/json', { query: { filters } })) {
      await engine.post('/containers/{id}/kill', { path: { id: Id } })
    }
  }
}

test('a task killed while it is followed: no line of its replacement is lost; the service log loses some', {
  skip: reason,
}, async (t) => {
  const lab = await setUp(t, 1)
  const { manager, gathering } = lab
  const own = await takeAll(t, [manager])
  await serve(manager, 'web', 1)
  await eventually(() => assert.ok((gathering.of('web')[0]?.records.length ?? 0) > 10))
  const query = { follow: true, tail: '0', stdout: true, stderr: true, timestamps: true } as const
  const ender = new AbortController()
  t.after(() => ender.abort())
  const { signal } = ender
  const control = await manager.request('GET', '/services/{id}/logs', { path: { id: 'web' }, query, signal })
  const plain = new Set<string>()
  const reading = (async () => {
    for await (const { data } of control.frames()) plain.add(new TextDecoder().decode(data))
  })()
  /** Of the first 10 records of each replacement, those that the service log did not bring. */
  const lost = (): string[] =>
    gathering
      .of('web')
      .slice(1)
      .flatMap(({ records }) => records.slice(0, 10))
      .filter((record) => !plain.has(record.replace(/ [12] /, ' ')))
  // The service log does not lose at each of them.
  for (let count = 2; count <= 3 || (lost().length === 0 && count <= MOST_TASKS); count++) {
    await kill(lab, 'web')
    await eventually(() => assert.ok((gathering.of('web')[count - 1]?.records.length ?? 0) > 10))
    await sleep(500)
  }
  const followed = gathering.of('web')
  assert.ok(followed.length >= 3)
  await eventually(() =>
    assert.deepEqual(
      followed.map(({ isOver }) => isOver),
      followed.map((_, at) => at < followed.length - 1),
    ),
  )
  const total = await compare(lab, followed)
  await own.compare(lab, followed)
  t.diagnostic(
    `${total} records of ${followed.length} tasks; of the first 10 of each replacement the service log lost ${lost().length}`,
  )
  assert.ok(lost().length > 0, 'the control has to lose some')
  // What is written while a service is removed.
  await manager.delete('/services/{id}', { path: { id: 'web' } })
  await eventually(() => assert.ok(followed.at(-1)!.isOver))
  const last = followed.at(-1)!.records.at(-1)
  await eventually(() => assert.ok(own.taken.some(({ timestamp }) => last!.startsWith(timestamp))))
  ender.abort()
  await own.close()
  await reading.catch(() => {})
  assert.deepEqual(gathering.failures, [])
})

for (const how of nodes >= 3 ? (['cut', 'freeze'] as const) : []) {
  test(`three nodes through one manager, one of them ${how === 'cut' ? 'cut off' : 'frozen'} for 20 s: nothing lost, its name in the notices`, {
    skip: reason,
  }, async (t) => {
    const lab = await setUp(t, nodes)
    const { swarm, engines, manager, gathering } = lab
    const own = await takeAll(t, engines)
    await serve(manager, 'web', nodes)
    await eventually(() => {
      assert.equal(gathering.of('web').length, nodes)
      for (const { records } of gathering.of('web')) assert.ok(records.length > 100)
    })
    assert.deepEqual(
      gathering
        .of('web')
        .map(({ task }) => task.node)
        .toSorted(),
      swarm.nodes.map(({ name }) => name),
    )
    const away = swarm.nodes.at(-1)!
    away[how]()
    await sleep(20_000)
    away[how === 'cut' ? 'mend' : 'thaw']()
    await eventually(() => assert.ok(gathering.notices.some(({ kind }) => kind === 'back')), { within: 60_000 })
    await sleep(8000)
    const followed = gathering.of('web')
    const total = await compare(lab, followed)
    await own.compare(lab, followed)
    const notices = gathering.notices.map(({ kind, node }) => `${kind} ${node}`)
    t.diagnostic(`${total} records of ${followed.length} tasks; ${notices.join(', ')}`)
    assert.deepEqual(notices, [`away ${away.name}`, `back ${away.name}`])
    assert.deepEqual(gathering.failures, [])
    await own.close()
  })
}
