// The Engine itself, its networks and volumes, and plugins, of which none can be had here but one that cannot run.

import { connect } from '../../../src/engine/engine.ts'
import { tarHead } from '../../recipes/tar.ts'
import { textOf } from './tell.ts'
import { IMAGE, type World } from './world.ts'

export async function system({ docker, tell }: World): Promise<void> {
  await tell.call(docker, 'ping')
  await tell.call(docker, 'version')
  await tell.call(docker, 'info')
  await tell.call(docker, 'df')
  const since = Math.floor(Date.now() / 1000)
  await docker.createVolume({ Name: 'seen' }).then((volume: World['docker']) => volume.remove())
  const until = Math.floor(Date.now() / 1000) + 1
  const events = await tell.call(docker, 'getEvents', { since, until, filters: { type: ['volume'], volume: ['seen'] } })
  const actions = (await textOf(events)).split('\n').filter(Boolean)
  tell.note('events', actions.map((line) => JSON.parse(line).Action).slice(-2))
  await tell.call(docker, 'getEvents', { since: 'no time' })
}

export async function networksAndVolumes({ docker, tell }: World): Promise<void> {
  const volume = await tell.call(docker, 'createVolume', { Name: 'kept', Labels: { a: 'b' } })
  tell.now(docker, 'getVolume', 'kept')
  await tell.call(volume, 'inspect')
  await tell.call(docker, 'listVolumes', { filters: { name: ['kept'] } })
  await tell.call(volume, 'remove', { force: true })
  await tell.call(docker.getVolume('nope'), 'inspect')
  await tell.call(docker.getVolume('nope'), 'remove')
  await tell.call(docker, 'pruneVolumes', { filters: { label: ['no=such'] } })
  const wired = { Name: 'wired', Driver: 'bridge', IPAM: { Config: [{ Subnet: '10.99.0.0/24' }] } }
  const made = await tell.call(docker, 'createNetwork', { ...wired, CheckDuplicate: true })
  await tell.call(docker, 'createNetwork', { ...wired, CheckDuplicate: true })
  await tell.call(docker, 'listNetworks', { filters: { name: ['wired'] } })
  const network = tell.now(docker, 'getNetwork', made?.id ?? 'none')
  await tell.call(network, 'inspect')
  const container = await docker.createContainer({ Image: IMAGE, Cmd: ['true'], name: 'wire' })
  await tell.call(network, 'connect', { Container: container.id, EndpointConfig: { Aliases: ['alias'] } })
  await tell.call(network, 'disconnect', { Container: container.id, Force: true })
  await tell.call(network, 'disconnect', { Container: container.id })
  await container.remove()
  await tell.call(network, 'remove')
  await tell.call(docker.getNetwork('nope'), 'inspect')
  await tell.call(docker, 'pruneNetworks')
}

/** A plugin whose program is not there. */
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

export async function plugins({ docker, tell, host, registry }: World): Promise<void> {
  const engine = connect(host)
  await engine.post('/plugins/create', { query: { name: 'tried:latest' }, body: pluginTar() })
  await engine.close()
  await tell.call(docker, 'listPlugins', { filters: { enabled: ['false'] } })
  const plugin = tell.now(docker, 'getPlugin', 'tried:latest', `${registry}/tried`)
  await tell.call(plugin, 'inspect')
  await tell.call(plugin, 'configure', ['LEVEL=1'])
  await tell.call(plugin, 'enable', { timeout: 1 })
  await tell.call(plugin, 'disable')
  await tell.call(plugin, 'push')
  await tell.call(plugin, 'privileges')
  const pulled = await tell.call(plugin, 'pull', { _query: { name: 'other:latest' }, _body: [] })
  pulled?.resume()
  await tell.call(plugin, 'upgrade', {}, { remote: `${registry}/tried`, _body: [] })
  await tell.call(plugin, 'remove', { force: true })
  await tell.call(plugin, 'inspect')
  await tell.call(docker, 'createPlugin', { name: 'unmade' })
}
