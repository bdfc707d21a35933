// The packed tarball in its users' projects: each is an empty folder into which npm installs it, with one program that follows the log of a
// container of the embedded engine. docs/projects.md has the same files. `node build/test/tools/projects.js [name …]`; `next`
// and `next-15` are large and run only if they are named.

import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../house/sources.ts'
import { eventually } from '../support/eventually.ts'
import { fetchRuntime } from './fetch-runtime.ts'

const run = promisify(execFile)
/** The limit for one command; a framework's build takes minutes on a busy machine. */
const LIMIT_MS = 600_000

const body = `
async function main() {
  const server = await EmbeddedEngine.start()
  server.image('greeter', async ({ stdout }) => void (await stdout.write('hello\\n')))
  const engine = connect(server.host)
  const { Id } = await engine.post('/containers/create', { body: { Image: 'greeter' } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  for await (const line of logs(engine, Id, { follow: true })) console.log(line.text)
  await engine.close()
  await server.close()
}
`
const imports = "import { connect, logs } from 'fairlead'\nimport { EmbeddedEngine } from 'fairlead/testing'\n"
const requires =
  "const { connect, logs } = require('fairlead')\nconst { EmbeddedEngine } = require('fairlead/testing')\n"
const program = `${imports}${body}\nawait main()\n`

interface Project {
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

const tsconfig = (options: object) =>
  JSON.stringify({
    compilerOptions: { strict: true, target: 'ES2022', types: ['node'], outDir: 'out', ...options },
    include: ['*.ts'],
  })
const TYPESCRIPT = ['typescript@~5.9.0', '@types/node@20']
const TSC = ['npx', '--no-install', 'tsc', '-p', '.']

const projects: Readonly<Record<string, Project>> = {
  esm: { type: 'module', files: { 'main.js': program }, commands: [['node', 'main.js']] },
  cjs: { type: 'commonjs', files: { 'main.js': `${requires}${body}\nmain()\n` }, commands: [['node', 'main.js']] },
  'typescript-node16': {
    type: 'module',
    packages: TYPESCRIPT,
    files: { 'main.ts': program, 'tsconfig.json': tsconfig({ module: 'Node16' }) },
    commands: [TSC, ['node', 'out/main.js']],
  },
  'typescript-bundler': {
    type: 'module',
    packages: [...TYPESCRIPT, 'esbuild'],
    files: {
      'main.ts': program,
      'tsconfig.json': tsconfig({ module: 'ESNext', moduleResolution: 'Bundler', noEmit: true }),
    },
    commands: [
      TSC,
      [
        'npx',
        '--no-install',
        'esbuild',
        'main.ts',
        '--bundle',
        '--platform=node',
        '--format=esm',
        '--outfile=out.mjs',
        '--log-level=error',
      ],
      ['node', 'out.mjs'],
    ],
  },
  'typescript-commonjs': {
    type: 'commonjs',
    packages: TYPESCRIPT,
    files: {
      'main.ts': `${imports}${body}\nvoid main()\n`,
      'tsconfig.json': tsconfig({ module: 'CommonJS', moduleResolution: 'Node10', esModuleInterop: true }),
    },
    commands: [TSC, ['node', 'out/main.js']],
  },
  jest: {
    type: 'commonjs',
    packages: ['jest@30'],
    files: {
      'main.test.js': `${requires}${body.replace('console.log(line.text)', 'expect(line.text).toBe("hello")')}
test('it follows', async () => {
  expect.assertions(1)
  await main()
})\n`,
    },
    commands: [
      ['npx', '--no-install', 'jest', '--ci'],
      ['echo', 'hello'],
    ],
  },
  webpack: {
    type: 'commonjs',
    packages: ['webpack@5', 'webpack-cli@6'],
    files: {
      'main.mjs': `${imports}${body}\nmain()\n`,
      'webpack.config.js':
        "module.exports = { mode: 'production', target: 'electron-main', entry: './main.mjs', output: { filename: 'main.cjs' } }\n",
    },
    commands: [
      ['npx', '--no-install', 'webpack'],
      ['node', 'dist/main.cjs'],
    ],
  },
  bun: { type: 'module', files: { 'main.ts': program }, commands: [['bun', 'main.ts']] },
  deno: { type: 'module', files: { 'main.ts': program }, commands: [['deno', 'run', '--allow-all', 'main.ts']] },
  next: nextProject('16'),
  'next-15': nextProject('15', 'commonjs'),
}

/** A route that streams a followed log as docs/projects.md shows it, with the embedded engine in the server's process. */
function nextProject(version: string, type?: Project['type']): Project {
  const files = {
    'app/layout.tsx':
      'export default ({ children }: { children: React.ReactNode }) => <html lang="en"><body>{children}</body></html>\n',
    'app/page.tsx': 'export default () => <p>logs</p>\n',
    'app/container.ts': `${imports.replace(', logs', '')}
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
  const server = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  const read = async (): Promise<{ first: string; busy: string | null }> => {
    const leaving = new AbortController()
    const response = await fetch(`http://127.0.0.1:${port}/log`, { signal: leaving.signal })
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
  } finally {
    const ended = once(server, 'exit')
    server.kill()
    await ended
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

const LARGE = ['next', 'next-15']

function pack(folder: string): string {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]
  const name = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  return path.join(folder, name)
}

async function tryProject(name: string, tarball: string, home: string): Promise<void> {
  const { type, packages = [], files, commands, check } = projects[name]!
  const folder = path.join(home, name)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, type }))
  const options = {
    cwd: folder,
    timeout: LIMIT_MS,
    maxBuffer: 1 << 26,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  }
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...packages], options)
  let printed = ''
  for (const [program = '', ...args] of commands) {
    const command = program === 'bun' || program === 'deno' ? fetchRuntime(program).command : program
    printed = (await run(command, args, options)).stdout
  }
  if (check !== undefined) printed = await check(folder)
  if (printed.trim() !== 'hello') throw new Error(`printed ${JSON.stringify(printed)}, expected hello`)
}

const home = mkdtempSync(path.join(tmpdir(), 'fairlead-projects-'))
const tarball = pack(home)
const named = process.argv.slice(2)
let failed = 0
for (const name of named.length > 0 ? named : Object.keys(projects).filter((one) => !LARGE.includes(one))) {
  const began = performance.now()
  try {
    await tryProject(name, tarball, home)
    console.log(`${name}: ok, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  } catch (error) {
    failed++
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string }
    console.error(`${name}: ${message}\n${stdout}${stderr}`.trimEnd())
  }
}
rmSync(home, { recursive: true, force: true })
if (failed > 0) process.exitCode = 1
