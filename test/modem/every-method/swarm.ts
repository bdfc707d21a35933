// A swarm of one node: services, their tasks and logs, secrets and configs, and what is refused outside of a swarm.

import { setTimeout as sleep } from 'node:timers/promises'
import { IMAGE, type World } from './world.ts'

/** How long a task may take to have said its word. */
const TASK_MS = 30_000

export async function swarm(world: World): Promise<void> {
  const { docker, tell } = world
  await tell.call(docker, 'swarmInspect')
  await tell.call(docker, 'listServices')
  await tell.call(docker, 'swarmInit', { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' })
  await tell.call(docker, 'swarmInit', { ListenAddr: '127.0.0.1:2377' })
  await tell.call(docker, 'swarmJoin', { RemoteAddrs: ['127.0.0.1:1'], JoinToken: 'none', ListenAddr: '127.0.0.1' })
  try {
    const { Version, Spec } = await tell.call(docker, 'swarmInspect')
    const orchestration = { ...Spec.Orchestration, TaskHistoryRetentionLimit: 3 }
    await tell.call(docker, 'swarmUpdate', { ...Spec, Orchestration: orchestration, version: Version.Index })
    await secretsAndConfigs(world)
    await services(world)
    const nodes = await tell.call(docker, 'listNodes')
    const node = tell.now(docker, 'getNode', nodes[0].ID)
    const { Version: at, Spec: spec } = await tell.call(node, 'inspect')
    await tell.call(node, 'update', { ...spec, Labels: { a: 'b' }, version: at.Index })
    await tell.call(node, 'remove')
  } finally {
    await tell.call(docker, 'swarmLeave', { force: true })
  }
  await tell.call(docker, 'swarmLeave')
}

async function secretsAndConfigs({ docker, tell }: World): Promise<void> {
  const Data = Buffer.from('data').toString('base64')
  for (const [create, get, list] of [
    ['createSecret', 'getSecret', 'listSecrets'],
    ['createConfig', 'getConfig', 'listConfigs'],
  ] as const) {
    const made = await tell.call(docker, create, { Name: 'kept', Data, Labels: {} })
    await tell.call(docker, create, { Name: 'kept', Data })
    await tell.call(docker, list, { filters: { name: ['kept'] } })
    const found = tell.now(docker, get, made.id)
    const { Version, Spec } = await tell.call(found, 'inspect')
    await tell.call(found, 'update', { ...Spec, Labels: { a: 'b' }, version: Version.Index })
    await tell.call(found, 'update', { ...Spec, Labels: { a: 'c' }, version: Version.Index })
    await tell.call(found, 'remove')
    await tell.call(found, 'inspect')
  }
}

async function services({ docker, tell }: World): Promise<void> {
  const ContainerSpec = { Image: IMAGE, Command: ['sh', '-c', 'echo from a task; sleep 600'] }
  const spec = {
    Name: 'spoken',
    TaskTemplate: { ContainerSpec, Networks: [], RestartPolicy: { Condition: 'none' } },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Mode: 'dnsrr' },
  }
  const service = await tell.call(docker, 'createService', spec)
  await tell.call(docker, 'createService', {}, spec)
  tell.now(docker, 'getService', service.id)
  await tell.call(docker, 'listServices', { filters: { name: ['spoken'] } })
  const until = performance.now() + TASK_MS
  const running = { filters: { service: ['spoken'], 'desired-state': ['running'] } }
  let tasks: World['docker'][] = []
  while (tasks[0]?.Status.State !== 'running' && performance.now() < until) {
    tasks = await docker.listTasks(running)
    await sleep(100)
  }
  await tell.call(docker, 'listTasks', running)
  const task = tell.now(docker, 'getTask', tasks[0].ID)
  await tell.call(task, 'inspect')
  tell.told.at(-1)!.outcome = 'as listed'
  await tell.call(docker.getTask('nope'), 'inspect')
  let text = ''
  while (!text.includes('from a task') && performance.now() < until) {
    text = String(await service.logs({ stdout: true, stderr: true }))
    await sleep(100)
  }
  await tell.call(service, 'logs', { stdout: true, stderr: true })
  await tell.call(task, 'logs', { stdout: true, stderr: true })
  const followed = await tell.call(service, 'logs', { stdout: true, follow: true })
  followed.destroy()
  const { Version, Spec } = await tell.call(service, 'inspect')
  await tell.call(service, 'update', { ...Spec, Mode: { Replicated: { Replicas: 0 } }, version: Version.Index })
  await tell.call(service, 'remove')
  await tell.call(service, 'remove')
}
