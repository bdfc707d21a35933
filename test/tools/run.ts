// `npm test`: every build/test/**/*.test.js, several files at a time, with a private Engine for the live ones.
// Arguments are parts of file names ("wire/", "chunked", "test/wire/chunked-decoder.test.ts"); none means all.
// Ends with what was skipped and why. Status 1: a failure, or nothing ran.
//
//   node build/test/tools/run.js [--root folder] [--deadline seconds] [--concurrency files] [--times] [--whole] [--soak] [--report file] [name …]
//
// --times writes how long each file took to test/tools/durations.json, which orders the next run and predicts its length.
// --report writes each file's outcome as JSON, for the table of `npm run matrix`.
// --whole runs every variant of a test, --soak repeats as often as tests were made for, too (support/soak.ts).

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { type Provided, provideEngine, providePodman } from '../live/provide.ts'
import { root as projectRoot } from '../support/root.ts'
import { inWords, readDurations, secondsFor, slowestFirst, writeDurations } from './durations.ts'
import { type FileOutcome, type ReportedFile, runFiles } from './runner.ts'

/** The limit per file in seconds; the longest live one takes about 60 under coverage. */
const DEADLINE = '240'

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: path.dirname(import.meta.dirname) },
    deadline: { type: 'string', default: DEADLINE },
    // Most files wait more than they compute.
    concurrency: { type: 'string', default: String(Math.max(2, Math.min(6, os.availableParallelism() + 1))) },
    times: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
})
const root = path.resolve(options.root)
const builtTests = path.dirname(import.meta.dirname)
if (options.whole) process.env.FAIRLEAD_WHOLE = '1'
if (options.soak) process.env.FAIRLEAD_SOAK = '1'
const durations = readDurations()
const files = slowestFirst(testFiles(), durations, sourceName)
const concurrency = Number(options.concurrency)
const live = new Set(files.filter((file) => readFileSync(file, 'utf8').includes('support/live.')))
const wantsPodman = [...live].some((file) => readFileSync(file, 'utf8').includes('livePodman'))

const stop = new AbortController()
let provided: Provided | undefined
let podman: Provided | undefined
let stoppedBy: NodeJS.Signals | undefined
process.on('SIGINT', onStopSignal)
process.on('SIGTERM', onStopSignal)

const began = performance.now()
const expected = secondsFor(files.map(sourceName), durations, concurrency)
say(`${files.length} test files, ${concurrency} at a time: about ${inWords(expected)} on two idle cores`)
let outcomes: FileOutcome[] = []
try {
  if (live.size > 0) {
    ;[provided, podman] = await Promise.all([provideEngine(), wantsPodman ? providePodman() : undefined])
    // Printed at once, so that a user who waits knows which Engine is tested.
    say(liveEngineInWords())
  }
  const reporter = new spec()
  reporter.pipe(process.stdout, { end: false })
  outcomes = await runFiles(files, {
    concurrency,
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
if (options.times) writeDurations(new Map(outcomes.map(({ file, seconds }) => [sourceName(file), seconds])))
if (options.report !== undefined) writeFileSync(options.report, JSON.stringify(report()))
// Open handles do not delay the end. A signal's exit status is 128 + its number (POSIX shells).
if (stoppedBy) process.exit(128 + os.constants.signals[stoppedBy])

function testFiles(): string[] {
  const wanted = names.map((name) => name.replace(/^(\.\/)?(build\/)?(test\/)?/, '').replace(/\.ts$/, '.js'))
  return (
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.test.js') && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
      )
      .sort()
      .map((file) => path.join(root, file))
      // `test:only` does not empty build/: the output of a moved or deleted test may still be there.
      .filter((file) => root !== builtTests || existsSync(path.join(projectRoot, sourceName(file))))
  )
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

/** The outcomes for `--report`. */
function report(): ReportedFile[] {
  return outcomes.map(({ file, passed, failed, failures, skipped, problem }) => {
    const reasons = failures.map(({ name, error }) => `${name}: ${error.split('\n')[0]}`)
    return { file: sourceName(file), passed, failed, skipped, reasons: problem ? [...reasons, problem] : reasons }
  })
}

function liveEngineInWords(): string {
  if (provided === undefined) return 'live tests: none among the chosen files'
  const { facts } = provided
  const words = [facts.skip === undefined ? `against ${facts.name}` : `skipped; ${facts.skip}`]
  if (podman?.facts.skip === undefined) words.push(...(podman ? [`against ${podman.facts.name}`] : []))
  else words.push(`Podman: skipped; ${podman.facts.skip}`)
  return `live tests: ${words.join('; ')}`
}

/** At most 30 lines and 3,000 characters of an error. */
function indented(text: string): string {
  const lines = text.slice(0, 3_000).split('\n').slice(0, 30)
  return lines.map((line) => `    ${line}`).join('\n')
}

/** Prints the totals and returns the exit status. */
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
  // Once more at the end: logs are read from there, and services keep only their last lines.
  if (failed > 0) say('\nfailed:')
  for (const { file, failures } of outcomes) {
    for (const { name, error } of failures) say(`  ${sourceName(file)} › ${name}:\n${indented(error)}`)
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
