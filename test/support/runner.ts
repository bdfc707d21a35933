// Runs test files through node:test's run(), one call a file: only so does a file that never ends, by an open handle or a
// loop without end, stop at its deadline on every Node from 20.19 on (the `timeout` of run() is the file's in 20 and
// 22, and each test's in 24). The events are held back until the file has ended, so that files do not mix.

import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'

/** What became of one file. */
export interface FileOutcome {
  file: string
  /** For a reporter, in order, without node:test's own totals. */
  events: TestEvent[]
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
  /** Why the file as a whole counts as failed, where no test of it says so. */
  problem?: string
}

/** How to run. */
export interface RunOptions {
  /** Files at a time. */
  concurrency: number
  /** Milliseconds that a file may take. */
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

/** node:test's totals of a run of one file; the caller counts over all. */
const totals = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/

async function runFile(file: string, { deadline, signal }: RunOptions): Promise<FileOutcome> {
  const outcome: FileOutcome = { file, events: [], passed: 0, failed: 0, skipped: [] }
  // The tests above the one that is told of, by depth; and those begun and not ended, to name what hangs.
  const above: string[] = []
  const running = new Set<string>()
  const late = AbortSignal.timeout(deadline)
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
    // Node 22 and later: the summary of one file; coverage is c8's matter.
    if ((event.type as string) !== 'test:summary') outcome.events.push(event)
  }
  if (late.aborted) {
    const names = [...running].map((name) => `"${name}"`).join(', ')
    outcome.problem = `not ended within ${deadline / 1000} s${names && `; running then: ${names}`}`
  } else if (outcome.passed + outcome.failed + outcome.skipped.length === 0 && !signal.aborted) {
    outcome.problem = 'no test in this file'
  }
  return outcome
}

type Verdict = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

function count(outcome: FileOutcome, { type, data }: Verdict, above: readonly string[]): void {
  const isSuite = (data.details as { type?: string }).type === 'suite'
  if (data.skip !== undefined && data.skip !== false) {
    const name = [...above.slice(0, data.nesting), data.name].join(' › ')
    outcome.skipped.push({ name, reason: typeof data.skip === 'string' && data.skip ? data.skip : 'no reason given' })
  } else if (type === 'test:fail' && !data.todo) {
    outcome.failed++
  } else if (!isSuite) {
    outcome.passed++
  }
}
