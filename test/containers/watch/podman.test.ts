// watch() on Podman: what its events lead to, and what only `check` finds, since it has no event.

import assert from 'node:assert/strict'
import test from 'node:test'
import { watch } from '../../../src/containers/watch/watch.ts'
import { connect } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { liveBody, liveLabels, livePodman } from '../../support/live.ts'

const { host, skip } = livePodman()

test('containers, images and volumes by their events, networks by checks', { skip }, async (t) => {
  const engine = connect(host)
  const watched = watch(engine, { containers: true, images: true, volumes: true, check: 0 })
  const networks = watch(engine, { networks: true, check: 200 })
  const name = `fairlead-watch-${process.pid}`
  t.after(async () => {
    watched.close()
    networks.close()
    await engine.close()
  })
  await Promise.all([watched.ready(), networks.ready()])
  assert.equal(watched.engineId, undefined)
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['sleep', '600'] })
  const { Id } = await engine.post('/containers/create', { body })
  await eventually(() => assert.equal(watched.containers.get(Id)?.State, 'created'))
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  await eventually(() => assert.equal(watched.containers.get(Id)?.State, 'running'))
  await engine.post('/containers/{id}/kill', { path: { id: Id } })
  await eventually(() => assert.equal(watched.containers.get(Id)?.State, 'exited'))
  await engine.post('/containers/{id}/rename', { path: { id: Id }, query: { name } })
  await eventually(() => assert.deepEqual(watched.containers.get(Id)?.Names, [`/${name}`]))
  await engine.delete('/containers/{id}', { path: { id: Id } })
  await eventually(() => assert.ok(!watched.containers.has(Id)))
  await engine.post('/volumes/create', { body: { Name: name, Labels: liveLabels() } })
  await eventually(() => assert.ok(watched.volumes.has(name)))
  await engine.delete('/volumes/{name}', { path: { name } })
  await eventually(() => assert.ok(!watched.volumes.has(name)))
  const isTagged = () =>
    [...watched.images.values()].some(({ RepoTags }) => RepoTags?.some((tag) => tag.includes(name)))
  await engine.post('/images/{name}/tag', { path: { name: 'busybox:latest' }, query: { repo: name, tag: 'x' } })
  await eventually(() => assert.ok(isTagged()))
  await engine.delete('/images/{name}', { path: { name: `${name}:x` } })
  await eventually(() => assert.ok(!isTagged()))
  await engine.post('/networks/create', { body: { Name: name } })
  await eventually(() => assert.ok([...networks.networks.values()].some((network) => network.Name === name)))
  await engine.delete('/networks/{id}', { path: { id: name } })
  await eventually(() => assert.ok(![...networks.networks.values()].some((network) => network.Name === name)))
})
