// A reporter of node:test: one line of JSON per test that has ended, as soon as it has, into the file that FAIRLEAD_LINES names. Behind
// the last one the process ends, whatever a failed test has left open.

import { appendFileSync } from 'node:fs'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** The name of the test that load.ts puts behind all others. */
export const LAST = 'every test of these files has ended'

/** A test that has ended; of a suite only its failure, and only if no test of it failed. */
export interface Line {
  name: string
  file: string
  passed: boolean
  /** Why it did not run. */
  skipped?: string
  error?: string
}

/** Writes the events of one process as lines. */
// biome-ignore lint/correctness/useYield: a reporter is a generator, and this one writes on its own
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const lines = process.env.FAIRLEAD_LINES as string
  const above: string[] = []
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      above.length = data.nesting
      above.push(data.name)
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const { error, type: kind } = data.details as { error?: Error & { failureType?: string }; type?: string }
    const { skip, todo } = data
    const isSkipped = skip !== undefined && skip !== false
    if (kind === 'suite' && !isSkipped && (type === 'test:pass' || error?.failureType === 'subtestsFailed')) continue
    const line: Line = {
      name: [...above.slice(0, data.nesting), data.name].join(' › '),
      file: data.file ?? '',
      passed: type === 'test:pass' || (todo !== undefined && todo !== false),
      ...(isSkipped ? { skipped: String(skip) || 'no reason given' } : {}),
      ...(error === undefined ? {} : { error: inspect(error.cause ?? error, { depth: 2 }) }),
    }
    appendFileSync(lines, `${JSON.stringify(line)}\n`)
    if (data.name === LAST) process.exit(0)
  }
}
