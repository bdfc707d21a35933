// The functions of fairlead/containers, fairlead/logs and fairlead/files with any JSON from an Engine: the embedded one serves them, and
// one response of each kind that they ask for is replaced. They end with a value or a typed error that blames the peer, in bounded time.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { diskUsage, exit, log, usages, waitFor, watch } from '../../src/containers.ts'
import { copyIn, copyOut } from '../../src/files.ts'
import { connect, type Engine, FairleadError } from '../../src/index.ts'
import { follow, followEvents, tail } from '../../src/logs.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { isSoak, repeated } from '../support/soak.ts'
import { mutations } from './shapes.ts'

/** In ms: a function that has not ended by then hangs. */
const HANG_MS = 15_000
/** The most mutations of one response: a container's inspection alone has thousands. */
const MOST = repeated({ soak: 400, whole: 12, usually: 3 })

let server: EmbeddedEngine
let folder: string
let id: string
/** The path whose response is replaced now. */
let replaced = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-shapes-'))
  server = await EmbeddedEngine.start()
  server.image('app', async ({ stdout, sleep }) => {
    await stdout.write('ready\n')
    await sleep(2 ** 30)
  })
  server.image('once', ({ stdout }) => stdout.write('done\n'))
  const engine = connect(server.host)
  const create = async (name: string, Image: string): Promise<string> => {
    const { Id } = await engine.post('/containers/create', { query: { name }, body: { Image } })
    await engine.post('/containers/{id}/start', { path: { id: Id } })
    return Id
  }
  id = await create('app', 'app')
  await create('once', 'once')
  await engine.post('/containers/{id}/wait', { path: { id: 'once' } })
  await engine.close()
  for (const path of ['/system/df', '/networks', '/volumes'])
    server.faults.add({
      match: ({ path: asked }) => asked === path && replaced !== path,
      plan: answerOf(JSON.stringify(given[path])),
    })
})

after(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Gives up soon: the default of some is to try for ever. */
const retry = { first: 1, most: 5, forMs: 300 }

async function first<T>(items: AsyncIterable<T> & { close(): unknown }): Promise<T | undefined> {
  try {
    for await (const item of items) return item
    return undefined
  } finally {
    items.close()
  }
}

/** Each with the responses that are replaced, by the paths of their requests. `value` must come of good ones. */
const acts: Record<string, { paths: string[]; act(engine: Engine): Promise<unknown>; value: unknown }> = {
  diskUsage: {
    paths: ['/system/df'],
    act: async (engine) => typeof (await diskUsage(engine)),
    value: 'object',
  },
  'waitFor an exit': {
    paths: ['/containers/once/json'],
    act: (engine) => waitFor(engine, 'once', exit(0), { timeout: 5_000 }),
    value: undefined,
  },
  'waitFor a line': {
    paths: ['/containers/app/json'],
    act: (engine) => waitFor(engine, 'app', log('ready'), { timeout: 5_000 }),
    value: undefined,
  },
  usages: {
    paths: ['/info', '/version', '/containers/json', '/containers/{id}/json', '/containers/{id}/stats'],
    act: async (engine) => Array.isArray(await first(usages(engine, { every: 1 }))),
    value: true,
  },
  watch: {
    paths: ['/info', '/version', '/containers/json', '/images/json', '/containers/{id}/json'],
    act: async (engine) => {
      const watched = watch(engine, { containers: true, images: true, retry })
      try {
        await watched.ready()
        return watched.containers.size
      } finally {
        watched.close()
      }
    },
    value: 2,
  },
  'watch of networks and volumes': {
    paths: ['/networks', '/volumes'],
    act: async (engine) => {
      const watched = watch(engine, { networks: true, volumes: true, retry })
      try {
        await watched.ready()
        return watched.networks.size + watched.volumes.size
      } finally {
        watched.close()
      }
    },
    value: 2,
  },
  follow: {
    paths: ['/info', '/version', '/containers/app/json', '/containers/{id}/json'],
    act: async (engine) => ((await first(follow(engine, 'app', { retry }))) as { text?: string } | undefined)?.text,
    value: 'ready',
  },
  'follow by snapshots': {
    paths: ['/info', '/version', '/containers/app/json', '/containers/{id}/json'],
    act: async (engine) => {
      const followed = follow(engine, 'app', { retry, reading: 'snapshots' })
      return ((await first(followed)) as { text?: string } | undefined)?.text
    },
    value: 'ready',
  },
  tail: {
    paths: ['/info', '/version', '/containers/json', '/containers/{id}/json'],
    act: async (engine) => {
      // What a wrong list names, the next one does not have.
      const tailed = tail(engine, { retry, relist: 300 })
      try {
        for await (const record of tailed.records()) return record.text
        return undefined
      } finally {
        tailed.close()
      }
    },
    value: 'ready',
  },
  followEvents: {
    paths: ['/info', '/version', '/events'],
    act: async (engine) => {
      const followed = followEvents(engine, { from: { since: '10m' }, retry })
      try {
        for await (const { event } of followed.events()) return event.Action
        return undefined
      } finally {
        followed.close()
      }
    },
    value: 'create',
  },
  'copyIn and copyOut': {
    paths: ['/containers/app/archive'],
    act: async (engine) => {
      await copyIn(engine, 'app', import.meta.filename, '/file')
      await copyOut(engine, 'app', '/file', folder)
      return true
    },
    value: true,
  },
}

type Seen = { value: unknown } | { error: unknown }

async function outcome(act: (engine: Engine) => Promise<unknown>): Promise<Seen> {
  const engine = connect({ host: server.host, apiVersion: '1.41' })
  let timer: NodeJS.Timeout | undefined
  const hang = new Promise<Seen>((resolve) => {
    timer = setTimeout(() => resolve({ error: new Error(`not ended within ${HANG_MS} ms`) }), HANG_MS)
  })
  try {
    return await Promise.race([
      hang,
      act(engine).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    ])
  } finally {
    clearTimeout(timer)
    await engine.close()
  }
}

function assertFair(what: string, seen: Seen): void {
  if ('value' in seen) return
  const { error } = seen
  assert.ok(error instanceof FairleadError, `${what}: ${(error as Error)?.stack}`)
  assert.notEqual(error.blame, 'caller', `${what}: ${error.code}: ${error.message}`)
}

/** Responses that the embedded engine does not have. */
const given: Record<string, unknown> = {
  '/system/df': {
    LayersSize: 7,
    Images: [{ Id: 'i', Containers: 1, SharedSize: 1, Size: 3 }],
    Containers: [{ Id: 'c', State: 'running', SizeRw: 2 }],
    Volumes: [{ Name: 'v', UsageData: { Size: 1, RefCount: 0 } }],
    BuildCache: [{ ID: 'b', Size: 5, InUse: false, Shared: false }],
  },
  '/networks': [{ Id: 'n', Name: 'bridge', Labels: {} }],
  '/volumes': { Volumes: [{ Name: 'v', Driver: 'local', Labels: null }], Warnings: null },
  '/events': {
    Type: 'container',
    Action: 'create',
    Actor: { ID: 'c', Attributes: { name: 'app' } },
    time: 1,
    timeNano: 2,
  },
}

/** What the Engine answers with. */
async function goodValue(path: string): Promise<unknown> {
  if (given[path] !== undefined) return given[path]
  const engine = connect({ host: server.host, apiVersion: '1.41' })
  try {
    return await engine.untyped.get(path, { query: path.endsWith('/stats') ? { stream: 0, 'one-shot': 1 } : undefined })
  } finally {
    await engine.close()
  }
}

const answerOf = (body: string) => ({ instead: { status: 200, type: 'application/json', body } })

/** Bodies that are wrong as a whole: none, half, none of JSON, deep and huge. */
const wholes = [
  '',
  '{"half":',
  'hello',
  '['.repeat(20_000) + ']'.repeat(20_000),
  JSON.stringify('x'.repeat(300_000)),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
]

for (const [name, { paths, act, value }] of Object.entries(acts)) {
  test(`${name}: good responses give the value`, async () => {
    assert.deepEqual(await outcome(act), { value })
  })

  for (const path of paths) {
    test(`${name}: ${path} of other shapes`, { timeout: 200_000 }, async () => {
      const real = path.replace('{id}', id)
      const isArchive = path.endsWith('/archive')
      const good = isArchive ? {} : await goodValue(real)
      const one = Array.isArray(good) ? good[0] : good
      const changed = [...mutations(one)].map(({ where, value }) => ({
        where,
        body: JSON.stringify(Array.isArray(good) && where !== '' ? [value] : value),
      }))
      const step = Math.max(1, Math.floor(changed.length / MOST))
      const offset = Math.trunc((isSoak ? Math.random() : 0.5) * step)
      const bodies = [
        ...changed.filter((_, at) => at % step === offset),
        ...wholes.map((body) => ({ where: 'whole', body })),
      ]
      for (const { where, body } of bodies) {
        // No container: a tail waits for the first one.
        if (name === 'tail' && (body === 'null' || body === '[]')) continue
        replaced = real
        const match = ({ path: asked }: { path: string }) => asked === real
        const remove = server.faults.add({ match, times: 1, plan: answerOf(body) })
        const seen = await outcome(act)
        remove()
        replaced = ''
        assertFair(`${name}: ${path} ${where}: ${body.slice(0, 200)}`, seen)
      }
    })
  }
}
