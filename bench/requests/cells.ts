// The cells of the requests part: the operation, how many at a time, on kept connections or cold; and the report of a measuring
// process.
import type { Operation } from './answers.ts'
import type { Use } from './client.ts'

export interface Cell extends Use {
  operation: Operation
}

/** What to measure; in JSON as the process's argument. */
export interface Task {
  client: string
  socketPath: string
  cells: Cell[]
  /** CPU seconds that each cell should cost, about. */
  seconds: number
}

/** What one cell came to, per request; CPU is user and system time of the whole process. */
export interface Measured {
  cell: string
  /** µs */
  cpu: number
  /** µs */
  wall: number
  /** Peak resident set, bytes, so far. */
  peak: number
  count: number
}

/** `ping, 16 at a time, cold` */
export function nameOf({ operation, at, cold }: Cell): string {
  const what = operation === 'list' ? 'list of 100' : operation
  return `${what}, ${at === 1 ? 'one' : at} at a time${cold ? ', cold' : ''}`
}

export const operations: readonly Operation[] = ['ping', 'inspect', 'list']
export const widths: readonly number[] = [1, 16, 64]

/** All of them. */
export function allCells(): Cell[] {
  return [false, true].flatMap((cold) =>
    operations.flatMap((operation) => widths.map((at) => ({ operation, at, cold }))),
  )
}
