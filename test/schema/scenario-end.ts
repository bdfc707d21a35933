// What changes containers, images, volumes, networks and plugins, and takes away what the scenario made: after every GET was sent.

import { imageName } from '../live/busybox-image.ts'
import { tarHead } from '../recipes/tar.ts'
import type { Recorder } from './recorder.ts'
import { endSwarm } from './scenario-swarm.ts'

/** @returns what could not be done, and why */
export async function endScenario(recorder: Recorder, container: string): Promise<string[]> {
  const failed: string[] = []
  for (const [name, step] of Object.entries({
    containers,
    images,
    volumes,
    networks,
    plugins,
    swarm: endSwarm,
    prune,
  })) {
    try {
      await step(recorder, container)
    } catch (error) {
      failed.push(`${name}: ${(error as Error).message}`)
    }
  }
  return failed
}

async function containers(recorder: Recorder, container: string): Promise<void> {
  const at = `/containers/${container}`
  const post = (id: string, path: string, body?: unknown) => recorder.send(id, 'POST', `${at}${path}`, body)
  await post('ContainerUpdate', '/update', { RestartPolicy: { Name: 'no' } })
  await recorder.attempt('ContainerRename', 'POST', `${at}/rename?name=schema-renamed`)
  await recorder.attempt('ContainerRename', 'POST', `${at}/rename?name=schema-plain`)
  await recorder.attempt('ContainerPause', 'POST', `${at}/pause`)
  await recorder.attempt('ContainerUnpause', 'POST', `${at}/unpause`)
  await recorder.attempt('ContainerResize', 'POST', `${at}/resize?h=10&w=10`)
  await recorder.send('PutContainerArchive', 'PUT', `${at}/archive?path=/`, archive({ 'made.txt': 'text' }))
  await post('ContainerRestart', '/restart?t=0')
  await post('ContainerKill', '/kill')
  await recorder.attempt('ContainerKill', 'POST', `${at}/kill`)
  await post('ContainerWait', '/wait')
  await post('ContainerStart', '/start')
  await post('ContainerStart', '/start')
  await post('ContainerStop', '/stop?t=0')
  await post('ContainerStop', '/stop?t=0')
  await recorder.send('ContainerInspect', 'GET', `${at}/json`)
  await recorder.send('ImageCommit', 'POST', `/commit?container=${container}&repo=schema-committed`)
  await recorder.send('ContainerDelete', 'DELETE', at)
}

async function images(recorder: Recorder): Promise<void> {
  const context = archive({ Dockerfile: `FROM ${imageName}\nLABEL a=b\nRUN true\n` })
  await recorder.send('ImageBuild', 'POST', '/build?t=schema-built&rm=1', context)
  await recorder.send(
    'ImageBuild',
    'POST',
    '/build?t=schema-failed&rm=1',
    archive({ Dockerfile: 'FROM scratch\nRUN true\n' }),
  )
  await recorder.send('ImageInspect', 'GET', '/images/schema-built/json')
  await recorder.send('ImageHistory', 'GET', '/images/schema-built/history')
  await recorder.send('ImageTag', 'POST', `/images/${imageName}/tag?repo=schema-tagged&tag=one`)
  await recorder.send('ImageCreate', 'POST', '/images/create?fromSrc=-&repo=schema-imported', archive({ 'a.txt': 'a' }))
  await recorder.send('ImageList', 'GET', '/images/json?all=1&manifests=1&shared-size=1')
  await recorder.attempt('ImageLoad', 'POST', '/images/load', archive({ 'a.txt': 'a' }))
  await recorder.attempt('ImageCreate', 'POST', '/images/create?fromImage=nowhere.invalid/nothing&tag=latest')
  await recorder.attempt('ImagePush', 'POST', '/images/nowhere.invalid/nothing/push', undefined, {
    'X-Registry-Auth': 'e30=',
  })
  await recorder.attempt('SystemAuth', 'POST', '/auth', {
    username: 'a',
    password: 'b',
    serveraddress: 'nowhere.invalid',
  })
  for (const name of ['schema-tagged:one', 'schema-imported', 'schema-built'])
    await recorder.send('ImageDelete', 'DELETE', `/images/${name}`)
  await recorder.attempt('ImageDelete', 'DELETE', '/images/schema-nothing')
}

async function volumes(recorder: Recorder): Promise<void> {
  await recorder.send('VolumeCreate', 'POST', '/volumes/create', {})
  await recorder.send('VolumeInspect', 'GET', '/volumes/schema-volume')
  await recorder.attempt('VolumeUpdate', 'PUT', '/volumes/schema-volume?version=1', { Spec: {} })
  await recorder.send('VolumeDelete', 'DELETE', '/volumes/schema-volume')
  await recorder.attempt('VolumeDelete', 'DELETE', '/volumes/schema-volume')
}

async function networks(recorder: Recorder): Promise<void> {
  const { Id } = await recorder.send<{ Id: string }>('NetworkCreate', 'POST', '/networks/create', {
    Name: 'schema-other',
    Driver: 'bridge',
    Internal: true,
    Options: { 'com.docker.network.bridge.name': 'schema0' },
  })
  const Container = 'schema-plain'
  await recorder.attempt('NetworkConnect', 'POST', `/networks/${Id}/connect`, {
    Container,
    EndpointConfig: { Aliases: ['x'] },
  })
  await recorder.send('ContainerInspect', 'GET', '/containers/schema-plain/json')
  await recorder.attempt('NetworkDisconnect', 'POST', `/networks/${Id}/disconnect`, { Container, Force: true })
  await recorder.send('NetworkInspect', 'GET', `/networks/${Id}`)
  await recorder.send('NetworkDelete', 'DELETE', `/networks/${Id}`)
  await recorder.attempt('NetworkDelete', 'DELETE', '/networks/none')
}

async function plugins(recorder: Recorder): Promise<void> {
  const at = '/plugins/schema-plugin:latest'
  await recorder.send('PluginSet', 'POST', `${at}/set`, ['A=c'])
  await recorder.attempt('PluginEnable', 'POST', `${at}/enable?timeout=1`)
  await recorder.attempt('PluginDisable', 'POST', `${at}/disable`)
  await recorder.attempt('PluginPull', 'POST', '/plugins/pull?remote=nowhere.invalid/nothing', [])
  await recorder.attempt('PluginUpgrade', 'POST', `${at}/upgrade?remote=nowhere.invalid/nothing`, [])
  await recorder.send('PluginDelete', 'DELETE', `${at}?force=1`)
}

async function prune(recorder: Recorder): Promise<void> {
  // Twice: with content, and empty.
  for (const _ of [1, 2]) {
    await recorder.send('ContainerPrune', 'POST', '/containers/prune')
    await recorder.send('NetworkPrune', 'POST', '/networks/prune')
    await recorder.send('VolumePrune', 'POST', '/volumes/prune')
    await recorder.send('ImagePrune', 'POST', `/images/prune?filters=${encodeURIComponent('{"dangling":["false"]}')}`)
    await recorder.send('BuildPrune', 'POST', '/build/prune?all=1')
  }
  for (const [id, path] of [
    ['ContainerList', '/containers/json?all=1'],
    ['ImageList', '/images/json'],
    ['VolumeList', '/volumes'],
    ['NetworkList', '/networks'],
    ['PluginList', '/plugins'],
    ['SystemDataUsage', '/system/df'],
    ['SystemInfo', '/info'],
  ] as const)
    await recorder.send(id, 'GET', path)
}

/** A tar archive of small files. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const data = Buffer.alloc(Math.ceil(text.length / 512) * 512)
    data.write(text)
    return [tarHead(name, text.length), data]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}
