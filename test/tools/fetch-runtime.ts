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
  /** The arguments before the name of a test file; Node uses the project's own runner. */
  test: readonly string[] | undefined
}

/** A test that fails on a runtime: a part of its name, with its suites. docs/runtimes.md has the same list. */
export interface Known {
  test: string
  because: string
}

/** Survives `npm run build:all`, not `npm ci`. */
const KEPT = path.join(root, 'node_modules', '.cache', 'fairlead-runtimes')

/** The package of a runtime's program. Node's own `node` package would run a script that fetches this one. */
function packageOf(name: string): string {
  return name.replace(/^node(?=@|$)/, `node-${process.platform}-${process.arch}`)
}

/** Fetches a runtime unless it is there. Throws if it cannot be fetched or does not run. */
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
    { test: 'more than a string can hold is an error', because: 'its strings may be longer than those of Node' },
    { test: 'a signal ends pipe(): it rejects', because: 'the runtime opens a descriptor of its own meanwhile' },
  ],
  deno: [
    {
      test: 'detaches a client that has disconnected',
      because: 'the runtime reports a closed client only at the next write to it',
    },
    {
      test: 'one connection carries responses of every kind',
      because: 'its node:test does not call t.after() within suites',
    },
    { test: 'lets the process end', because: 'its program has no -e' },
    { test: 'ends the process as usual, and no file remains', because: 'its program has no -e for modules' },
    { test: 'process.exit(), and an uncaught exception', because: 'its program has no -e for modules' },
    {
      test: 'a program with its own listener for the signal continues, and so does its engine',
      because: 'its program has no -e for modules',
    },
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
