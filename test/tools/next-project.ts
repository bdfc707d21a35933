// What a project is that the packed tarball is tried in, and the one of Next.js: a route that streams a followed log as docs/projects.md
// shows it. projects.ts runs them.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { eventually } from '../support/eventually.ts'

export const TYPESCRIPT = ['typescript@~5.9.0', '@types/node@20']

export interface Project {
  /** The manifest's type; none for a project that its framework compiles. */
  type?: 'module' | 'commonjs'
  /** Packages beside the tarball. */
  packages?: readonly string[]
  files: Readonly<Record<string, string>>
  /** Commands, in order; the last has to print hello. `bun` and `deno` are fetched. */
  commands: readonly (readonly string[])[]
  /** Instead of the last command's output. */
  check?(folder: string): Promise<string>
}

/** A route that streams a followed log as docs/projects.md shows it, with the embedded engine in the server's process. */
export function nextProject(version: string, type?: Project['type']): Project {
  const files = {
    'app/layout.tsx':
      'export default ({ children }: { children: React.ReactNode }) => <html lang="en"><body>{children}</body></html>\n',
    'app/page.tsx': 'export default () => <p>logs</p>\n',
    'app/container.ts': `import { connect } from 'fairlead'
import { EmbeddedEngine } from 'fairlead/testing'

let started: Promise<{ engine: ReturnType<typeof connect>; id: string }> | undefined
async function start() {
  const server = await EmbeddedEngine.start()
  server.image('greeter', async ({ stdout, signal, sleep }) => {
    await stdout.write('hello\\n')
    while (!signal.aborted) await sleep(1000)
  })
  const engine = connect(server.host)
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'greeter' } })
  await engine.post('/containers/{id}/start', { path: { id } })
  return { engine, id }
}
export const container = () => (started ??= start())
`,
    'app/log/route.ts': `import { outputs } from 'fairlead/web'
import { container } from '../container'
export const dynamic = 'force-dynamic'
export async function GET(request: Request): Promise<Response> {
  const { engine, id } = await container()
  const query = { follow: true, stdout: true }
  const log = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query, signal: request.signal })
  const { stdout, stderr } = outputs(log)
  await stderr.cancel()
  const busy = { 'x-busy': String(engine.connections.busy) }
  return new Response(stdout as ReadableStream, { headers: { 'content-type': 'text/plain; charset=utf-8', ...busy } })
}\n`,
  }
  return {
    ...(type && { type }),
    packages: [`next@${version}`, 'react@19', 'react-dom@19', ...TYPESCRIPT, '@types/react@19'],
    files,
    commands: [['npx', '--no-install', 'next', 'build']],
    check: readRoute,
  }
}

/** Starts the built server, and reads the route twice: the log is not over at its first line, and leaving it closes its connection to the Engine. */
async function readRoute(folder: string): Promise<string> {
  const port = await freePort()
  const args = ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)]
  const server = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const output of [server.stdout, server.stderr]) output.setEncoding('utf8').on('data', (text) => (said += text))
  const read = async (): Promise<{ first: string; busy: string | null }> => {
    const leaving = new AbortController()
    const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(20_000)])
    const response = await fetch(`http://127.0.0.1:${port}/log`, { signal })
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
    const { value } = await response.body!.getReader().read()
    leaving.abort()
    return { first: new TextDecoder().decode(value), busy: response.headers.get('x-busy') }
  }
  try {
    await eventually(read, { within: 60_000, every: 500 })
    return await eventually(
      async () => {
        const { first, busy } = await read()
        if (busy !== '1') throw new Error(`${busy} connections are busy: the log of a reader that left is still open`)
        return first
      },
      { within: 20_000, every: 1000 },
    )
  } catch (error) {
    throw new Error(`${(error as Error).message}; exit code ${server.exitCode}; the server printed:\n${said}`)
  } finally {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
