// The tests on other runtimes: `node build/test/tools/runtimes.js node@22 node@24 node@latest bun deno`, or those that are named.
// Each Node runs what needs no Engine and may depend on Node; in a soak (FAIRLEAD_SOAK) the pure wire/ and stream/ and the thousands of
// random cases, too. Bun and Deno run the wire, the stream and the embedded engine, by their own node:test, one process per file.
// Status 1: a test failed that is not known to, or a runtime could not be fetched.

import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../house/sources.ts'
import { isSoak } from '../support/soak.ts'
import { failuresIn, fetchRuntime, known, type Runtime } from './fetch-runtime.ts'

const run = promisify(execFile)
/** Node 22 lies between the floor, which `npm test` runs on, and the present long-term version: in a soak. */
const ALL = [...(isSoak ? ['node@22'] : []), 'node@24', 'node@latest', 'bun', 'deno']
/** The limit per file on Bun or Deno, in ms. */
const FILE_LIMIT_MS = 180_000
/** How many files run at a time. */
const WORKERS = 2

const tests = path.dirname(import.meta.dirname)
const files = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => file.replaceAll(path.sep, '/'))
  .sort()
/** Files that do not run here: those that need an Engine run on the present Node; the house's and the bundlers' only read files. */
const offline = files.filter(
  (file) =>
    !/^(house|tools|live|bundles)|\.live\./.test(file) &&
    !readFileSync(path.join(tests, file), 'utf8').includes('support/live.'),
)
/** Files whose result may depend on the Node version: sockets, timers, streams, files. Thousands of random cases look at logic. */
const perNode = isSoak
  ? offline
  : offline.filter((file) => !/^(wire|stream)\/|property|model|growth|shapes|hostile|fuzz|examples/.test(file))
const portable = offline.filter((file) => /^(wire|stream|testing)\//.test(file))

const failed: string[] = []
for (const name of process.argv.length > 2 ? process.argv.slice(2) : ALL) {
  let runtime: Runtime
  try {
    runtime = fetchRuntime(name)
  } catch (error) {
    console.log(`\n== ${name}: cannot be fetched: ${String((error as Error).message).trim()}`)
    failed.push(name)
    continue
  }
  console.log(`\n== ${name}: ${runtime.version}`)
  const passed = runtime.test === undefined ? onNode(runtime) : await onItsOwn(runtime, runtime.test)
  if (!passed) failed.push(name)
}
console.log(failed.length === 0 ? '\nall passed' : `\nfailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

function onNode({ command }: Runtime): boolean {
  const args = [path.join(import.meta.dirname, 'run.js'), ...perNode.map((file) => `test/${file}`)]
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28, cwd: root })
  const [, totals] = /\n(\d+ passed, .*)/.exec(stdout) ?? []
  console.log(status === 0 ? totals : stdout.slice(stdout.indexOf('failing tests:')))
  return status === 0
}

/** Runs each file with the runtime's own runner. */
async function onItsOwn(runtime: Runtime, test: readonly string[]): Promise<boolean> {
  const kind = runtime.name.replace(/@.*/, '')
  const missed = new Set(known[kind])
  const problems: string[] = []
  const waiting = [...portable]
  let passes = 0
  await Promise.all(Array.from({ length: WORKERS }, work))
  for (const problem of problems) console.log(problem)
  console.log(`${portable.length} files, ${passes} of them in full; ${problems.length} failures that are not known`)
  // Not a failure, but the list in docs/runtimes.md has an entry too many.
  for (const { test } of missed) console.log(`passes by now: ${test}`)
  return problems.length === 0

  async function work(): Promise<void> {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const printed = await failing(runtime.command, [...test, `./build/test/${file}`])
      if (printed === undefined) passes++
      else judge(file, printed)
    }
  }

  function judge(file: string, printed: string): void {
    const failures = failuresIn(printed)
    if (failures.length === 0) problems.push(`${file}:\n${printed.slice(-2_000)}`)
    for (const failure of failures) {
      const excuse = known[kind]?.find(({ test }) => failure.includes(test))
      if (excuse === undefined) problems.push(`${file}: ${failure}\n${printed.slice(-4_000)}`)
      else if (missed.delete(excuse)) console.log(`known: ${failure}: ${excuse.because}`)
    }
  }
}

/** The output of a file that fails. */
async function failing(command: string, args: string[]): Promise<string | undefined> {
  const env = { ...process.env, NO_COLOR: '1' }
  try {
    await run(command, args, { cwd: root, env, timeout: FILE_LIMIT_MS, maxBuffer: 2 ** 28 })
    return undefined
  } catch (error) {
    const { stdout, stderr, killed } = error as { stdout: string; stderr: string; killed: boolean }
    return `${stdout}\n${stderr}${killed ? `\nended after ${FILE_LIMIT_MS} ms` : ''}`
  }
}
