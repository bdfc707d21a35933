// Every recipe of the package, with correct responses to its requests and the value that it resolves with: see shapes.test.ts.

import type { Engine } from '../../src/index.ts'
import * as fairlead from '../../src/index.ts'

export const ID = 'c0ffee'
export const DIGEST = `sha256:${'ab'.repeat(32)}`
const IMAGE = `sha256:${'cd'.repeat(32)}`
export const STAT = { name: 'etc', size: 4096, mode: 2147484141, mtime: '2024-01-02T03:04:05Z', linkTarget: '' }

/** A recipe and correct responses, each one JSON value or several records. */
export interface Recipe {
  /** Calls the recipe; resolves with the value to compare with `result`. */
  act(engine: Engine): Promise<unknown>
  result: unknown
  /** By `METHOD path`: the JSON values of the response, one per line. */
  responses: Readonly<Record<string, readonly unknown[]>>
}

const container = { Id: ID, Name: '/web', Config: { Tty: false, Image: 'a' } }
const inspectContainer = { [`GET /containers/${ID}/json`]: [container] }
const execState = { ID: 'e1', Running: false, ExitCode: 3, Pid: 12 }
const sample = { read: '2024-01-02T03:04:05Z', cpu_stats: { cpu_usage: { total_usage: 1 } } }
const happened = {
  Type: 'container',
  Action: 'start',
  Actor: { ID, Attributes: { name: 'web' } },
  time: 1,
  timeNano: 2,
}
const execResponses = {
  [`POST /containers/${ID}/exec`]: [{ Id: 'e1' }],
  'GET /exec/e1/json': [execState],
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const item of items) gathered.push(item)
  return gathered
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await all(bytes)).toString()
}

export const recipes: Record<string, Recipe> = {
  attach: {
    act: async (engine) => text(await fairlead.attach(engine, ID)),
    result: 'hello',
    responses: inspectContainer,
  },
  build: {
    act: (engine) => fairlead.build(engine, 'tar').done(),
    result: { imageId: IMAGE },
    responses: { 'POST /build': [{ stream: 'Step 1/1' }, { aux: { ID: IMAGE } }, { stream: 'Successfully built\n' }] },
  },
  copyFrom: {
    act: async (engine) => (await fairlead.copyFrom(engine, ID, '/etc')).stat.name,
    result: 'etc',
    responses: { [`GET /containers/${ID}/archive`]: [STAT] },
  },
  copyTo: {
    act: (engine) => fairlead.copyTo(engine, ID, '/etc', 'tar'),
    result: undefined,
    responses: { [`PUT /containers/${ID}/archive`]: [{}] },
  },
  events: {
    act: (engine) => all(fairlead.events(engine, { until: 1 })),
    result: [happened],
    responses: { 'GET /events': [happened] },
  },
  exec: {
    act: (engine) => fairlead.exec(engine, ID, ['true'], { tty: true }),
    result: { exitCode: 3, stdout: 'hello', stderr: '' },
    responses: execResponses,
  },
  execDetached: {
    act: (engine) => fairlead.execDetached(engine, ID, ['true']),
    result: 'e1',
    responses: { [`POST /containers/${ID}/exec`]: [{ Id: 'e1' }], 'POST /exec/e1/start': [{}] },
  },
  exportContainer: {
    act: async (engine) => (await fairlead.exportContainer(engine, ID)).status,
    result: 200,
    responses: { [`GET /containers/${ID}/export`]: [{}] },
  },
  importImage: {
    act: (engine) => fairlead.importImage(engine, 'tar').done(),
    result: { imageId: IMAGE },
    responses: { 'POST /images/create': [{ status: IMAGE }] },
  },
  load: {
    act: (engine) => fairlead.load(engine, 'tar').done(),
    result: { images: ['a:latest', DIGEST] },
    responses: { 'POST /images/load': [{ stream: `Loaded image: a:latest\nLoaded image ID: ${DIGEST}\n` }] },
  },
  logs: {
    act: async (engine) => (await all(fairlead.logs(engine, ID))).map((line) => line.text),
    result: ['x'],
    responses: inspectContainer,
  },
  pull: {
    act: (engine) => fairlead.pull(engine, 'a').done(),
    result: { digest: DIGEST, status: 'Downloaded' },
    responses: { 'POST /images/create': [{ status: `Digest: ${DIGEST}\nStatus: Downloaded`, id: '' }] },
  },
  push: {
    act: (engine) => fairlead.push(engine, 'a').done(),
    result: { digest: DIGEST, tags: [{ tag: 'latest', digest: DIGEST, size: 525 }] },
    responses: {
      'POST /images/a/push': [
        { status: `latest: digest: ${DIGEST} size: 525` },
        { progressDetail: {}, aux: { Tag: 'latest', Digest: DIGEST, Size: 525 } },
      ],
    },
  },
  resize: {
    act: (engine) => fairlead.resize(engine, { container: ID }, { rows: 1, columns: 2 }),
    result: undefined,
    responses: { [`POST /containers/${ID}/resize`]: [{}] },
  },
  run: {
    act: (engine) => fairlead.run(engine, { Image: 'a', Tty: true }),
    result: { id: ID, exitCode: 3, stdout: 'hello', stderr: '' },
    responses: {
      'POST /containers/create': [{ Id: ID, Warnings: [] }],
      [`POST /containers/${ID}/wait`]: [{ StatusCode: 3, Error: null }],
      [`POST /containers/${ID}/start`]: [{}],
      [`DELETE /containers/${ID}`]: [{}],
    },
  },
  save: {
    act: async (engine) => (await fairlead.save(engine, 'a')).status,
    result: 200,
    responses: { 'GET /images/a/get': [{}] },
  },
  startExec: {
    act: async (engine) => {
      const session = await fairlead.startExec(engine, ID, ['true'], { tty: true })
      return [await text(session.tunnel), await session.exitCode()]
    },
    result: ['hello', 3],
    responses: execResponses,
  },
  statPath: {
    act: async (engine) => (await fairlead.statPath(engine, ID, '/etc')).name,
    result: 'etc',
    responses: { [`HEAD /containers/${ID}/archive`]: [STAT] },
  },
  stats: {
    act: (engine) => all(fairlead.stats(engine, ID)),
    result: [sample, sample],
    responses: { [`GET /containers/${ID}/stats`]: [sample, sample] },
  },
  statsOnce: {
    act: (engine) => fairlead.statsOnce(engine, ID),
    result: sample,
    responses: { [`GET /containers/${ID}/stats`]: [sample] },
  },
  wait: {
    act: async (engine) => (await fairlead.wait(engine, ID)).exit,
    result: { exitCode: 3 },
    responses: { [`POST /containers/${ID}/wait`]: [{ StatusCode: 3, Error: null }] },
  },
  'Engine.version': {
    act: async (engine) => (await engine.version()).server,
    result: { ApiVersion: '1.41', Version: '20.10' },
    responses: { 'GET /version': [{ ApiVersion: '1.41', Version: '20.10' }] },
  },
  'Engine.tunnel': {
    act: async (engine) => (await engine.tunnel('/containers/{id}/attach', { path: { id: ID } })).multiplexed,
    result: true,
    responses: inspectContainer,
  },
}
