// The Engine itself, its networks and volumes, and plugins: the only one available here cannot run.

import { connect } from '../../../../src/engine/engine.ts'
import { tarHead } from '../../../recipes/tar.ts'
import { textOf } from './recorder.ts'
import { IMAGE, type World } from './world.ts'

export async function system({ docker, recorder }: World): Promise<void> {
  await recorder.call(docker, 'ping')
  await recorder.call(docker, 'version')
  await recorder.call(docker, 'info')
  await recorder.call(docker, 'df')
  const since = Math.floor(Date.now() / 1000)
  await docker.createVolume({ Name: 'seen' }).then((volume: World['docker']) => volume.remove())
  const until = Math.floor(Date.now() / 1000) + 1
  const events = await recorder.call(docker, 'getEvents', {
    since,
    until,
    filters: { type: ['volume'], volume: ['seen'] },
  })
  const actions = (await textOf(events)).split('\n').filter(Boolean)
  recorder.note('events', actions.map((line) => JSON.parse(line).Action).slice(-2))
  await recorder.call(docker, 'getEvents', { since: 'no time' })
}

export async function networksAndVolumes({ docker, recorder }: World): Promise<void> {
  const volume = await recorder.call(docker, 'createVolume', { Name: 'kept', Labels: { a: 'b' } })
  recorder.now(docker, 'getVolume', 'kept')
  await recorder.call(volume, 'inspect')
  await recorder.call(docker, 'listVolumes', { filters: { name: ['kept'] } })
  await recorder.call(volume, 'remove', { force: true })
  await recorder.call(docker.getVolume('nope'), 'inspect')
  await recorder.call(docker.getVolume('nope'), 'remove')
  await recorder.call(docker, 'pruneVolumes', { filters: { label: ['no=such'] } })
  const wired = { Name: 'wired', Driver: 'bridge', IPAM: { Config: [{ Subnet: '10.99.0.0/24' }] } }
  const made = await recorder.call(docker, 'createNetwork', { ...wired, CheckDuplicate: true })
  await recorder.call(docker, 'createNetwork', { ...wired, CheckDuplicate: true })
  await recorder.call(docker, 'listNetworks', { filters: { name: ['wired'] } })
  const network = recorder.now(docker, 'getNetwork', made?.id ?? 'none')
  await recorder.call(network, 'inspect')
  const container = await docker.createContainer({ Image: IMAGE, Cmd: ['true'], name: 'wire' })
  await recorder.call(network, 'connect', { Container: container.id, EndpointConfig: { Aliases: ['alias'] } })
  await recorder.call(network, 'disconnect', { Container: container.id, Force: true })
  await recorder.call(network, 'disconnect', { Container: container.id })
  await container.remove()
  await recorder.call(network, 'remove')
  await recorder.call(docker.getNetwork('nope'), 'inspect')
  await recorder.call(docker, 'pruneNetworks')
}

/** A plugin whose program does not exist. */
function pluginTar(): Buffer {
  const config = JSON.stringify({
    description: 'of the tests',
    documentation: '',
    entrypoint: ['/none'],
    interface: { types: ['docker.volumedriver/1.0'], socket: 'none.sock' },
    network: { type: 'host' },
    env: [{ name: 'LEVEL', value: '0', settable: ['value'] }],
  })
  const padded = Buffer.alloc(Math.ceil(config.length / 512) * 512)
  padded.write(config)
  return Buffer.concat([tarHead('config.json', config.length), padded, tarHead('rootfs/', 0, '5'), Buffer.alloc(1024)])
}

export async function plugins({ docker, recorder, host, registry }: World): Promise<void> {
  const engine = connect(host)
  await engine.post('/plugins/create', { query: { name: 'tried:latest' }, body: pluginTar() })
  await engine.close()
  await recorder.call(docker, 'listPlugins', { filters: { enabled: ['false'] } })
  const plugin = recorder.now(docker, 'getPlugin', 'tried:latest', `${registry}/tried`)
  await recorder.call(plugin, 'inspect')
  await recorder.call(plugin, 'configure', ['LEVEL=1'])
  await recorder.call(plugin, 'enable', { timeout: 1 })
  await recorder.call(plugin, 'disable')
  await recorder.call(plugin, 'push')
  await recorder.call(plugin, 'privileges')
  const pulled = await recorder.call(plugin, 'pull', { _query: { name: 'other:latest' }, _body: [] })
  pulled?.resume()
  await recorder.call(plugin, 'upgrade', {}, { remote: `${registry}/tried`, _body: [] })
  await recorder.call(plugin, 'remove', { force: true })
  await recorder.call(plugin, 'inspect')
  await recorder.call(docker, 'createPlugin', { name: 'unmade' })
}
