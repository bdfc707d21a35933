// usage(), usages() and diskUsage() beside the docker program on a real Engine. The program is connected through a relay that keeps what
// it received: the same samples give the same columns, exactly. FAIRLEAD_USAGE_CONTAINERS=20 runs that many containers.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import test, { type TestContext } from 'node:test'
import { diskUsage } from '../../../src/containers/usage/disk-usage.ts'
import { usage } from '../../../src/containers/usage/usage.ts'
import { type UsageRow, usages } from '../../../src/containers/usage/usages.ts'
import { connect, type Engine, type Stats, stats } from '../../../src/index.ts'
import { dockerDone, withoutDockerCli } from '../../live/docker-cli.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, liveLabels, livePodman } from '../../support/live.ts'
import { isSoak } from '../../support/soak.ts'
import { diskColumns, statsColumns } from './docker-format.ts'

const live = liveEngine()
const podman = livePodman()
const skip =
  live.skip || withoutDockerCli() || (live.host.startsWith('unix://') ? false : 'the Engine is on no unix socket here')
const CONTAINERS = Number(process.env.FAIRLEAD_USAGE_CONTAINERS ?? 5)

/** Different loads: CPU, memory and page cache, block IO, network, processes, and none. */
const LOADS = [
  'while :; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; usleep 20000; done',
  'dd if=/dev/zero of=/dev/shm/x bs=1M count=8; while :; do cat /bin/busybox >/tmp/y; sleep 1; done',
  'while :; do dd if=/dev/zero of=/z bs=64k count=8 conv=fsync; usleep 200000; done',
  'ping -q -A $GATEWAY',
  'for i in 1 2 3 4 5; do sleep 600 & done; wait',
  'sleep 600',
]

/** An engine that is closed behind the test, after all that the test registers meanwhile. */
function open(t: TestContext, host: string): { engine: Engine; later: (undo: () => Promise<unknown>) => void } {
  const engine = connect(host)
  const undos: (() => Promise<unknown>)[] = []
  t.after(async () => {
    await Promise.all(undos.map((undo) => undo()))
    await engine.close()
  })
  return { engine, later: (undo) => undos.push(undo) }
}

/** @param network a network of this machine alone, whose gateway is GATEWAY in the script; its owner removes the container. */
async function start(
  { engine, later }: ReturnType<typeof open>,
  script: string,
  network?: { name: string; gateway: string },
): Promise<string> {
  const { Id } = await engine.post('/containers/create', {
    body: {
      Image: 'busybox:latest',
      Cmd: ['sh', '-c', script],
      Labels: liveLabels(),
      StopSignal: 'KILL',
      Env: [`GATEWAY=${network?.gateway}`],
      HostConfig: { NetworkMode: network?.name ?? 'none', Memory: 64 * 1024 * 1024 },
    },
  })
  if (network === undefined) {
    later(() => engine.delete('/containers/{id}', { path: { id: Id }, query: { force: true } }))
  }
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  return Id
}

/** A relay to a unix socket that keeps what the server sent. */
async function relay(t: TestContext, path: string): Promise<{ host: string; received: () => string }> {
  const pieces: Buffer[][] = []
  const server = net.createServer((client) => {
    const upstream = net.connect(path)
    const mine: Buffer[] = []
    pieces.push(mine)
    upstream.on('data', (bytes) => mine.push(bytes))
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const { port } = server.address() as net.AddressInfo
  return {
    host: `tcp://127.0.0.1:${port}`,
    received: () => pieces.map((mine) => Buffer.concat(mine).toString()).join('\n'),
  }
}

test(`${CONTAINERS} containers under load: every column as docker stats shows it, from the same samples`, {
  skip,
}, async (t) => {
  const lab = open(t, live.host)
  const { engine } = lab
  const name = `fairlead-usage-${process.pid}`
  await engine.post('/networks/create', { body: { Name: name, Internal: true, Labels: liveLabels() } })
  const ids: string[] = []
  lab.later(async () => {
    for (const id of ids) await engine.delete('/containers/{id}', { path: { id }, query: { force: true } })
    await engine.delete('/networks/{id}', { path: { id: name } })
  })
  const { IPAM } = await engine.get('/networks/{id}', { path: { id: name } })
  const network = { name, gateway: IPAM?.Config?.[0]?.Gateway ?? '' }
  const starts = Array.from({ length: CONTAINERS }, (_, at) => start(lab, LOADS[at % LOADS.length]!, network))
  ids.push(...(await Promise.all(starts)))
  const { host, received } = await relay(t, live.host.replace('unix://', ''))
  const table = usages(engine)
  t.after(() => table.close())
  const before = (await table.next()).value!
  const said = await dockerDone(
    { DOCKER_HOST: host },
    'stats',
    '--no-stream',
    '--no-trunc',
    '--format',
    '{{json .}}',
    ...ids,
  )
  const rows = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)
  const samples = new Map<string, Stats>()
  // `read` is its first field, or, on newer Engines, behind `name` and `id`.
  for (const [text] of received().matchAll(/^\{.*"read":.*\}$/gm)) {
    const sample = JSON.parse(text) as Stats
    samples.set(sample.id!, sample)
  }
  assert.deepEqual(rows.map((row) => row.ID).sort(), [...ids].sort())
  for (const row of rows) {
    const { ID, Name, Container, ...columns } = row
    assert.deepEqual(statsColumns(usage(samples.get(ID!)!)), columns, `${Name} ${Container}`)
  }
  // The live table at the same time: what only grows is between what it was before and after, and CPU is close.
  const after = (await table.next()).value!
  const rowOf = (all: readonly UsageRow[], id: string) => all.find((one) => one.id === id)!.usage!
  let most = 0
  let pinged = 0
  for (const id of ids) {
    const [first, theirs, last] = [rowOf(before, id), usage(samples.get(id)!), rowOf(after, id)]
    assert.ok(first.blockIo.written <= last.blockIo.written && theirs.blockIo.written >= first.blockIo.written)
    assert.equal(theirs.memory.limit, last.memory.limit)
    if (theirs.network.sent > 10_000) pinged++
    most = Math.max(most, Math.abs((last.cpuPercent ?? 0) - (theirs.cpuPercent ?? 0)))
  }
  assert.ok(pinged > 0 || CONTAINERS < 4, 'one of them uses its network')
  const total = [...samples.values()].reduce((sum, sample) => sum + usage(sample).cpuPercent!, 0)
  t.diagnostic(
    `CPU of all: ${total.toFixed(1)} %; largest difference to a sample of the table: ${most.toFixed(2)} points`,
  )
})

test('containers that start and stop join and leave, with one connection each', { skip: live.skip }, async (t) => {
  const lab = open(t, live.host)
  const { engine } = lab
  const first = await start(lab, 'sleep 600')
  const table = usages(engine, { every: 0 })
  const has = async (id: string, wanted: (row: UsageRow | undefined) => boolean) => {
    for await (const rows of { [Symbol.asyncIterator]: () => ({ next: () => table.next() }) })
      if (wanted(rows.find((row) => row.id === id))) return
  }
  await has(first, (row) => (row?.usage?.pids ?? 0) > 0)
  const second = await start(lab, 'sleep 600')
  await has(second, (row) => row?.usage?.cpuPercent !== undefined)
  await engine.post('/containers/{id}/stop', { path: { id: first } })
  await has(first, (row) => row === undefined)
  await has(second, (row) => row !== undefined)
  const running = await engine.get('/containers/json')
  await eventually(() => assert.ok(engine.connections.busy <= running.length + 2, String(engine.connections.busy)))
  const all = usages(engine, { all: true })
  const rows = (await all.next()).value!
  const stopped = rows.find(({ id }) => id === first)
  assert.equal(stopped?.state, 'exited')
  assert.equal(stopped?.usage, undefined)
  all.close()
  table.close()
  assert.deepEqual(await table.next(), { value: undefined, done: true })
  await eventually(() => assert.equal(engine.connections.busy, 0))
})

test('diskUsage() as docker system df', { skip: skip || (live.own ? false : 'not a private Engine') }, async (t) => {
  const lab = open(t, live.host)
  const { engine } = lab
  const name = `fairlead-df-${process.pid}`
  const id = await start(lab, 'dd if=/dev/zero of=/big bs=1k count=3000; sleep 600')
  await eventually(async () => {
    const changes = await engine.get('/containers/{id}/changes', { path: { id } })
    assert.ok(changes?.some(({ Path }) => Path === '/big'))
  })
  await engine.post('/volumes/create', { body: { Name: name, Labels: liveLabels() } })
  lab.later(() => engine.delete('/volumes/{name}', { path: { name } }))
  // Other files use the same Engine: compared while nothing changes meanwhile.
  await eventually(async () => {
    const before = await diskUsage(engine)
    const said = await dockerDone({ DOCKER_HOST: live.host }, 'system', 'df', '--format', '{{json .}}')
    const after = await diskUsage(engine)
    assert.deepEqual(after, before)
    const rows = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
    assert.deepEqual(rows, [
      diskColumns('Images', after.images),
      diskColumns('Containers', after.containers),
      diskColumns('Local Volumes', after.volumes),
      diskColumns('Build Cache', after.buildCache),
    ])
    assert.ok(after.containers.size >= 3_072_000 && after.volumes.total > 0)
  })
})

// Podman takes a sample every five seconds.
const ownPace = podman.skip || (isSoak ? false : 'takes five seconds: in a soak run')
test('Podman: the CPU of a loop, over its own samples', { skip: ownPace }, async (t) => {
  const lab = open(t, podman.host)
  const { engine } = lab
  const id = await start(lab, 'while :; do :; done')
  const found: ReturnType<typeof usage>[] = []
  for await (const sample of stats(engine, id)) if (found.push(usage(sample)) === 2) break
  // The first is compared with one some ms before it; on a busy machine those are enough.
  assert.ok((found[0]!.cpuPercent ?? 0) >= 0)
  assert.ok(found[1]!.cpuPercent! > 1 && found[1]!.cpuPercent! < 110, String(found[1]!.cpuPercent))
  assert.ok(found[1]!.memory.used > 0 && found[1]!.pids === 1)
})
