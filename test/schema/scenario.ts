// Something of every kind on a private Engine, so that every GET operation has an answer worth looking at; and the list of
// what to ask. The harness' own HTTP client does it: the library that is tested stays out of this.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { imageName } from '../live/busybox-image.ts'
import { type Answer, call, callJson } from '../live/call.ts'
import { password, registryObstacle, startRegistry, username } from '../live/private-registry.ts'
import { tarHead } from '../recipes/tar.ts'

/** One GET: the operation, and the path with its query but without the version. */
export interface Question {
  readonly id: string
  readonly path: string
  /** It takes a second or more: asked in a few versions only. */
  readonly slow?: boolean
  readonly headers?: Record<string, string>
}

/** What {@link prepare} made. */
export interface Scenario {
  readonly questions: Question[]
  /** What could not be made, and why. */
  readonly without: string[]
  /** Ends what is not the Engine's. */
  stop(): Promise<void>
}

/** Makes it all and says what can be asked. */
export async function prepare(host: string): Promise<Scenario> {
  const without: string[] = []
  const { container, exec } = await makeContainer(host)
  await callJson(host, 'POST', '/volumes/create', { Name: 'schema-volume', Labels: { a: 'b' }, DriverOpts: {} })
  const questions: Question[] = [
    ...containerQuestions(container, exec),
    ...imageQuestions(),
    ...systemQuestions(),
    { id: 'VolumeList', path: '/volumes' },
    { id: 'VolumeInspect', path: '/volumes/schema-volume' },
    { id: 'NetworkList', path: '/networks' },
    { id: 'NetworkInspect', path: '/networks/none' },
    { id: 'NetworkInspect', path: '/networks/schema-network?verbose=1' },
  ]
  const optional = async (name: string, make: () => Promise<Question[]>) => {
    try {
      questions.push(...(await make()))
    } catch (error) {
      without.push(`${name}: ${(error as Error).message}`)
    }
  }
  let stop = async (): Promise<void> => undefined
  await optional('network', () => callJson(host, 'POST', '/networks/create', NETWORK).then(() => []))
  await optional('plugin', () => makePlugin(host))
  await optional('swarm', () => makeSwarm(host))
  await optional('registry', async () => {
    const made = await makeRegistry(host)
    stop = made.stop
    return made.questions
  })
  return { questions, without, stop }
}

const NETWORK = {
  Name: 'schema-network',
  Driver: 'bridge',
  Internal: true,
  IPAM: { Config: [{ Subnet: '10.231.7.0/24', Gateway: '10.231.7.1' }] },
  Labels: { a: 'b' },
}

async function makeContainer(host: string): Promise<{ container: string; exec: string }> {
  const { Id: container } = await callJson<{ Id: string }>(host, 'POST', '/containers/create?name=schema-container', {
    Image: imageName,
    Cmd: ['sh', '-c', 'echo hello >/tmp/made; sleep 600'],
    Env: ['A=b'],
    Labels: { a: 'b' },
    ExposedPorts: { '80/tcp': {} },
    Volumes: { '/data': {} },
    Healthcheck: { Test: ['CMD', 'true'], Interval: 1_000_000_000 },
    HostConfig: {
      Mounts: [{ Type: 'volume', Source: 'schema-mounted', Target: '/mounted' }],
      LogConfig: { Type: 'json-file', Config: {} },
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 },
      Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 1024 }],
    },
  })
  await callJson(host, 'POST', `/containers/${container}/start`)
  // never started: its answers have empty fields
  await callJson(host, 'POST', '/containers/create?name=schema-plain', { Image: imageName, Cmd: ['true'] })
  await callJson(host, 'POST', '/containers/create?name=schema-ended', {
    Image: imageName,
    Cmd: ['true'],
    HostConfig: {},
  })
  await callJson(host, 'POST', '/containers/schema-ended/start')
  await callJson(host, 'POST', '/containers/schema-ended/wait')
  const { Id: exec } = await callJson<{ Id: string }>(host, 'POST', `/containers/${container}/exec`, { Cmd: ['true'] })
  await callJson(host, 'POST', `/exec/${exec}/start`, { Detach: true })
  // the health check has run once by then
  await sleep(1500)
  return { container, exec }
}

function containerQuestions(container: string, exec: string): Question[] {
  const at = `/containers/${container}`
  return [
    { id: 'ContainerList', path: '/containers/json?all=1&size=1' },
    { id: 'ContainerInspect', path: `${at}/json?size=1` },
    { id: 'ContainerInspect', path: '/containers/schema-plain/json' },
    { id: 'ContainerInspect', path: '/containers/schema-ended/json' },
    { id: 'ContainerTop', path: `${at}/top` },
    { id: 'ContainerChanges', path: `${at}/changes` },
    { id: 'ContainerChanges', path: '/containers/schema-plain/changes' },
    { id: 'ContainerStats', path: `${at}/stats?stream=0&one-shot=1`, slow: true },
    { id: 'ContainerStats', path: '/containers/schema-plain/stats?stream=0&one-shot=1', slow: true },
    { id: 'ContainerLogs', path: `${at}/logs?stdout=1` },
    { id: 'ContainerExport', path: `${at}/export`, slow: true },
    { id: 'ContainerArchive', path: `${at}/archive?path=/etc/passwd` },
    { id: 'ContainerAttachWebsocket', path: `${at}/attach/ws` },
    { id: 'ExecInspect', path: `/exec/${exec}/json` },
  ]
}

function imageQuestions(): Question[] {
  return [
    { id: 'ImageList', path: '/images/json?all=1&digests=1' },
    { id: 'ImageInspect', path: `/images/${imageName}/json` },
    { id: 'ImageHistory', path: `/images/${imageName}/history` },
    { id: 'ImageGet', path: `/images/${imageName}/get`, slow: true },
    { id: 'ImageGetAll', path: `/images/get?names=${imageName}`, slow: true },
    { id: 'ImageAttestations', path: `/images/${imageName}/attestations` },
    // it asks Docker's own index, which the private Engine cannot reach: the answer is a refusal
    { id: 'ImageSearch', path: '/images/search?term=busybox' },
  ]
}

function systemQuestions(): Question[] {
  return [
    { id: 'SystemInfo', path: '/info' },
    { id: 'SystemVersion', path: '/version' },
    { id: 'SystemPing', path: '/_ping' },
    { id: 'SystemDataUsage', path: '/system/df' },
    { id: 'SystemEvents', path: `/events?since=1&until=${Math.floor(Date.now() / 1000)}` },
  ]
}

async function makeSwarm(host: string): Promise<Question[]> {
  const spec = { AdvertiseAddr: '127.0.0.1', ListenAddr: '127.0.0.1:2377', DataPathAddr: '127.0.0.1' }
  const node = await callJson<string>(host, 'POST', '/swarm/init', { ...spec, ForceNewCluster: false, Spec: {} })
  const Data = Buffer.from('data').toString('base64')
  const labels = { a: 'b' }
  const secret = await callJson<{ ID: string }>(host, 'POST', '/secrets/create', { Name: 's', Data, Labels: labels })
  const config = await callJson<{ ID: string }>(host, 'POST', '/configs/create', { Name: 'c', Data, Labels: labels })
  const service = await callJson<{ ID: string }>(host, 'POST', '/services/create', {
    Name: 'schema-service',
    Labels: labels,
    TaskTemplate: { ContainerSpec: { Image: imageName, Command: ['sleep', '600'], Env: ['A=b'] }, ForceUpdate: 0 },
    Mode: { Replicated: { Replicas: 1 } },
    EndpointSpec: { Mode: 'vip' },
  })
  let tasks: { ID: string }[] = []
  for (let turn = 0; turn < 40 && tasks.length === 0; turn++) {
    await sleep(100)
    tasks = await callJson<{ ID: string }[]>(host, 'GET', '/tasks')
  }
  return [
    { id: 'SwarmInspect', path: '/swarm' },
    { id: 'SwarmUnlockkey', path: '/swarm/unlockkey' },
    { id: 'NodeList', path: '/nodes' },
    { id: 'NodeInspect', path: `/nodes/${node}` },
    { id: 'ServiceList', path: '/services?status=1' },
    { id: 'ServiceInspect', path: `/services/${service.ID}?insertDefaults=1` },
    { id: 'ServiceLogs', path: `/services/${service.ID}/logs?stdout=1` },
    { id: 'TaskList', path: '/tasks' },
    { id: 'TaskInspect', path: `/tasks/${tasks[0]?.ID}` },
    { id: 'TaskLogs', path: `/tasks/${tasks[0]?.ID}/logs?stdout=1` },
    { id: 'SecretList', path: '/secrets' },
    { id: 'SecretInspect', path: `/secrets/${secret.ID}` },
    { id: 'ConfigList', path: '/configs' },
    { id: 'ConfigInspect', path: `/configs/${config.ID}` },
  ]
}

/** A plugin that was never enabled. */
async function makePlugin(host: string, name = 'schema-plugin'): Promise<Question[]> {
  const config = JSON.stringify({
    Description: name,
    Documentation: '',
    Entrypoint: ['/plugin'],
    Interface: { Types: ['docker.volumedriver/1.0'], Socket: 'plugin.sock' },
    Network: { Type: 'host' },
    Env: [{ Name: 'A', Value: 'b', Settable: ['value'] }],
  })
  const data = Buffer.alloc(Math.ceil(config.length / 512) * 512)
  data.write(config)
  const archive = Buffer.concat([
    tarHead('config.json', config.length),
    data,
    tarHead('rootfs/', 0, '5'),
    // the same content twice is refused
    tarHead(`rootfs/${name.length}`, 0),
    Buffer.alloc(1024),
  ])
  const { status, text } = await call(host, 'POST', `/plugins/create?name=${name}`, archive, 'application/x-tar')
  if (status !== 204) throw new Error(text)
  return [
    { id: 'PluginList', path: '/plugins' },
    { id: 'PluginInspect', path: `/plugins/${name}:latest/json` },
  ]
}

/** The image and the plugin pushed to a registry of the Engine's own. */
async function makeRegistry(host: string): Promise<{ questions: Question[]; stop(): Promise<void> }> {
  const obstacle = registryObstacle(host)
  if (obstacle !== undefined) throw new Error(obstacle)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-registry-'))
  const registry = await startRegistry(host, folder, 5000 + (process.pid % 10_000))
  const stop = async (): Promise<void> => {
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { questions: await push(host, `${registry.host}/schema`), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function push(host: string, name: string): Promise<Question[]> {
  const auth = Buffer.from(JSON.stringify({ username, password })).toString('base64url')
  const headers = { 'X-Registry-Auth': `${auth}${'='.repeat((4 - (auth.length % 4)) % 4)}` }
  await callJson(host, 'POST', `/images/${imageName}/tag?repo=${name}&tag=latest`)
  await makePlugin(host, `${name}-plugin`)
  for (const target of [`/images/${name}/push?tag=latest`, `/plugins/${name}-plugin:latest/push`]) {
    const { status, text } = await call(host, 'POST', target, undefined, undefined, headers)
    if (status !== 200 || text.includes('errorDetail')) throw new Error(`${target}: ${status} ${text.slice(-300)}`)
  }
  return [
    { id: 'DistributionInspect', path: `/distribution/${name}:latest/json`, headers },
    { id: 'GetPluginPrivileges', path: `/plugins/privileges?remote=${name}-plugin:latest`, headers },
  ]
}

/** The answer in one version. */
export async function ask(host: string, version: string, { path, headers }: Question): Promise<Answer> {
  return call(host, 'GET', `/v${version}${path}`, undefined, undefined, headers)
}
