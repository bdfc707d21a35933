// The packed tarball in its users' projects: each is an empty folder into which npm installs it, with one program that follows the log of a
// container of the embedded engine. docs/projects.md has the same files. `node build/test/tools/projects.js [name …]`; `next`
// and `next-15` are large and run only if they are named.

import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../house/sources.ts'
import { fetchRuntime } from './fetch-runtime.ts'
import { nextProject, type Project, TYPESCRIPT } from './next-project.ts'

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

/** The body as one test, which fails without a line, too. */
const asserting = (check: string) =>
  `let lines = 0\n${body.replace('console.log(line.text)', `(lines++, ${check})`)}
it('follows', async () => {
  await main()
  if (lines !== 1) throw new Error(\`\${lines} lines\`)
})\n`

const tsconfig = (options: object) =>
  JSON.stringify({
    compilerOptions: { strict: true, target: 'ES2022', types: ['node'], outDir: 'out', ...options },
    include: ['*.ts'],
  })
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
  mocha: {
    type: 'module',
    packages: ['mocha@11'],
    files: {
      'main.test.mjs': `import { equal } from 'node:assert/strict'\n${imports}${asserting('equal(line.text, "hello")')}`,
    },
    commands: [
      ['npx', '--no-install', 'mocha', 'main.test.mjs'],
      ['echo', 'hello'],
    ],
  },
  vitest: {
    type: 'module',
    packages: ['vitest@4'],
    files: {
      'main.test.ts': `import { expect, it } from 'vitest'\n${imports}${asserting('expect(line.text).toBe("hello")')}`,
    },
    commands: [
      ['npx', '--no-install', 'vitest', 'run'],
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

const LARGE = ['next', 'next-15']

function pack(folder: string): string {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]
  const name = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  return path.join(folder, name)
}

/** The versions that npm installed of the packages beside the tarball: `next 16.4.6`. */
function installed(folder: string): string[] {
  const manifest = (place: string) => JSON.parse(readFileSync(path.join(folder, place, 'package.json'), 'utf8'))
  const names = Object.keys(manifest('').dependencies).filter((name) => name !== 'fairlead')
  return names.map((name) => `${name} ${manifest(path.join('node_modules', name)).version}`)
}

/** Returns what it was tried with. */
async function tryProject(name: string, tarball: string, home: string): Promise<string[]> {
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
  return installed(folder)
}

const home = mkdtempSync(path.join(tmpdir(), 'fairlead-projects-'))
const tarball = pack(home)
const named = process.argv.slice(2)
let failed = 0
for (const name of named.length > 0 ? named : Object.keys(projects).filter((one) => !LARGE.includes(one))) {
  const began = performance.now()
  try {
    const versions = await tryProject(name, tarball, home)
    console.log(`${name}: ok, ${((performance.now() - began) / 1000).toFixed(0)} s ${versions.join(', ')}`.trimEnd())
  } catch (error) {
    failed++
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string }
    console.error(`${name}: ${message}\n${stdout}${stderr}`.trimEnd())
  }
}
rmSync(home, { recursive: true, force: true })
if (failed > 0) process.exitCode = 1
