// The package as its users get it, type-checked as they would: packed, unpacked into a project, and compiled with every TypeScript from
// 5.4 on, under each way to resolve modules, strictly, with the declarations checked too. `node build/test/consumers.js [version …]`

import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from './house/sources.ts'

const run = promisify(execFile)

const VERSIONS = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0']
/** How many compilers at a time. */
const AT_ONCE = 2
/** For one compiler, in ms: far above the two seconds that it takes. */
const LIMIT_MS = 120_000

interface Way {
  name: string
  options: Record<string, unknown>
}

const RESOLUTIONS: Way[] = [
  { name: 'node16', options: { module: 'Node16', moduleResolution: 'Node16' } },
  { name: 'nodenext', options: { module: 'NodeNext', moduleResolution: 'NodeNext' } },
  { name: 'bundler', options: { module: 'ESNext', moduleResolution: 'Bundler' } },
]
const OPTIONS: Way[] = [
  { name: 'exact', options: { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true } },
  // What most projects have: no `using`, undefined wherever something may be left out.
  { name: 'plain', options: { lib: ['ES2022'], target: 'ES2022', noUncheckedIndexedAccess: false } },
]
const COMMON = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  types: ['node'],
  strict: true,
  isolatedModules: true,
  skipLibCheck: false,
  noEmit: true,
}

/** The compilers, kept between runs; those that cannot be had are left out, and said. */
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
    for (const { name, options } of OPTIONS) {
      const compilerOptions = { ...COMMON, ...resolution.options, ...options }
      const text = JSON.stringify({ compilerOptions, include: ['src'] })
      writeFileSync(path.join(folder, `${resolution.name}-${name}.json`), text)
    }
  }
  return folder
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

const wanted = process.argv.length > 2 ? process.argv.slice(2) : VERSIONS
const compilers = fetchCompilers(wanted)
const folder = makeProject()
const projects = RESOLUTIONS.map(({ name }) => `${name}-exact`).concat('nodenext-plain')
const jobs = [...compilers].flatMap(([version, compiler]) =>
  projects.map((project) => ({ version, compiler, project })),
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
rmSync(folder, { recursive: true, force: true })
const seconds = ((performance.now() - began) / 1000).toFixed(0)
console.log(
  `${total - failed} of ${total} type checks passed in ${seconds} s: TypeScript ${[...compilers.keys()].join(', ')}`,
)
if (failed > 0 || compilers.size < wanted.length) process.exitCode = 1
