// The runtimes that the tests are run on besides the one at hand: fetched from npm into a folder that is kept, by the names
// `node@22`, `node@latest`, `bun`, `deno`; and what each of them is known not to pass, with the reason.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../house/sources.ts'

/** A program that runs test files. */
export interface Runtime {
  /** As asked for, and the version that it has. */
  name: string
  version: string
  command: string
  /** What to say to it before the name of a test file; Node takes the project's own runner. */
  test: readonly string[] | undefined
}

/** A test that fails there: a part of its name, with those it is in. docs/runtimes.md has the same. */
export interface Known {
  test: string
  because: string
}

/** Survives `npm run build:all`, not `npm ci`. */
const KEPT = path.join(root, 'node_modules', '.cache', 'fairlead-runtimes')

/** The package whose program it is. Node's own `node` package would have to run a script to fetch this one. */
function packageOf(name: string): string {
  return name.replace(/^node(?=@|$)/, `node-${process.platform}-${process.arch}`)
}

/** Fetches it where it is not there yet. Throws when it cannot be fetched or does not run. */
export function fetchRuntime(name: string): Runtime {
  const folder = path.join(KEPT, name)
  const kind = name.replace(/@.*/, '')
  const bin = packageOf(kind)
  const command =
    kind === 'node'
      ? path.join(folder, 'node_modules', bin, 'bin', 'node')
      : path.join(folder, 'node_modules/.bin', kind)
  if (!existsSync(command)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'package.json'), '{}')
    const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', packageOf(name)]
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const [version = ''] = execFileSync(command, ['--version'], { encoding: 'utf8' }).split('\n')
  return { name, version, command, test: TEST[kind] }
}

const TEST: Readonly<Record<string, readonly string[]>> = {
  bun: ['test', '--timeout', '120000'],
  deno: ['test', '--allow-all', '--no-check'],
}

export const known: Readonly<Record<string, readonly Known[]>> = {
  bun: [
    { test: 'more than a string can hold is told', because: 'its strings may be longer than those of Node' },
    { test: 'a signal ends pipe(): it rejects', because: 'the runtime opens a descriptor of its own meanwhile' },
  ],
  deno: [
    {
      test: 'lets go of a client that has gone',
      because: 'that a client is gone is told only by the next write to it',
    },
    { test: 'one connection carries answers of every kind', because: 'its node:test forgets t.after() within suites' },
    {
      test: 'blocks a program whose client does not read',
      because: 'a busy machine needs more than 5 s for 16 MB there',
    },
    { test: 'lets the process end', because: 'its program has no -e' },
  ],
}

/** The names of the tests that failed, from what the runtime's own runner printed. */
export function failuresIn(printed: string): string[] {
  const found = new Set<string>()
  for (const line of printed.split('\n')) {
    const bun = /^\(fail\) (.*?)(?: \[[\d.]+m?s\])?$/.exec(line)
    const deno = /^\s*(.*?) \.\.\. FAILED(?! \(due to)/.exec(line)
    const name = bun?.[1] ?? deno?.[1]
    if (name !== undefined) found.add(name)
  }
  return [...found]
}
