// Opens what the cases run in, and closes it; counts outcomes and prints the table of a run.

import { Clock } from './clock.ts'
import { Peer } from './peer.ts'
import type { Outcome, Range } from './run-case.ts'

/** A peer, a clock that stands still, and the errors that nothing handles. `close` puts everything back. */
export async function openRange(): Promise<Range & { close(): Promise<void> }> {
  const peer = await Peer.start()
  const clock = new Clock().install()
  const stray: unknown[] = []
  const onStray = (error: unknown): void => void stray.push(error)
  process.on('unhandledRejection', onStray)
  process.on('warning', onStray)
  return {
    peer,
    clock,
    stray,
    async close() {
      process.off('unhandledRejection', onStray)
      process.off('warning', onStray)
      clock.uninstall()
      await peer.close()
    },
  }
}

/** How often each outcome came, by framing and fault. */
export class Tally {
  cases = 0
  readonly #cells = new Map<string, number>()
  readonly #ends = new Map<string, number>()
  readonly #faults = new Set<string>()
  readonly #framings = new Set<string>()

  add({ framing, fault, end }: Outcome): void {
    this.cases++
    this.#faults.add(fault)
    this.#framings.add(framing)
    const kind = end === 'whole' || end === 'ended by the caller' ? end : 'error'
    const key = `${framing}/${fault}/${kind}`
    this.#cells.set(key, (this.#cells.get(key) ?? 0) + 1)
    this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1)
  }

  /** Rows are faults, columns framings; a cell has whole bodies, typed errors and those that the caller ended. */
  table(): string {
    const framings = [...this.#framings].sort()
    const cell = (framing: string, fault: string): string =>
      ['whole', 'error', 'ended by the caller']
        .map((kind) => this.#cells.get(`${framing}/${fault}/${kind}`) ?? 0)
        .join('/')
    const rows = [
      ['whole/error/caller', ...framings],
      ...[...this.#faults].sort().map((fault) => [fault, ...framings.map((framing) => cell(framing, fault))]),
    ]
    const ends = [...this.#ends].sort((a, b) => b[1] - a[1]).map(([end, count]) => `${end} ${count}`)
    return `${columns(rows)}\n\n${this.cases} cases: ${ends.join(', ')}`
  }
}

function columns(rows: string[][]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows
    .map((row) =>
      row
        .map((text, at) => text.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
