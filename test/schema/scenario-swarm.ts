// A swarm with a service of many parts on a private Engine: its tasks, secrets, configs, network and update.

import { setTimeout as sleep } from 'node:timers/promises'
import { imageName } from '../live/busybox-image.ts'
import type { Question, Recorder } from './recorder.ts'

interface Id {
  ID: string
}

interface Found extends Id {
  Version: { Index: number }
  Spec: Record<string, unknown>
}

const labels = { a: 'b' }

export async function makeSwarm(recorder: Recorder): Promise<Question[]> {
  const address = { AdvertiseAddr: '127.0.0.1', ListenAddr: '127.0.0.1:2377', DataPathAddr: '127.0.0.1' }
  const init = { ...address, ForceNewCluster: false, Spec: {} }
  const node = await recorder.send<string>('SwarmInit', 'POST', '/swarm/init', init)
  await recorder.attempt('SwarmInit', 'POST', '/swarm/init', init)
  const Data = Buffer.from('data').toString('base64')
  const secret = await recorder.send<Id>('SecretCreate', 'POST', '/secrets/create', { Name: 's', Data, Labels: labels })
  const config = await recorder.send<Id>('ConfigCreate', 'POST', '/configs/create', { Name: 'c', Data, Labels: labels })
  await recorder.send('SecretCreate', 'POST', '/secrets/create', { Name: 's-plain', Data })
  await recorder.send('ConfigCreate', 'POST', '/configs/create', { Name: 'c-plain', Data })
  const network = await recorder.send<{ Id: string }>('NetworkCreate', 'POST', '/networks/create', {
    Name: 'schema-overlay',
    Driver: 'overlay',
    Attachable: true,
  })
  const spec = serviceSpec(secret.ID, config.ID, network.Id)
  const service = await recorder.send<Id>('ServiceCreate', 'POST', '/services/create', spec)
  const plain = { Name: 'schema-plain', TaskTemplate: { ContainerSpec: { Image: imageName } }, Mode: { Global: {} } }
  await recorder.send('ServiceCreate', 'POST', '/services/create', plain)
  const tasks = await tasksOf(recorder, service.ID)
  await update(recorder, service.ID, spec)
  await updateSwarm(recorder, node, secret.ID, config.ID)
  return [
    { id: 'SwarmInspect', path: '/swarm' },
    { id: 'SwarmUnlockkey', path: '/swarm/unlockkey' },
    { id: 'NodeList', path: '/nodes' },
    { id: 'NodeInspect', path: `/nodes/${node}` },
    { id: 'ServiceList', path: '/services?status=1' },
    { id: 'ServiceInspect', path: `/services/${service.ID}?insertDefaults=1` },
    { id: 'ServiceInspect', path: '/services/schema-plain' },
    { id: 'ServiceLogs', path: `/services/${service.ID}/logs?stdout=1` },
    { id: 'TaskList', path: '/tasks' },
    { id: 'TaskInspect', path: `/tasks/${tasks[0]?.ID}` },
    { id: 'TaskLogs', path: `/tasks/${tasks[0]?.ID}/logs?stdout=1` },
    { id: 'SecretList', path: '/secrets' },
    { id: 'SecretInspect', path: `/secrets/${secret.ID}` },
    { id: 'ConfigList', path: '/configs' },
    { id: 'ConfigInspect', path: `/configs/${config.ID}` },
    { id: 'NetworkInspect', path: '/networks/schema-overlay' },
    { id: 'NetworkInspect', path: '/networks/ingress?verbose=1' },
  ]
}

function serviceSpec(secret: string, config: string, network: string) {
  const file = { UID: '0', GID: '0', Mode: 0o444 }
  return {
    Name: 'schema-service',
    Labels: labels,
    TaskTemplate: {
      ContainerSpec: {
        Image: imageName,
        Labels: labels,
        Command: ['sleep', '600'],
        Args: [],
        Env: ['A=b'],
        Dir: '/',
        User: 'root',
        Init: true,
        Healthcheck: { Test: ['CMD', 'true'], Interval: 1_000_000_000 },
        Privileges: {},
        Mounts: [{ Type: 'tmpfs', Target: '/scratch' }],
        StopGracePeriod: 1_000_000_000,
        Hosts: ['10.0.0.1 other'],
        DNSConfig: { Nameservers: ['127.0.0.1'], Search: ['example'], Options: ['ndots:1'] },
        Secrets: [{ SecretID: secret, SecretName: 's', File: { Name: 's', ...file } }],
        Configs: [{ ConfigID: config, ConfigName: 'c', File: { Name: 'c', ...file } }],
        Sysctls: { 'net.core.somaxconn': '128' },
        Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 1024 }],
      },
      Resources: { Limits: { MemoryBytes: 64_000_000 }, Reservations: { NanoCPUs: 1_000_000 } },
      RestartPolicy: { Condition: 'any', Delay: 1_000_000_000, MaxAttempts: 3 },
      Placement: { Constraints: ['node.role==manager'], Preferences: [{ Spread: { SpreadDescriptor: 'node.id' } }] },
      Networks: [{ Target: network, Aliases: ['alias'] }],
      LogDriver: { Name: 'json-file', Options: { 'max-size': '1m' } },
      ForceUpdate: 0,
    },
    Mode: { Replicated: { Replicas: 1 } },
    UpdateConfig: { Parallelism: 1, Order: 'stop-first' },
    RollbackConfig: { Parallelism: 1, Order: 'stop-first' },
    EndpointSpec: { Mode: 'vip' },
  }
}

async function tasksOf(recorder: Recorder, service: string): Promise<Id[]> {
  const filters = encodeURIComponent(JSON.stringify({ service: [service] }))
  for (let turn = 0; turn < 40; turn++) {
    const tasks = await recorder.send<Id[]>('TaskList', 'GET', `/tasks?filters=${filters}`)
    if (tasks.length > 0) return tasks
    recorder.responses.pop()
    await sleep(100)
  }
  throw new Error('a service without a task')
}

/** A changed object, sent with the version that it has now. Swarm itself may change it meanwhile: then once more. */
async function change(recorder: Recorder, id: string, at: string, edit: (found: Found) => unknown): Promise<void> {
  for (let turn = 1; ; turn++) {
    const found = await recorder.send<Found>(id.replace('Update', 'Inspect'), 'GET', at)
    try {
      await recorder.send(id, 'POST', `${at}/update?version=${found.Version.Index}`, edit(found))
      return
    } catch (error) {
      if (turn === 5 || !(error as Error).message.includes('out of sequence')) throw error
      await sleep(200)
    }
  }
}

async function update(recorder: Recorder, service: string, spec: ReturnType<typeof serviceSpec>): Promise<void> {
  const template = { ...spec.TaskTemplate, ForceUpdate: 1 }
  await change(recorder, 'ServiceUpdate', `/services/${service}`, () => ({ ...spec, TaskTemplate: template }))
  // An image that does not exist: a warning or a state of the update.
  await change(recorder, 'ServiceUpdate', '/services/schema-plain', ({ Spec }) => ({
    ...Spec,
    TaskTemplate: { ContainerSpec: { Image: 'nowhere.invalid/nothing:latest' } },
  }))
}

async function updateSwarm(recorder: Recorder, node: string, secret: string, config: string): Promise<void> {
  await change(recorder, 'NodeUpdate', `/nodes/${node}`, ({ Spec }) => ({ ...Spec, Labels: labels }))
  await change(recorder, 'SecretUpdate', `/secrets/${secret}`, ({ Spec }) => ({ ...Spec, Labels: { a: 'c' } }))
  await change(recorder, 'ConfigUpdate', `/configs/${config}`, ({ Spec }) => ({ ...Spec, Labels: { a: 'c' } }))
  await change(recorder, 'SwarmUpdate', '/swarm', ({ Spec }) => Spec)
  await recorder.attempt('SwarmUnlock', 'POST', '/swarm/unlock', { UnlockKey: 'x' })
  await recorder.attempt('SwarmJoin', 'POST', '/swarm/join', { RemoteAddrs: ['127.0.0.1'], JoinToken: 'x' })
}

/** Takes the swarm away again. */
export async function endSwarm(recorder: Recorder): Promise<void> {
  await recorder.send('ServiceDelete', 'DELETE', '/services/schema-plain')
  await recorder.send('ServiceDelete', 'DELETE', '/services/schema-service')
  await recorder.send('SecretDelete', 'DELETE', '/secrets/s-plain')
  await recorder.send('ConfigDelete', 'DELETE', '/configs/c-plain')
  const [node] = await recorder.send<Id[]>('NodeList', 'GET', '/nodes')
  await recorder.attempt('NodeDelete', 'DELETE', `/nodes/${node?.ID}`)
  await recorder.send('SwarmLeave', 'POST', '/swarm/leave?force=1')
}
