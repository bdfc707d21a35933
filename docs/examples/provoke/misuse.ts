// Errors that are the caller's: what a program asks for and cannot have. Most are found before anything is sent.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { type ConnectOptions, connect, credentials, type Engine, pull } from 'fairlead'
import { createFetch } from 'fairlead/fetch'
import { buildContext, copyOut } from 'fairlead/files'
import { EmbeddedEngine } from 'fairlead/testing'

/** Calls an embedded engine, whose image `app` runs until it is stopped. */
export async function withEngine(
  call: (engine: Engine, server: EmbeddedEngine) => Promise<unknown>,
  options: ConnectOptions = {},
): Promise<unknown> {
  const server = await EmbeddedEngine.start()
  const engine = connect({ host: server.host, ...options })
  server.image('app', async ({ stdout, sleep }) => {
    await stdout.write('a line\n')
    await sleep(600_000)
  })
  try {
    return await call(engine, server)
  } finally {
    await engine.close()
    await server.close()
  }
}

/** Calls with a folder that is removed afterwards. */
async function withFolder(call: (folder: string) => Promise<unknown>): Promise<unknown> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-provoke-'))
  try {
    return await call(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const drain = async (iterable: AsyncIterable<unknown>) => {
  for await (const _ of iterable);
}
/** Creates and starts `web`. */
export async function startWeb(
  engine: Engine,
  body: { Image: string; [field: string]: unknown } = { Image: 'app' },
): Promise<void> {
  await engine.post('/containers/create', { query: { name: 'web' }, body })
  await engine.post('/containers/{id}/start', { path: { id: 'web' } })
}
const archive = { path: { id: 'web' }, query: { path: '/tmp' } }
const failing = () =>
  new Readable({
    read() {
      this.destroy(new Error('the disk is gone'))
    },
  })

export const misused: Readonly<Record<string, () => Promise<unknown>>> = {
  ERR_OPTION: async () => connect({ hosst: 'tcp://10.0.0.1:2375' } as never),
  ERR_ENDPOINT: async () => connect('ftp://10.0.0.1'),
  ERR_CONTEXT: async () => connect({ context: 'no-such-context' }),
  ERR_PATH: () => withEngine((engine) => engine.get('/containers/{id}/json', { path: { id: '..' } })),
  ERR_REQUEST_SYNTAX: () =>
    withEngine((engine) => engine.get('/info', { headers: { 'X-Name': 'one\r\nX-Other: two' } })),
  ERR_BODY_TOO_LARGE: () => withEngine(async (engine) => (await engine.request('GET', '/info')).bytes({ limit: 10 })),
  ERR_BODY_TAKEN: () =>
    withEngine(async (engine) => {
      const response = await engine.request('GET', '/info')
      await response.json()
      return response.json()
    }),
  ERR_BODY_UNTAKEN: () =>
    withEngine(
      async (engine) => {
        await startWeb(engine)
        const query = { follow: true, stdout: true }
        const response = await engine.request('GET', '/containers/{id}/logs', { path: { id: 'web' }, query })
        await new Promise((resolve) => setTimeout(resolve, 400))
        return drain(response)
      },
      { timeouts: { untaken: 100 } },
    ),
  ERR_UPLOAD_LENGTH: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      await engine.put('/containers/{id}/archive', {
        ...archive,
        body: Readable.from([Buffer.from('two')]),
        bodyLength: 5,
      })
    }),
  ERR_UPLOAD_SOURCE: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      await engine.put('/containers/{id}/archive', { ...archive, body: failing() })
    }),
  ERR_OUTPUT: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      const query = { follow: true, stdout: true }
      const response = await engine.request('GET', '/containers/{id}/logs', { path: { id: 'web' }, query })
      const full = new Writable({ write: (_bytes, _encoding, done) => done(new Error('no space left')) })
      return response.pipe({ stdout: full })
    }),
  ERR_POOL_TIMEOUT: () =>
    withEngine(
      async (engine) => {
        await startWeb(engine)
        const waiting = engine.post('/containers/{id}/wait', { path: { id: 'web' } })
        waiting.catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 100))
        return engine.get('/info')
      },
      { pool: { connections: 1, waitMs: 100 } },
    ),
  ERR_ABORTED: () => withEngine((engine) => engine.get('/info', { signal: AbortSignal.abort() })),
  ERR_CLOSED: () =>
    withEngine(async (engine) => {
      await engine.close()
      return engine.get('/info')
    }),
  ERR_CREDENTIALS: () =>
    withFolder((folder) => {
      writeFileSync(path.join(folder, 'config.json'), '{"credsStore":"no-such-helper"}')
      return withEngine((engine) => pull(engine, 'app:2', { auth: credentials({ configDir: folder }) }).done())
    }),
  ERR_API_VERSION: () => withEngine((engine) => engine.get('/info', { requires: '1.45' })),
  ERR_LOCAL_FILE: () => drain(buildContext('/no/such/folder')),
  ERR_IGNORE: () =>
    withFolder((folder) => {
      writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch')
      return drain(buildContext(folder, { ignore: ['['] }))
    }),
  // A destination whose folder does not exist.
  ERR_COPY: () =>
    withEngine(async (engine) => {
      await startWeb(engine)
      return copyOut(engine, 'web', '/etc', '/no/such/folder/target')
    }),
  ERR_FETCH_TUNNEL: () =>
    withEngine((engine) =>
      createFetch(engine)('http://docker/containers/web/attach', { method: 'POST', headers: { Upgrade: 'tcp' } }),
    ),
}

/** A web server that is no Engine. */
export async function withWebServer(call: (host: string) => Promise<unknown>): Promise<unknown> {
  const server = createServer((_request, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<title>Not here</title>'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await call(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`)
  } finally {
    server.close()
  }
}
