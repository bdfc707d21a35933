// A swarm of one node: services, their tasks and logs, secrets and configs, and the errors outside of a swarm.

import { setTimeout as sleep } from 'node:timers/promises'
import { IMAGE, type World } from './world.ts'

/** How long a task may take to write its output, in ms. */
const TASK_MS = 30_000

export async function swarm(world: World): Promise<void> {
  const { docker, recorder } = world
  await recorder.call(docker, 'swarmInspect')
  await recorder.call(docker, 'listServices')
  await recorder.call(docker, 'swarmInit', { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' })
  await recorder.call(docker, 'swarmInit', { ListenAddr: '127.0.0.1:2377' })
  await recorder.call(docker, 'swarmJoin', { RemoteAddrs: ['127.0.0.1:1'], JoinToken: 'none', ListenAddr: '127.0.0.1' })
  try {
    const { Version, Spec } = await recorder.call(docker, 'swarmInspect')
    const orchestration = { ...Spec.Orchestration, TaskHistoryRetentionLimit: 3 }
    await recorder.call(docker, 'swarmUpdate', { ...Spec, Orchestration: orchestration, version: Version.Index })
    await secretsAndConfigs(world)
    await services(world)
    const nodes = await recorder.call(docker, 'listNodes')
    const node = recorder.now(docker, 'getNode', nodes[0].ID)
    const { Version: at, Spec: spec } = await recorder.call(node, 'inspect')
    await recorder.call(node, 'update', { ...spec, Labels: { a: 'b' }, version: at.Index })
    await recorder.call(node, 'remove')
  } finally {
    await recorder.call(docker, 'swarmLeave', { force: true })
  }
  await recorder.call(docker, 'swarmLeave')
}

async function secretsAndConfigs({ docker, recorder }: World): Promise<void> {
  const Data = Buffer.from('data').toString('base64')
  for (const [create, get, list] of [
    ['createSecret', 'getSecret', 'listSecrets'],
    ['createConfig', 'getConfig', 'listConfigs'],
  ] as const) {
    const made = await recorder.call(docker, create, { Name: 'kept', Data, Labels: {} })
    await recorder.call(docker, create, { Name: 'kept', Data })
    await recorder.call(docker, list, { filters: { name: ['kept'] } })
    const found = recorder.now(docker, get, made.id)
    const { Version, Spec } = await recorder.call(found, 'inspect')
    await recorder.call(found, 'update', { ...Spec, Labels: { a: 'b' }, version: Version.Index })
    await recorder.call(found, 'update', { ...Spec, Labels: { a: 'c' }, version: Version.Index })
    await recorder.call(found, 'remove')
    await recorder.call(found, 'inspect')
  }
}

async function services({ docker, recorder }: World): Promise<void> {
  const ContainerSpec = { Image: IMAGE, Command: ['sh', '-c', 'echo from a task; sleep 600'] }
  const spec = {
    Name: 'spoken',
    TaskTemplate: { ContainerSpec, Networks: [], RestartPolicy: { Condition: 'none' } },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Mode: 'dnsrr' },
  }
  const service = await recorder.call(docker, 'createService', spec)
  await recorder.call(docker, 'createService', {}, spec)
  recorder.now(docker, 'getService', service.id)
  await recorder.call(docker, 'listServices', { filters: { name: ['spoken'] } })
  const until = performance.now() + TASK_MS
  const running = { filters: { service: ['spoken'], 'desired-state': ['running'] } }
  let tasks: World['docker'][] = []
  while (tasks[0]?.Status.State !== 'running' && performance.now() < until) {
    tasks = await docker.listTasks(running)
    await sleep(100)
  }
  await recorder.call(docker, 'listTasks', running)
  const task = recorder.now(docker, 'getTask', tasks[0].ID)
  await recorder.call(task, 'inspect')
  recorder.notes.at(-1)!.outcome = 'as listed'
  await recorder.call(docker.getTask('nope'), 'inspect')
  let text = ''
  while (!text.includes('from a task') && performance.now() < until) {
    text = String(await service.logs({ stdout: true, stderr: true }))
    await sleep(100)
  }
  await recorder.call(service, 'logs', { stdout: true, stderr: true })
  await recorder.call(task, 'logs', { stdout: true, stderr: true })
  const followed = await recorder.call(service, 'logs', { stdout: true, follow: true })
  followed.destroy()
  const { Version, Spec } = await recorder.call(service, 'inspect')
  await recorder.call(service, 'update', { ...Spec, Mode: { Replicated: { Replicas: 0 } }, version: Version.Index })
  await recorder.call(service, 'remove')
  await recorder.call(service, 'remove')
}
