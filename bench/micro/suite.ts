// A ladder of cases over one hot module, by the `benchmark` package: each case handles `items` items a call and is
// told as nanoseconds an item. Inputs are made beforehand; sinks count, and so never touch what is inside a frame.
import Benchmark from 'benchmark'

/** One rung: `run` handles the whole input once and must leave its machine ready for the next call. */
export interface Case {
  /** The size is in the name. */
  name: string
  items: number
  run: () => void
}

const READ = 65_536

/** As many copies of `unit` as fit in a read of 64 KiB, at least one. */
export function fill(unit: Uint8Array): { bytes: Uint8Array; count: number } {
  const count = Math.max(1, Math.floor(READ / unit.length))
  const bytes = new Uint8Array(count * unit.length)
  for (let i = 0; i < count; i++) bytes.set(unit, i * unit.length)
  return { bytes, count }
}

/** Runs the cases one after another and prints a line for each; `item` is what is counted: 'frame', 'chunk', 'head'. */
export function runSuite(title: string, item: string, cases: Case[]): void {
  console.log(title)
  const width = Math.max(...cases.map(({ name }) => name.length))
  for (const { name, items, run } of cases) {
    const bench = new Benchmark(name, run)
    bench.run()
    if (bench.error) throw new Error(`${title}, ${name} failed`, { cause: bench.error })
    const ns = (bench.stats.mean * 1e9) / items
    const cells = [name.padEnd(width), `${ns.toFixed(1).padStart(9)} ns/${item}`, `± ${bench.stats.rme.toFixed(1)} %`]
    console.log(`  ${cells.join('  ')}`)
  }
  console.log('')
}
