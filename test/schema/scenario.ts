// Something of every kind on a private Engine, so that every GET operation has an answer worth looking at; and the list of
// what to ask. The harness' own HTTP client does it: the library that is tested stays out of this.

import { setTimeout as sleep } from 'node:timers/promises'
import { imageName } from '../live/busybox-image.ts'
import { call, callJson } from '../live/call.ts'

/** One GET: the operation, and the path with its query but without the version. */
export interface Question {
  readonly id: string
  readonly path: string
  /** It takes a second or more: asked in a few versions only. */
  readonly slow?: boolean
}

/** Makes it all and says what can be asked. What could not be made is left out, with the reason, in `without`. */
export async function prepare(host: string): Promise<{ questions: Question[]; without: string[] }> {
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
    { id: 'PluginList', path: '/plugins' },
  ]
  await callJson(host, 'POST', '/networks/create', {
    Name: 'schema-network',
    Driver: 'null',
    Labels: { a: 'b' },
  }).catch((error: Error) =>
    callJson(host, 'POST', '/networks/create', NETWORK).catch(() => without.push(error.message)),
  )
  try {
    questions.push(...(await makeSwarm(host)))
  } catch (error) {
    without.push(`swarm: ${(error as Error).message}`)
  }
  return { questions, without }
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
    // both need a registry, which the private Engine cannot reach: the answer is a refusal
    { id: 'ImageSearch', path: '/images/search?term=busybox' },
    { id: 'DistributionInspect', path: '/distribution/127.0.0.1:1/none/json' },
    { id: 'GetPluginPrivileges', path: '/plugins/privileges?remote=127.0.0.1:1/none' },
    { id: 'PluginInspect', path: '/plugins/none/json' },
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

/** The status and text of an answer in one version; null where nothing came within the harness' patience. */
export async function ask(
  host: string,
  version: string,
  question: Question,
): Promise<{ status: number; text: string }> {
  return call(host, 'GET', `/v${version}${question.path}`)
}
