// The result of a part, as it is printed, stored as JSON and drawn: tables of measurements, and the ratios with goals. A ratio is
// computed within each round, so that both clients had the same state of the machine, and reported as median, min and max.
import { fileURLToPath } from 'node:url'
import { type Machine, machine, otherWork } from './machine.ts'

/** Of the rounds. */
export interface Spread {
  median: number
  min: number
  max: number
}

/** One client's figures for one measurement; `wall`, `cpu` and `value` are in the table's unit. */
export interface Row {
  /** As in 'ping, 16 at a time'. */
  measurement: string
  client: string
  wall?: Spread
  /** User and system time of the client's whole process. */
  cpu?: Spread
  /** If the table has neither: a size, a count, a latency. */
  value?: Spread
  /** Peak resident set, bytes: the most of all rounds. */
  rssPeak?: number
  /** Further columns. */
  extra?: Record<string, number | string>
}

export interface Table {
  name: string
  /** Of wall, cpu and value: 'µs per request'. */
  unit: string
  better: 'lower' | 'higher'
  /** A sentence under the name. */
  about?: string
  rows: Row[]
}

export interface Goal {
  op: '>=' | '<='
  value: number
}

/** The cost of `of` divided by the cost of `to`: { of: 'dockerode', to: 'fairlead', median: 45 } is 45 times cheaper. */
export interface Ratio {
  measurement: string
  of: string
  to: string
  /** What was divided. */
  by: 'cpu' | 'wall' | 'memory' | 'latency' | 'value'
  median: number
  min: number
  max: number
  goal?: Goal
  met?: boolean
  /** If no client can meet the goal: the measurement that shows it. */
  why?: string
}

/** What a client did in a scenario; yes is right. */
export type Verdict = 'yes' | 'no' | 'hangs' | 'crashes' | 'no such thing' | 'not shown'

export interface Answer {
  client: string
  verdict: Verdict
  /** What was seen, for the reader. */
  saw: string
}

export interface FeatureClient {
  name: string
  version: string
  how: string
}

/** A scenario of the part `features`, and the clients' results. */
export interface Feature {
  name: string
  /** The row of the table of clients. */
  row?: string
  question: string
  why: string
  wire: string
  test: string
  answers: Answer[]
}

export interface Features {
  clients: FeatureClient[]
  asked: Feature[]
}

export interface Result {
  part: string
  /** ISO 8601. */
  when: string
  machine: Machine & { loaded?: string }
  quick: boolean
  tables: Table[]
  ratios: Ratio[]
  /** Of the part `features`, which has neither tables nor ratios. */
  features?: Features
  /** What went wrong; the part then ends with status 1. */
  failures: string[]
  /** What was not measured, and why: 'docker-py: no python3 with docker here'. */
  skipped: string[]
  /** Sentences for the reader. */
  notes: string[]
}

/** bench/results, which git ignores. */
export const resultsFolder = fileURLToPath(new URL('../results', import.meta.url))

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Throws a RangeError without a value. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('no round was measured')
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** What a ratio is of, and its goal. */
export type RatioPlan = Pick<Ratio, 'measurement' | 'of' | 'to'> & Partial<Pick<Ratio, 'by' | 'goal' | 'why'>>

/**
 * The ratio of two clients' costs, round by round: `over[i]` and `under[i]` were measured in round i. Undefined where
 * one of them has no round: a client that failed or is not there.
 */
export function ratioOf(plan: RatioPlan, over?: readonly number[], under?: readonly number[]): Ratio | undefined {
  const rounds = Math.min(over?.length ?? 0, under?.length ?? 0)
  if (over === undefined || under === undefined || rounds === 0) return undefined
  const { by = 'cpu', goal, why, ...rest } = plan
  const found = spread(over.slice(0, rounds).map((cost, i) => cost / under[i]!))
  return judged({ ...rest, by, ...found, ...(goal !== undefined && { goal }), ...(why !== undefined && { why }) })
}

/**
 * The same. If its goal is missed, and the floor in fairlead's place misses it, too, its `why` says so: no client on Node could
 * meet it. `floor[i]` was measured in round i.
 */
export function ratioBesideFloor(
  plan: RatioPlan,
  over?: readonly number[],
  under?: readonly number[],
  floor?: readonly number[],
  what = 'a bare socket',
): Ratio | undefined {
  const ratio = ratioOf(plan, over, under)
  if (ratio?.met !== false || ratio.why !== undefined) return ratio
  const isOver = plan.of.startsWith('fairlead')
  const bound = ratioOf(plan, isOver ? floor : over, isOver ? under : floor)
  if (bound?.met !== false) return ratio
  return {
    ...ratio,
    why: `${what} in fairlead's place reaches ${bound.median.toPrecision(3)}, so no client can meet it`,
  }
}

/** The same with `met` where there is a goal, and without `why` where it is met. */
function judged(ratio: Ratio): Ratio {
  const { goal, why, ...rest } = ratio
  if (goal === undefined) return rest
  const met = goal.op === '>=' ? ratio.median >= goal.value : ratio.median <= goal.value
  return { ...rest, goal, met, ...(!met && why !== undefined && { why }) }
}

/** Measures the machine's load and begins an empty result. */
export async function openResult(part: string, quick: boolean): Promise<Result> {
  const when = new Date().toISOString()
  return {
    part,
    when,
    machine: await machine(),
    quick,
    tables: [],
    ratios: [],
    failures: [],
    skipped: [],
    notes: [],
  }
}

/** Measures the load again, between rounds, while no client runs. */
export async function lookAgain(result: Result): Promise<void> {
  result.machine.others = Math.max(result.machine.others, await otherWork())
}
