// Something of every kind on a private Engine, so that every GET operation has a response worth looking at; and the list of
// what to ask. The harness' own HTTP client does it: the library that is tested stays out of this.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { imageName } from '../live/busybox-image.ts'
import { type Answer, call } from '../live/call.ts'
import { password, registryObstacle, startRegistry, username } from '../live/private-registry.ts'
import { tarHead } from '../recipes/tar.ts'
import type { Recorded } from './answers.ts'
import { type Question, Recorder } from './recorder.ts'
import { endScenario } from './scenario-end.ts'
import { makeSwarm } from './scenario-swarm.ts'

/** What {@link prepare} made. */
export interface Scenario {
  readonly questions: Question[]
  /** What could not be made, and why. */
  readonly without: string[]
  /** What the Engine responded to what was made, and to {@link end}. */
  readonly made: readonly Recorded[]
  /** Changes and takes away what was made, after the questions. @returns what could not be done, and why */
  end(): Promise<string[]>
  /** Ends what is not the Engine's. */
  stop(): Promise<void>
}

/** Makes it all and says what can be asked. */
export async function prepare(host: string): Promise<Scenario> {
  const without: string[] = []
  const recorder = new Recorder(host)
  const { container, exec } = await makeContainer(recorder)
  await recorder.send('VolumeCreate', 'POST', '/volumes/create', {
    Name: 'schema-volume',
    Labels: { a: 'b' },
    DriverOpts: {},
  })
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
  await optional('network', () => recorder.send('NetworkCreate', 'POST', '/networks/create', NETWORK).then(() => []))
  await optional('plugin', () => makePlugin(recorder))
  await optional('swarm', () => makeSwarm(recorder))
  await optional('registry', async () => {
    const made = await makeRegistry(recorder)
    stop = made.stop
    return made.questions
  })
  return { questions, without, made: recorder.responses, end: () => endScenario(recorder, container), stop }
}

const NETWORK = {
  Name: 'schema-network',
  Driver: 'bridge',
  Internal: true,
  IPAM: { Config: [{ Subnet: '10.231.7.0/24', Gateway: '10.231.7.1' }] },
  Labels: { a: 'b' },
}

async function makeContainer(recorder: Recorder): Promise<{ container: string; exec: string }> {
  const { Id: container } = await recorder.send<{ Id: string }>(
    'ContainerCreate',
    'POST',
    '/containers/create?name=schema-container',
    {
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
    },
  )
  await recorder.send('ContainerStart', 'POST', `/containers/${container}/start`)
  // never started: its responses have empty fields
  await recorder.send('ContainerCreate', 'POST', '/containers/create?name=schema-plain', {
    Image: imageName,
    Cmd: ['true'],
  })
  await recorder.send('ContainerCreate', 'POST', '/containers/create?name=schema-ended', {
    Image: imageName,
    Cmd: ['true'],
    HostConfig: {},
  })
  await recorder.send('ContainerStart', 'POST', '/containers/schema-ended/start')
  await recorder.send('ContainerWait', 'POST', '/containers/schema-ended/wait')
  const { Id: exec } = await recorder.send<{ Id: string }>('ContainerExec', 'POST', `/containers/${container}/exec`, {
    Cmd: ['true'],
  })
  await recorder.send('ExecStart', 'POST', `/exec/${exec}/start`, { Detach: true })
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
    // none of the container's processes is listed
    { id: 'ContainerTop', path: `${at}/top?ps_args=${encodeURIComponent('-p 1')}` },
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
    // it asks Docker's own index, which the private Engine cannot reach: it sends an error response
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

/** A plugin that was never enabled. */
async function makePlugin(recorder: Recorder, name = 'schema-plugin'): Promise<Question[]> {
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
    // The same content twice is rejected.
    tarHead(`rootfs/${name.length}`, 0),
    Buffer.alloc(1024),
  ])
  await recorder.send('PluginCreate', 'POST', `/plugins/create?name=${name}`, archive)
  return [
    { id: 'PluginList', path: '/plugins' },
    { id: 'PluginInspect', path: `/plugins/${name}:latest/json` },
  ]
}

/** The image and the plugin pushed to a registry of the Engine's own. */
async function makeRegistry(recorder: Recorder): Promise<{ questions: Question[]; stop(): Promise<void> }> {
  const { host } = recorder
  const obstacle = registryObstacle(host)
  if (obstacle !== undefined) throw new Error(obstacle)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-registry-'))
  const registry = await startRegistry(host, folder, 5000 + (process.pid % 10_000))
  const stop = async (): Promise<void> => {
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { questions: await push(recorder, `${registry.host}/schema`), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function push(recorder: Recorder, name: string): Promise<Question[]> {
  const auth = Buffer.from(JSON.stringify({ username, password })).toString('base64url')
  const headers = { 'X-Registry-Auth': `${auth}${'='.repeat((4 - (auth.length % 4)) % 4)}` }
  await recorder.send('ImageTag', 'POST', `/images/${imageName}/tag?repo=${name}&tag=latest`)
  await makePlugin(recorder, `${name}-plugin`)
  const image = `${name}:latest`
  await recorder.send('ImagePush', 'POST', `/images/${name}/push?tag=latest`, undefined, headers)
  await recorder.send('PluginPush', 'POST', `/plugins/${name}-plugin:latest/push`, undefined, headers)
  await recorder.send('SystemAuth', 'POST', '/auth', { username, password, serveraddress: name.split('/')[0] })
  await recorder.send('ImageDelete', 'DELETE', `/images/${image}`)
  await recorder.send('ImageCreate', 'POST', `/images/create?fromImage=${name}&tag=latest`, undefined, headers)
  return [
    { id: 'DistributionInspect', path: `/distribution/${name}:latest/json`, headers },
    { id: 'GetPluginPrivileges', path: `/plugins/privileges?remote=${name}-plugin:latest`, headers },
  ]
}

/** The response in one version. */
export async function ask(host: string, version: string, { path, headers }: Question): Promise<Answer> {
  return call(host, 'GET', `/v${version}${path}`, undefined, undefined, headers)
}
