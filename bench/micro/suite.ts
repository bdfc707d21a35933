// A ladder of cases over one hot module, by the `benchmark` package: each case handles `items` items a call and is
// reported as nanoseconds per item. Inputs are made beforehand; sinks count, and so never touch what is inside a frame.
import Benchmark from 'benchmark'
import type { Row, Table } from '../result.ts'

/** One rung: `run` handles the whole input once and must leave its machine ready for the next call. */
export interface Case {
  /** The size is in the name. */
  name: string
  items: number
  run: () => void
}

const READ = 65_536
const NS = 1e9

/** What ran so far, as the result's tables. */
export const tables: Table[] = []
/** How long a case is sampled, in seconds; the package's own default is 5. */
export const limits = { maxTime: 1 }
/** Short ones only show that it runs. */
export const quickLimits = { maxTime: 0.02, minTime: 0.005, minSamples: 2 }

/** As many copies of `unit` as fit in a read of 64 KiB, at least one. */
export function fill(unit: Uint8Array): { bytes: Uint8Array; count: number } {
  const count = Math.max(1, Math.floor(READ / unit.length))
  const bytes = new Uint8Array(count * unit.length)
  for (let i = 0; i < count; i++) bytes.set(unit, i * unit.length)
  return { bytes, count }
}

/** Runs the cases one after another and keeps a row of each; `item` is what is counted: 'frame', 'chunk', 'head'. */
export function runSuite(title: string, item: string, cases: Case[]): void {
  const rows = cases.map(({ name, items, run }): Row => {
    const bench = new Benchmark(name, run, limits)
    bench.run()
    if (bench.error) throw new Error(`${title}, ${name} failed`, { cause: bench.error })
    const { mean, moe, rme } = bench.stats
    const ns = (seconds: number) => (seconds * NS) / items
    const value = { median: ns(mean), min: Math.max(0, ns(mean - moe)), max: ns(mean + moe) }
    return { measurement: name, client: 'fairlead', value, extra: { '± %': rme } }
  })
  const about = 'mean of the samples, with its 95 % confidence interval'
  tables.push({ name: title, unit: `ns per ${item}`, better: 'lower', about, rows })
}
