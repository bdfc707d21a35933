// `npm run mutants`: each mutant of test/mutants/mutants.json is one small wrong change of a file of src/, and a test has
// to fail with it. Prints what noticed each of them, and those that survive. Status 1: fewer than 95 % die by a test that fails.
// Needs no Engine. Takes about an hour on two cores.
//
//   node build/test/tools/mutants.js [part of a file's name, a mutant's number, or 20-40 …] [--by part of a test file's name …]

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { transformSync } from 'esbuild'
import { root } from '../house/sources.ts'
import { readDurations } from './durations.ts'
import { runFiles } from './runner.ts'

/** A change of one place: `find` occurs once in the file. */
export interface Mutant {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** How a mutant ended. A hang and a file that cannot be loaded are no test that fails. */
type Fate = 'failed a test' | 'hung' | 'survived'

/** The limit per test file in ms: longer is a hang. */
const DEADLINE_MS = 45_000
const CONCURRENCY = 2

/** Which mutants, and which tests; none: all. */
const { positionals: wanted, values } = parseArgs({
  allowPositionals: true,
  options: { by: { type: 'string', multiple: true, default: [] } },
})
const testers = values.by
const mutants = JSON.parse(readFileSync(path.join(root, 'test/mutants/mutants.json'), 'utf8')) as Mutant[]
const durations = readDurations()

/** Test files that passed without a mutant, and those that did not: what these notice says nothing. */
const sound = new Set<string>()
const unsound = new Set<string>()

/** The folders whose tests may notice a change of the core. A change of any other folder is for that folder's own tests. */
const CORE = /^(wire|stream|net|engine)$/
const OF_CORE = /^(wire|stream|net|engine|recipes|adapters)$/

/** The test files that may notice a change of `file`: the nearest and quickest first. */
function testsFor(file: string, tests: string): string[] {
  const own = file.replace(/^src\//, '')
  const [room = ''] = own.split('/')
  const nearness = (test: string): number => {
    if (test.startsWith(own.replace(/\.ts$/, '.'))) return 0
    if (path.dirname(test) === path.dirname(own)) return 1
    return test.split('/')[0] === room ? 2 : 3
  }
  const isOf = (folder = ''): boolean => (CORE.test(room) ? OF_CORE.test(folder) : folder === room)
  const cost = (test: string): number => durations.get(`test/${test.replace(/\.js$/, '.ts')}`) ?? 1
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((test) => test.endsWith('.test.js') && isOf(test.split('/')[0]) && !unsound.has(test))
    .filter((test) => testers.length === 0 || testers.some((word) => test.includes(word)))
    .filter((test) => !/live/.test(readFileSync(path.join(tests, test), 'utf8').match(/from '.*live.*'/)?.[0] ?? ''))
    .sort((a, b) => nearness(a) - nearness(b) || cost(a) - cost(b))
    .map((test) => path.join(tests, test))
}

/** A copy of build/ in which files can be replaced: of hard links, since a test may read any of them. */
function copyOfBuild(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-mutants-'))
  execFileSync('cp', ['-rl', path.join(root, 'build'), folder])
  for (const name of ['node_modules', 'package.json', 'src', 'test', 'docs', 'dist'])
    symlinkSync(path.join(root, name), path.join(folder, name))
  return folder
}

async function fateOf({ file, find, replace }: Mutant, folder: string): Promise<{ fate: Fate; by: string }> {
  const source = readFileSync(path.join(root, file), 'utf8')
  const { code } = transformSync(
    source.replace(find, () => replace),
    { loader: 'ts', target: 'node20' },
  )
  const built = path.join(folder, 'build', file.replace(/\.ts$/, '.js'))
  const original = readFileSync(built)
  // Removed first: the file is a link to the one in build/.
  rmSync(built)
  writeFileSync(built, code.replaceAll(/(from\s*["']\.{1,2}\/[^"']+)\.ts(["'])/g, '$1.js$2'))
  const noticed = new AbortController()
  const result: { fate: Fate; by: string } = { fate: 'survived', by: '' }
  try {
    await runFiles(testsFor(file, path.join(folder, 'build/test')), {
      concurrency: CONCURRENCY,
      deadline: DEADLINE_MS,
      signal: noticed.signal,
      onFile({ file: test, failed, problem }) {
        if (noticed.signal.aborted || (failed === 0 && problem === undefined)) return
        result.fate = failed > 0 ? 'failed a test' : 'hung'
        result.by = path.relative(path.join(folder, 'build/test'), test)
        noticed.abort()
      },
    })
  } finally {
    writeFileSync(built, original)
  }
  return result
}

/** Whether a test file passes without a mutant. */
async function isSound(test: string, folder: string): Promise<boolean> {
  if (!sound.has(test)) {
    const [outcome] = await runFiles([path.join(folder, 'build/test', test)], {
      concurrency: 1,
      deadline: DEADLINE_MS,
      signal: new AbortController().signal,
      onFile() {},
    })
    const passes = outcome?.failed === 0 && outcome.problem === undefined
    if (passes) sound.add(test)
    else unsound.add(test)
    if (!passes) console.log(`${test} fails without a mutant, too`)
  }
  return sound.has(test)
}

/** Whether a word of the command line means the mutant. */
function isMeant(word: string, { file }: Mutant, at: number): boolean {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(word) ?? []
  return first === undefined ? file.includes(word) : at >= Number(first) && at <= Number(last)
}

const folder = copyOfBuild()
const counts = new Map<Fate, number>()
try {
  for (const [at, mutant] of mutants.entries()) {
    if (wanted.length > 0 && !wanted.some((word) => isMeant(word, mutant, at))) continue
    let verdict = await fateOf(mutant, folder)
    while (verdict.by !== '' && !(await isSound(verdict.by, folder))) verdict = await fateOf(mutant, folder)
    const { fate, by } = verdict
    counts.set(fate, (counts.get(fate) ?? 0) + 1)
    console.log(`${at} ${mutant.file}: ${fate}${by && `: ${by}`}`)
    if (fate !== 'failed a test') console.log(`${signed('-', mutant.find)}\n${signed('+', mutant.replace)}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
const died = counts.get('failed a test') ?? 0
console.log(`\n${all} mutants: ${[...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')}`)
// What a test started may outlive it, and hold a pipe open to this process.
process.exit(all > 0 && died >= all * 0.95 ? 0 : 1)

function signed(sign: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${sign} ${line.trim()}`)
    .join('\n')
}
