// A program of someone who uses fairlead: fifty operations through the typed surface. Type-checked by consumers.ts as a package's
// user would, under every compiler from 5.4 on; never run.

import { connect, type Schema } from 'fairlead'

const engine = connect({ host: 'unix:///var/run/docker.sock', timeouts: { head: 5_000 } })
const path = { id: 'web' }
const name = { name: 'reg.io/a/b:1' }

export async function containers(signal: AbortSignal): Promise<Schema.ContainerSummary | undefined> {
  const all = await engine.get('/containers/json', { query: { all: true, filters: { status: ['running'] } }, signal })
  const body = { Image: 'busybox', Env: ['A=b'], Labels: { a: 'b' }, HostConfig: { AutoRemove: true, Memory: 1 << 24 } }
  const { Id } = await engine.post('/containers/create', { query: { name: 'web' }, body })
  const started: undefined = await engine.post('/containers/{id}/start', { path: { id: Id } })
  const { State, Config } = await engine.get('/containers/{id}/json', { path, query: { size: true } })
  const text: string = `${State.Status} ${Config.Image} ${started}`
  const { Processes } = await engine.get('/containers/{id}/top', { path })
  const changes = await engine.get('/containers/{id}/changes', { path })
  await engine.post('/containers/{id}/resize', { path, query: { h: 24, w: 80 } })
  await engine.post('/containers/{id}/update', { path, body: { Memory: 1 << 25 } })
  await engine.post('/containers/{id}/rename', { path, query: { name: text } })
  await engine.post('/containers/{id}/pause', { path })
  await engine.post('/containers/{id}/unpause', { path })
  await engine.post('/containers/{id}/kill', { path, query: { signal: 'HUP' } })
  await engine.post('/containers/{id}/stop', { path, query: { t: 5 } })
  await engine.post('/containers/{id}/restart', { path })
  const { StatusCode } = await engine.post('/containers/{id}/wait', { path, query: { condition: 'next-exit' } })
  await engine.put('/containers/{id}/archive', { path, query: { path: '/' }, body: new Uint8Array(1024) })
  const stat = await engine.head('/containers/{id}/archive', { path, query: { path: '/' } })
  await engine.delete('/containers/{id}', { path, query: { force: true } })
  await engine.post('/containers/prune', { query: { filters: { until: ['24h'] } } })
  console.log(Processes, changes?.length, StatusCode, stat.get('x-docker-container-path-stat'))
  return all[0]
}

export async function streams(): Promise<void> {
  const log = await engine.request('GET', '/containers/{id}/logs', { path, query: { stdout: true, tail: 10 } })
  for await (const line of log.lines({ tty: false })) console.log(line.stream, line.text)
  const events = await engine.request('GET', '/events', { query: { since: new Date(), filters: { type: ['image'] } } })
  for await (const { Actor, Action } of events.records()) console.log(Action, Actor.Attributes.name)
  const stats = await engine.request('GET', '/containers/{id}/stats', { path })
  for await (const sample of stats.records()) console.log(sample.memory_stats.usage)
  const tar = await engine.request('GET', '/containers/{id}/export', { path })
  for await (const chunk of tar) console.log(chunk.byteLength)
  const saved = await engine.request('GET', '/images/get', { query: { names: ['a', 'b'] } })
  const loaded = await engine.request('POST', '/images/load', { body: saved })
  for await (const record of loaded.records()) console.log(record.stream)
  const auth = { username: 'me', password: 'secret' }
  const pulled = await engine.request('POST', '/images/create', { query: { fromImage: 'busybox', tag: '1' }, auth })
  for await (const { status, id } of pulled.records()) console.log(status, id)
  const pushed = await engine.request('POST', '/images/{name}/push', { path: name, auth: {} })
  console.log(await pushed.bytes({ limit: 1000 }))
  const tunnel = await engine.tunnel('/containers/{id}/attach', { path, query: { stream: true, stdin: true } })
  await tunnel.write('date\n')
  tunnel.end()
}

export async function images(): Promise<void> {
  for (const image of await engine.get('/images/json', { query: { all: true } })) console.log(image.RepoTags?.[0])
  console.log((await engine.get('/images/{name}/json', { path: name })).Architecture)
  for (const layer of await engine.get('/images/{name}/history', { path: name })) console.log(layer.Size)
  await engine.post('/images/{name}/tag', { path: name, query: { repo: 'c', tag: 'd' } })
  for (const gone of await engine.delete('/images/{name}', { path: name })) console.log(gone.Deleted ?? gone.Untagged)
  for (const found of await engine.get('/images/search', { query: { term: 'busybox' } })) console.log(found.name)
  await engine.post('/images/prune', { query: { filters: { dangling: ['true'] } } })
  await engine.post('/commit', { query: { container: 'web' }, body: { Cmd: ['date'] } })
  await engine.get('/distribution/{name}/json', { path: name })
  await engine.post('/build/prune')
}

export async function rest(): Promise<void> {
  console.log(await engine.get('/_ping'), (await engine.get('/info')).NCPU, (await engine.get('/version')).ApiVersion)
  console.log((await engine.get('/system/df')).LayersSize)
  const answer: Schema.AuthResponse | undefined = await engine.post('/auth', { body: { username: 'me' } })
  const { Id } = await engine.post('/containers/{id}/exec', { path, body: { Cmd: ['date'], AttachStdout: true } })
  await engine.tunnel('/exec/{id}/start', { path: { id: Id }, body: { Tty: true }, tty: true })
  console.log((await engine.get('/exec/{id}/json', { path: { id: Id } })).ExitCode, answer?.Status)
  await engine.post('/volumes/create', { body: { Name: 'data', DriverOpts: { type: 'tmpfs' } } })
  console.log((await engine.get('/volumes', { query: { filters: { dangling: ['true'] } } })).Volumes?.length)
  await engine.delete('/volumes/{name}', { path: { name: 'data' } })
  await engine.post('/networks/create', { body: { Name: 'net', IPAM: { Config: [{ Subnet: '10.1.0.0/16' }] } } })
  await engine.post('/networks/{id}/connect', { path: { id: 'net' }, body: { Container: 'web' } })
  for (const network of await engine.get('/networks')) console.log(network.Name)
  await engine.delete('/networks/{id}', { path: { id: 'net' } })
  for (const plugin of await engine.get('/plugins')) console.log(plugin.Name)
  for (const node of await engine.get('/nodes')) console.log(node.ID)
  for (const service of await engine.get('/services')) console.log(service.Spec?.Name)
  for (const task of await engine.get('/tasks')) console.log(task.Status?.State)
  const podman = await engine.untyped.get<{ store: { graphRoot: string } }>('/libpod/info')
  console.log(podman.store.graphRoot)
  await engine.close()
}
