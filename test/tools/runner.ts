// Runs test files with node:test's run(), one call per file. Only then a file that never ends, because of an open handle or an endless
// loop, stops at its deadline on every Node from 20.19 on (the `timeout` of run() is the file's in 20 and 22, and each test's in 24).
// The events are held back until the file has ended, so that the output of files does not mix.

import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** The outcome of one file. */
export interface FileOutcome {
  file: string
  seconds: number
  /** The events for a reporter, in order, without node:test's own totals. */
  events: TestEvent[]
  passed: number
  failed: number
  /** The failed tests, each with its error as text. */
  failures: { name: string; error: string }[]
  skipped: { name: string; reason: string }[]
  /** Why the file failed as a whole, if no test of it failed. */
  problem?: string
}

/** A file's outcome in the report of run.ts. */
export interface ReportedFile {
  /** The source's name: `test/wire/…`. */
  file: string
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
  /** Why tests failed, one line each, and why the file did as a whole. */
  reasons: string[]
}

/** How to run. */
export interface RunOptions {
  /** How many files run at a time. */
  concurrency: number
  /** The limit per file in milliseconds. */
  deadline: number
  /** Ends the running files and starts no more. */
  signal: AbortSignal
  onFile(outcome: FileOutcome): void
}

/** Runs every file; resolves when all have ended or the signal has stopped the rest. */
export async function runFiles(files: readonly string[], options: RunOptions): Promise<FileOutcome[]> {
  const waiting = [...files]
  const outcomes: FileOutcome[] = []
  async function work(): Promise<void> {
    for (let file = waiting.shift(); file !== undefined && !options.signal.aborted; file = waiting.shift()) {
      const outcome = await runFile(file, options)
      outcomes.push(outcome)
      options.onFile(outcome)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return outcomes
}

/** Matches node:test's totals of one file. The caller counts over all files. */
const totals = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/

async function runFile(file: string, { deadline, signal }: RunOptions): Promise<FileOutcome> {
  const outcome: FileOutcome = { file, seconds: 0, events: [], passed: 0, failed: 0, failures: [], skipped: [] }
  // The suites of the current test by depth, and the tests that have started and not ended, to name what hangs.
  const above: string[] = []
  const running = new Set<string>()
  const late = AbortSignal.timeout(deadline)
  const began = performance.now()
  for await (const event of run({
    files: [file],
    signal: AbortSignal.any([signal, late]),
  }) as AsyncIterable<TestEvent>) {
    switch (event.type) {
      case 'test:dequeue':
        if (event.data.name !== file) running.add(event.data.name)
        break
      case 'test:start':
        above.length = event.data.nesting
        above.push(event.data.name)
        break
      case 'test:diagnostic':
        if (totals.test(event.data.message)) continue
        break
      case 'test:pass':
      case 'test:fail':
        running.delete(event.data.name)
        if (event.type === 'test:pass' && event.data.name === file) continue
        count(outcome, event, above)
        break
    }
    // Node 22 and later: the summary of one file. c8 reports the coverage.
    if ((event.type as string) !== 'test:summary') outcome.events.push(event)
  }
  outcome.seconds = (performance.now() - began) / 1000
  if (late.aborted) {
    const names = [...running].map((name) => `"${name}"`).join(', ')
    outcome.problem = `not ended within ${deadline / 1000} s${names && `; running then: ${names}`}`
  } else if (outcome.passed + outcome.failed + outcome.skipped.length === 0 && !signal.aborted) {
    outcome.problem = 'no test in this file'
  }
  return outcome
}

/** What a test threw: node:test wraps it. */
function inText(error?: Error): string {
  return inspect(error?.cause instanceof Error ? error.cause : error, { depth: 2 })
}

type Verdict = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

function count(outcome: FileOutcome, { type, data }: Verdict, above: readonly string[]): void {
  const isSuite = (data.details as { type?: string }).type === 'suite'
  if (data.skip !== undefined && data.skip !== false) {
    const name = [...above.slice(0, data.nesting), data.name].join(' › ')
    outcome.skipped.push({ name, reason: typeof data.skip === 'string' && data.skip ? data.skip : 'no reason given' })
  } else if (type === 'test:fail' && !data.todo) {
    outcome.failed++
    const name = [...above.slice(0, data.nesting), data.name].join(' › ')
    const { error } = data.details as { error?: Error & { failureType?: string } }
    // A suite fails because of a test in it, which is listed already.
    if (error?.failureType !== 'subtestsFailed') outcome.failures.push({ name, error: inText(error) })
  } else if (!isSuite) {
    outcome.passed++
  }
}
