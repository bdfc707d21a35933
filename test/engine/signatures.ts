// What a call gives, by type: the compiler holds each line to the type that stands with it. Never run.

import type {
  AuthConfig,
  ByteResponse,
  EmptyResponse,
  Engine,
  FrameResponse,
  Head,
  JsonResponse,
  OptionsOf,
  RecordResponse,
  Schema,
  TextResponse,
  Tunnel,
} from '../../src/index.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function is<_ extends true>(): void {}

const path = { id: 'web' }

export async function values(engine: Engine) {
  const list = await engine.get('/containers/json')
  is<Same<typeof list, Schema.ContainerSummary[]>>()
  const inspected = await engine.get('/containers/{id}/json', { path })
  is<Same<typeof inspected, Schema.ContainerInspectResponse>>()
  const started = await engine.post('/containers/{id}/start', { path })
  is<Same<typeof started, undefined>>()
  const login = await engine.post('/auth', { body: {} })
  is<Same<typeof login, Schema.AuthResponse | undefined>>()
  const ping = await engine.get('/_ping')
  is<Same<typeof ping, string>>()
  const node = await engine.post('/swarm/init', { body: {} })
  is<Same<typeof node, string>>()
  const put = await engine.put('/containers/{id}/archive', { path, query: { path: '/' }, body: 'tar' })
  is<Same<typeof put, undefined>>()
  const deleted = await engine.delete('/images/{name}', { path: { name: 'a' } })
  is<Same<typeof deleted, Schema.ImageDeleteResponseItem[]>>()
  const head = await engine.head('/_ping')
  is<Same<typeof head, Head>>()
}

export async function responses(engine: Engine) {
  const log = await engine.request('GET', '/containers/{id}/logs', { path })
  is<Same<typeof log, FrameResponse>>()
  const events = await engine.request('GET', '/events')
  is<Same<typeof events, RecordResponse<Schema.EventMessage>>>()
  const stats = await engine.request('GET', '/containers/{id}/stats', { path })
  is<Same<typeof stats, RecordResponse<Schema.ContainerStatsResponse>>>()
  const archive = await engine.request('GET', '/containers/{id}/export', { path })
  is<Same<typeof archive, ByteResponse>>()
  const info = await engine.request('GET', '/info')
  is<Same<typeof info, JsonResponse<Schema.SystemInfo>>>()
  const login = await engine.request('POST', '/auth')
  is<Same<typeof login, JsonResponse<Schema.AuthResponse>>>()
  const ping = await engine.request('GET', '/_ping')
  is<Same<typeof ping, TextResponse>>()
  const started = await engine.request('POST', '/containers/{id}/start', { path })
  is<Same<typeof started, EmptyResponse>>()
  const stat = await engine.request('HEAD', '/containers/{id}/archive', { path, query: { path: '/' } })
  is<Same<typeof stat, EmptyResponse>>()
  const tunnel = await engine.tunnel('/containers/{id}/attach', { path })
  is<Same<typeof tunnel, Tunnel>>()
}

/** What may be undefined, may: both with exactOptionalPropertyTypes and without. */
export async function undefinedToo(engine: Engine, name: string | undefined, signal: AbortSignal | undefined) {
  const maybe = { query: { name }, body: { Image: 'a', Cmd: undefined, HostConfig: undefined }, signal }
  await engine.post('/containers/create', maybe)
  await engine.get('/containers/json', { query: undefined, signal })
  await engine.get('/containers/json', undefined)
}

/** Lists that cannot be written to are sent as well. */
export async function readonlyLists(engine: Engine, cmd: readonly string[]) {
  const ports = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } }
  await engine.post('/containers/create', { body: { Image: 'a', Cmd: cmd, ...ports } } as const)
}

/** A function of one's own over any path that has a value. */
export async function wrapped(engine: Engine) {
  type Listed = OptionsOf<'GET', '/containers/json'>
  const options: Listed = { query: { all: true } }
  await engine.get('/containers/json', options)
  is<Same<OptionsOf<'POST', '/images/{name}/push'>['auth'], AuthConfig>>()
  is<Same<OptionsOf<'POST', '/images/create'>['auth'], AuthConfig | undefined>>()
}
