// The package in its users' projects: packed, unpacked into a project of ES modules and one of CommonJS, and compiled with every
// TypeScript from 5.4 on, with each module resolution, strictly, with the declarations checked too. Then run by Jest, whose loader
// supports CommonJS only. FAIRLEAD_SOAK: all combinations. `node build/test/tools/consumers.js [version …]`

import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../house/sources.ts'
import { isSoak } from '../support/soak.ts'

const run = promisify(execFile)

const VERSIONS = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0']
/** The oldest, and the last of each major version: every way to resolve and every set of options. */
const IN_WHOLE = ['5.4', '5.9', '6.0', '7.0']
const IN_SHORT = ['nodenext-exact', 'bundler-exact', 'commonjs/commonjs-nodenext']
/** How many compilers run at a time. */
const AT_ONCE = 2
/** The limit for one compiler in ms, far above the two seconds that it takes. */
const LIMIT_MS = 120_000

interface Way {
  name: string
  options: Record<string, unknown>
  /** The first TypeScript without it. */
  until?: string
}

const RESOLUTIONS: Way[] = [
  { name: 'node16', options: { module: 'Node16', moduleResolution: 'Node16' } },
  { name: 'nodenext', options: { module: 'NodeNext', moduleResolution: 'NodeNext' } },
  { name: 'bundler', options: { module: 'ESNext', moduleResolution: 'Bundler' } },
]
const OPTIONS: Way[] = [
  { name: 'exact', options: { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true } },
  // The options of most projects: no `using`, and undefined allowed for optional properties.
  { name: 'plain', options: { lib: ['ES2022'], target: 'ES2022', noUncheckedIndexedAccess: false } },
]
/** With the types of a browser. */
const DOM: Way = { name: 'dom', options: { lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'] } }
const COMMON = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  types: ['node'],
  strict: true,
  isolatedModules: true,
  skipLibCheck: false,
  noEmit: true,
}

/** For a project whose own files are CommonJS. */
const COMMONJS: Way[] = [
  { name: 'commonjs-node16', options: { module: 'Node16', moduleResolution: 'Node16' } },
  { name: 'commonjs-nodenext', options: { module: 'NodeNext', moduleResolution: 'NodeNext' } },
  // Ignores "exports". TypeScript 6 requires another option for it, and 7 has it no longer.
  {
    name: 'commonjs-node10',
    options: { module: 'CommonJS', moduleResolution: 'Node10', esModuleInterop: true },
    until: '6.0',
  },
]
const JESTS = ['29', '30']

/** The compilers, kept between runs. Those that cannot be fetched are omitted and reported. */
function fetchCompilers(versions: readonly string[]): Map<string, string> {
  const folder = path.join(tmpdir(), 'fairlead-compilers')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}')
  const place = (version: string) => path.join(folder, 'node_modules', `typescript-${version}`, 'bin', 'tsc')
  for (const version of versions.filter((version) => !existsSync(place(version)))) {
    const name = `typescript-${version}@npm:typescript@~${version}.0`
    try {
      const how = ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
      const kept = versions
        .filter((one) => existsSync(place(one)))
        .map((one) => `typescript-${one}@npm:typescript@~${one}.0`)
      execFileSync('npm', [...how, name, ...kept], { cwd: folder, stdio: 'pipe', timeout: LIMIT_MS })
    } catch (error) {
      console.error(`TypeScript ${version} cannot be fetched: ${String(error).split('\n')[0]}`)
    }
  }
  return new Map(versions.filter((one) => existsSync(place(one))).map((one) => [one, place(one)]))
}

/** A project that has the package as npm would unpack it, Node's types, and the programs of test/consumer. */
function makeProject(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-consumer-'))
  const modules = path.join(folder, 'node_modules')
  mkdirSync(path.join(modules, 'fairlead'), { recursive: true })
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]
  const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  execFileSync('tar', [
    '-xzf',
    path.join(folder, tarball),
    '-C',
    path.join(modules, 'fairlead'),
    '--strip-components=1',
  ])
  for (const name of ['@types/node', 'undici-types']) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true })
    symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name))
  }
  cpSync(path.join(root, 'test/consumer'), path.join(folder, 'src'), { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}')
  for (const resolution of RESOLUTIONS) {
    for (const { name, options } of [...OPTIONS, DOM]) {
      const compilerOptions = { ...COMMON, ...resolution.options, ...options }
      const text = JSON.stringify({ compilerOptions, include: ['src'] })
      writeFileSync(path.join(folder, `${resolution.name}-${name}.json`), text)
    }
  }
  // The same programs as CommonJS, with each entry point imported and required, and one ES module among them.
  const commonjs = path.join(folder, 'commonjs')
  cpSync(path.join(root, 'test/consumer'), path.join(commonjs, 'src'), { recursive: true })
  cpSync(path.join(root, 'test/consumer-commonjs'), path.join(commonjs, 'src'), { recursive: true })
  writeFileSync(path.join(commonjs, 'package.json'), '{"private":true}')
  for (const { name, options } of COMMONJS) {
    const compilerOptions = { ...COMMON, ...options, ...OPTIONS[0]!.options }
    writeFileSync(path.join(commonjs, `${name}.json`), JSON.stringify({ compilerOptions, include: ['src'] }))
  }
  return folder
}

/** Runs test/consumer-jest in the project with each Jest, and returns the failures. */
async function runJests(folder: string): Promise<string[]> {
  const wrong: string[] = []
  for (const version of JESTS) {
    const home = path.join(tmpdir(), `fairlead-jest-${version}`)
    const bin = path.join(home, 'node_modules', 'jest', 'bin', 'jest.js')
    const project = path.join(folder, `jest-${version}`)
    cpSync(path.join(root, 'test/consumer-jest'), project, { recursive: true })
    writeFileSync(path.join(project, 'package.json'), '{"private":true}')
    try {
      if (!existsSync(bin)) {
        mkdirSync(home, { recursive: true })
        writeFileSync(path.join(home, 'package.json'), '{"private":true}')
        const how = ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
        await run('npm', [...how, `jest@${version}`], { cwd: home, timeout: 2 * LIMIT_MS })
      }
      await run(process.execPath, [bin, '--ci', '--rootDir', project], { cwd: project, timeout: LIMIT_MS })
    } catch (error) {
      const { stderr = '', message } = error as Error & { stderr?: string }
      wrong.push(`Jest ${version}:\n${stderr.split('\n').slice(0, 40).join('\n') || message}`)
    }
  }
  return wrong
}

async function check(compiler: string, folder: string, project: string): Promise<string> {
  try {
    const args = [compiler, '-p', path.join(folder, `${project}.json`), '--pretty', 'false']
    await run(process.execPath, args, { cwd: folder, timeout: LIMIT_MS, maxBuffer: 1 << 24 })
    return ''
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string }
    return stdout.split('\n').slice(0, 12).join('\n') || message
  }
}

/** What a TypeScript between others has of its own is found by one way of each kind; a soak, and a version that is named, takes all. */
function waysOf(version: string): string[] {
  const every = [
    ...projects,
    ...COMMONJS.filter(({ until }) => until === undefined || Number(version) < Number(until)).map(
      ({ name }) => `commonjs/${name}`,
    ),
  ]
  return named.length > 0 || isSoak || IN_WHOLE.includes(version)
    ? every
    : every.filter((way) => IN_SHORT.includes(way))
}

const named = process.argv.slice(2)
const wanted = named.length > 0 ? named : VERSIONS
const compilers = fetchCompilers(wanted)
const folder = makeProject()
const projects = RESOLUTIONS.map(({ name }) => `${name}-exact`).concat('nodenext-plain', 'nodenext-dom')
const jobs = [...compilers].flatMap(([version, compiler]) =>
  waysOf(version).map((project) => ({ version, compiler, project })),
)
let failed = 0
const began = performance.now()

async function work(): Promise<void> {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const complaint = await check(job.compiler, folder, job.project)
    if (complaint === '') continue
    failed++
    console.error(`TypeScript ${job.version}, ${job.project}:\n${complaint}`)
  }
}

const total = jobs.length
await Promise.all(Array.from({ length: AT_ONCE }, work))
const jests = await runJests(folder)
for (const complaint of jests) console.error(complaint)
failed += jests.length
rmSync(folder, { recursive: true, force: true })
const seconds = ((performance.now() - began) / 1000).toFixed(0)
console.log(
  `${total + JESTS.length - failed} of ${total + JESTS.length} checks passed in ${seconds} s: TypeScript ${[...compilers.keys()].join(', ')}; Jest ${JESTS.join(', ')}`,
)
if (failed > 0 || compilers.size < wanted.length) process.exitCode = 1
