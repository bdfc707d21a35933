// What is installed and what is bundled. Installed: a package and all that it depends on, found as Node finds it, every
// file counted with its length. Bundled: by esbuild, one minified file that does the main job, then gzip.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import esbuild from 'esbuild'

const bench = fileURLToPath(new URL('../../', import.meta.url))

interface Manifest {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export interface Installed {
  packages: number
  bytes: number
}

/** `name` and what it needs, as they lie in bench/node_modules. */
export function installed(name: string): Installed {
  const folders = new Set<string>()
  collect(name, bench, folders)
  let bytes = 0
  for (const folder of folders) bytes += sizeOf(folder)
  return { packages: folders.size, bytes }
}

function collect(name: string, from: string, found: Set<string>): void {
  const folder = resolve(name, from)
  if (folder === undefined || found.has(folder)) return // an optional one that is not there
  found.add(folder)
  const { dependencies, optionalDependencies } = manifestOf(folder)
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) collect(next, folder, found)
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function resolve(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const here = join(folder, 'node_modules', name)
    if (existsSync(join(here, 'package.json'))) return realpathSync(here)
    if (folder === dirname(folder)) return undefined
  }
}

// fairlead lies here as a checkout: what npm would publish of it counts.
function sizeOf(folder: string): number {
  if (folder.includes('node_modules')) return bytesUnder(folder)
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const printed = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  // npm 12 prints an object by package name, earlier ones an array.
  return Object.values(JSON.parse(printed) as Record<string, { unpackedSize: number }>)[0]!.unpackedSize
}

function bytesUnder(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.size
  // Nested packages are counted as packages.
  const names = readdirSync(path).filter((name) => name !== 'node_modules')
  return names.reduce((sum, name) => sum + bytesUnder(join(path, name)), 0)
}

export interface Bundled {
  minified: number
  gzipped: number
}

/** One file of `job` for Node; native addons stay outside, and are not counted. */
export async function bundled(job: string): Promise<Bundled> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: job, resolveDir: bench, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['*.node', 'cpu-features'],
    logLevel: 'silent',
  })
  const bytes = outputFiles[0]!.contents
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length }
}
