// `npm test`: every build/test/**/*.test.js, two files or more at a time, with a private Engine for the live ones.
// Arguments are parts of file names ("wire/", "chunked", "test/wire/chunked.test.ts"); none means all.
// Ends with what was skipped and why. Status 1: a failure, or nothing ran.
//
//   node build/test/run.js [--root folder] [--deadline seconds] [name …]

import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { type Provided, provideEngine, providePodman } from './live/provide.ts'
import { type FileOutcome, runFiles } from './support/runner.ts'

/** Seconds a file may take; the longest live one takes about 60 under coverage. */
const DEADLINE = '240'

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: import.meta.dirname },
    deadline: { type: 'string', default: DEADLINE },
  },
})
const root = path.resolve(options.root)
const files = testFiles()
const live = new Set(files.filter((file) => readFileSync(file, 'utf8').includes('support/live.')))
const wantsPodman = [...live].some((file) => readFileSync(file, 'utf8').includes('livePodman'))

const stop = new AbortController()
let provided: Provided | undefined
let podman: Provided | undefined
let stoppedBy: NodeJS.Signals | undefined
process.on('SIGINT', onStopSignal)
process.on('SIGTERM', onStopSignal)

const began = performance.now()
let outcomes: FileOutcome[] = []
try {
  if (live.size > 0) {
    ;[provided, podman] = await Promise.all([provideEngine(), wantsPodman ? providePodman() : undefined])
    // Said at once: who waits for the tests should know what they run against.
    say(liveEngineInWords())
  }
  const reporter = new spec()
  reporter.pipe(process.stdout, { end: false })
  outcomes = await runFiles(files, {
    concurrency: Math.max(2, Math.min(4, os.availableParallelism())),
    deadline: Number(options.deadline) * 1000,
    signal: stop.signal,
    onFile({ events }) {
      for (const event of events) reporter.write(event)
    },
  })
  await new Promise<void>((resolve) => reporter.once('end', resolve).end())
} finally {
  await Promise.all([provided?.release(), podman?.release()])
}
process.exitCode = summarize()
// Nothing may be left to wait for; a signal's exit status is 128 + its number (POSIX shells).
if (stoppedBy) process.exit(128 + os.constants.signals[stoppedBy])

function testFiles(): string[] {
  const wanted = names.map((name) => name.replace(/^(\.\/)?(build\/)?(test\/)?/, '').replace(/\.ts$/, '.js'))
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js') && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
    .sort()
    .map((file) => path.join(root, file))
}

function onStopSignal(signal: NodeJS.Signals): void {
  if (stoppedBy) return
  stoppedBy = signal
  say(`${signal}: ending the tests`)
  stop.abort()
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** The source's name for a compiled test file. */
function sourceName(file: string): string {
  return path.join('test', path.relative(root, file)).replace(/\.js$/, '.ts')
}

function liveEngineInWords(): string {
  if (provided === undefined) return 'live tests: none among the chosen files'
  const { facts } = provided
  const words = [facts.skip === undefined ? `against ${facts.name}` : `skipped; ${facts.skip}`]
  if (podman?.facts.skip === undefined) words.push(...(podman ? [`against ${podman.facts.name}`] : []))
  else words.push(`Podman: skipped; ${podman.facts.skip}`)
  return `live tests: ${words.join('; ')}`
}

/** Prints the totals; gives the exit status. */
function summarize(): number {
  let passed = 0
  let failed = 0
  let skipped = 0
  let liveRan = 0
  for (const outcome of outcomes) {
    passed += outcome.passed
    failed += outcome.failed
    skipped += outcome.skipped.length
    if (live.has(outcome.file)) liveRan += outcome.passed + outcome.failed
  }
  const problems = outcomes.filter(({ problem }) => problem !== undefined)
  if (skipped > 0) say('\nskipped:')
  for (const { file, skipped } of outcomes) {
    for (const { name, reason } of skipped) say(`  ${sourceName(file)} › ${name}: ${reason}`)
  }
  if (problems.length > 0) say('\nfailed as a whole:')
  for (const { file, problem } of problems) say(`  ${sourceName(file)}: ${problem}`)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(
    `\n${passed} passed, ${failed} failed, ${skipped} skipped, in ${outcomes.length} of ${files.length} files, ${seconds} s`,
  )
  say(`${liveEngineInWords()}${provided && provided.facts.skip === undefined ? `; ${liveRan} ran` : ''}`)
  if (passed + failed === 0) say(files.length === 0 ? `no test file matches ${names.join(' ')}` : 'no test ran')
  return failed > 0 || problems.length > 0 || passed === 0 || stop.signal.aborted ? 1 : 0
}
