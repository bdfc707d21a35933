// What an editor shows at a query key, a field of a body, a field of a response: the description of the API documents, out of the
// built .d.ts, by the compiler's own language server.

import assert from 'node:assert/strict'
import test from 'node:test'
import { variant } from '../support/soak.ts'
import { completions, hovers, nativeCompletions, nativeHovers } from './language-server.ts'

const program = `import { connect } from './dist/index.js'
const engine = connect()
const containers = await engine.get('/containers/json', { query: { /*all*/all: true, filters: { /*health*/health: ['healthy'] } } })
console.log(containers[0]?./*names*/Names)
const made = await engine.post('/containers/create', {
  query: { /*platform*/platform: 'linux/arm64' },
  body: { /*image*/Image: 'busybox', HostConfig: { /*memory*/Memory: 1, /*umask*/Umask: 0o22, RestartPolicy: { /*restart*/Name: 'always' } } },
})
console.log(made./*warnings*/Warnings)
const found = await engine.get('/containers/{id}/json', { path: { /*id*/id: 'web' }, query: { /*size*/size: true } })
console.log(found./*count*/RestartCount, found.State./*status*/Status, found.HostConfig./*shm*/ShmSize)
await engine.post('/containers/{id}/stop', { path: { id: 'web' }, query: { /*signal*/signal: 'SIGINT' } })
await engine.request('GET', '/containers/{id}/logs', { path: { id: 'web' }, query: { /*tail*/tail: 10 } })
const images = await engine.get('/images/json', { query: { /*digests*/digests: true } })
console.log(images[0]?./*tags*/RepoTags)
await engine.request('POST', '/build', { query: { /*nocache*/nocache: true, /*buildargs*/buildargs: {} } })
const network = await engine.post('/networks/create', { body: { Name: 'n', /*internal*/Internal: true } })
console.log(network./*networkId*/Id)
const volume = await engine.post('/volumes/create', { body: { /*driver*/Driver: 'local' } })
console.log(volume./*mountpoint*/Mountpoint)
const service = await engine.post('/services/create', { body: { Name: 's', /*template*/TaskTemplate: {} } })
console.log(service./*serviceId*/ID)
const info = await engine.get('/info')
console.log(info./*ncpu*/NCPU, info./*bridge*/BridgeNfIptables)
await engine.post('/containers/{id}/exec', { path: { id: 'web' }, body: { /*cmd*/Cmd: ['true'] } })
`

const expected: Readonly<Record<string, RegExp>> = {
  all: /Return all containers\. By default, only running containers are shown/,
  health: /`health`/,
  names: /names associated with this container/,
  platform: /Platform in the format[\s\S]*@since[*_\s—-]*API 1\.41/,
  image: /name \(or reference\) of the image/,
  memory: /Memory limit in bytes/,
  umask: /umask[\s\S]*@since[*_\s—-]*API 1\.56/,
  restart: /Empty string|restart/,
  warnings: /Warnings encountered when creating the container/,
  id: /ID or name of the container/,
  size: /Return the size of container/,
  count: /Number of times the container was restarted/,
  status: /String representation of the container state/,
  shm: /Size of `\/dev\/shm` in bytes/,
  signal: /Signal to send to the container[\s\S]*@since[*_\s—-]*API 1\.42/,
  tail: /Only return this number of log lines/,
  digests: /Show digest information/,
  tags: /List of image names\/tags in the local image cache/,
  nocache: /Do not use the cache when building the image/,
  buildargs: /Values of `ARG`s/,
  internal: /Restrict external access to the network/,
  networkId: /The ID of the created network/,
  driver: /Name of the volume driver to use/,
  mountpoint: /Mount path of the volume on the host/,
  template: /User modifiable task configuration/,
  serviceId: /The ID of the created service/,
  ncpu: /The number of logical CPUs usable by the daemon/,
  bridge: /@deprecated/,
  cmd: /Command to run/,
}

test('a hover shows what the API documents say', () => {
  const shown = hovers('hover.ts', program)
  assert.equal(shown.size, Object.keys(expected).length)
  for (const [mark, text] of Object.entries(expected)) assert.match(shown.get(mark) ?? '', text, mark)
})

/** Fields of bodies: TypeScript 7.0 shows no comment at a property of a mapped type, with any comment. */
const MAPPED = ['image', 'memory', 'umask', 'restart', 'internal', 'driver', 'template', 'cmd']

test("so does the compiler's own language server, at a query and at a response", async () => {
  const shown = await nativeHovers('hover.ts', program)
  for (const [mark, text] of Object.entries(expected)) {
    if (!MAPPED.includes(mark)) assert.match(shown.get(mark) ?? '', text, mark)
  }
})

test('a field without a comment shows none: the tests would notice', { skip: variant }, async () => {
  const text = 'const thing = { a: 1 }\nconsole.log(thing./*none*/a)\n'
  for (const shown of [hovers('hover-none.ts', text), await nativeHovers('hover-none.ts', text)]) {
    assert.match(shown.get('none') ?? '', /^(```typescript\n)?\(property\) a: number\s*(```\s*)?$/)
  }
})

const unfinished = `import { connect } from './dist/index.js'
const engine = connect()
engine.post(/*post*/'')
engine.request('GET', /*request*/'')
engine.tunnel(/*tunnel*/'')
engine.post('/containers/create', { /*options*/ })
engine.post('/containers/create', { body: { /*body*/ } })
engine.get('/containers/{id}/json', { path: { /*path*/ } })
engine.post('/containers/{id}/rename', { query: { /*query*/ } })
engine.request('GET', '/containers/{id}/logs', { path: { id: 'web' }, query: { /*logs*/ } })
engine.tunnel('/containers/{id}/attach', { /*attach*/ })
`

const offered: Readonly<Record<string, readonly string[]>> = {
  post: ['/containers/create', '/networks/create', '/containers/{id}/start'],
  request: ['/events', '/containers/{id}/logs', '/info'],
  tunnel: ['/containers/{id}/attach', '/exec/{id}/start'],
  options: ['body', 'query', 'signal'],
  body: ['Image', 'Cmd', 'HostConfig'],
  path: ['id'],
  query: ['name'],
  logs: ['follow', 'tail'],
  attach: ['path', 'query', 'tty'],
}

test('an editor offers the paths, and the options of a call that is not finished', { skip: variant }, async () => {
  for (const found of [completions('offer.ts', unfinished), await nativeCompletions('offer.ts', unfinished)]) {
    for (const [mark, names] of Object.entries(offered)) {
      const offers = (found.get(mark) ?? []).map((name) => name.replace(/\?$/, ''))
      for (const name of names) assert.ok(offers.includes(name), `${mark}: no ${name} in ${offers.slice(0, 20)}`)
    }
    for (const [mark, names] of found) assert.ok(!names.some((name) => name.includes('one more argument')), mark)
  }
})
