// From measured rounds to the result of the log-stream part: a row a client and workload, and the ratios that the goals
// are about. Everything is CPU time for a byte of payload; the rounds may differ in length.
import type { Measured } from '../measure.ts'
import { type Goal, median, type Ratio, type Row, ratioOf, spread } from '../result.ts'
import { workloads } from '../wire/workloads.ts'

/** `rounds[i]` is round i of this client on this workload. */
export interface Series {
  workload: string
  client: string
  rounds: Measured[]
}

const atLeast = (value: number): Goal => ({ op: '>=', value })
const atMost = (value: number): Goal => ({ op: '<=', value })

/** The project's own aims. `to` is what is judged where the goal is "at least", `of` where it is "at most". */
const goals: { workload: string; of: string; to: string; goal: Goal }[] = [
  { workload: '64', of: 'dockerode', to: 'fairlead onFrame', goal: atLeast(45) },
  { workload: '64', of: 'node-sdk', to: 'fairlead onFrame', goal: atLeast(60) },
  { workload: '64', of: 'docker CLI', to: 'fairlead onFrame', goal: atLeast(10) },
  { workload: '64-packed', of: 'dockerode', to: 'fairlead onFrame', goal: atLeast(300) },
  { workload: '64-packed', of: 'node-sdk', to: 'fairlead onFrame', goal: atLeast(300) },
  { workload: '64-packed', of: 'docker CLI', to: 'fairlead onFrame', goal: atLeast(10) },
  { workload: '1k', of: 'fairlead onFrame', to: 'floor', goal: atMost(3) },
  { workload: '1k', of: 'dockerode', to: 'fairlead onFrame', goal: atLeast(20) },
  { workload: '1k', of: 'undici dispatch', to: 'fairlead onFrame', goal: atLeast(3) },
  { workload: '16k', of: 'fairlead onFrame', to: 'floor', goal: atMost(1.2) },
  { workload: '16k', of: 'dockerode', to: 'fairlead onFrame', goal: atLeast(20) },
  { workload: '16k', of: 'undici dispatch', to: 'fairlead onFrame', goal: atLeast(3) },
  { workload: '64', of: 'dockerode', to: 'fairlead frames', goal: atLeast(12) },
  { workload: '64', of: 'dockerode', to: 'fairlead lines', goal: atLeast(8) },
  { workload: '64', of: 'dockerode', to: 'fairlead pipe', goal: atLeast(25) },
  { workload: '16k', of: 'dockerode', to: 'fairlead pipe', goal: atLeast(8) },
]

const perByte = ({ cpu, payload }: Measured) => cpu / payload

function ratio(all: readonly Series[], workload: string, of: string, to: string, goal?: Goal): Ratio | undefined {
  const costs = (client: string) =>
    all.find((series) => series.workload === workload && series.client === client)?.rounds.map(perByte)
  const plan = { measurement: workloads[workload]!.title, of, to, ...(goal !== undefined && { goal }) }
  return ratioOf(plan, costs(of), costs(to))
}

function rowOf({ workload, client, rounds }: Series, all: readonly Series[]): Row {
  // µs a byte are ms a kilobyte are 10^6 ms a GB.
  const gb = (cost: (round: Measured) => number) => spread(rounds.map((round) => cost(round) * 1e6))
  const than = client === 'dockerode' ? undefined : ratio(all, workload, 'dockerode', client)
  const floor = client === 'floor' ? undefined : ratio(all, workload, client, 'floor')
  return {
    measurement: workloads[workload]!.title,
    client,
    cpu: gb(perByte),
    wall: gb(({ wall, payload }) => wall / payload),
    rssPeak: Math.max(...rounds.map(({ peak }) => peak)),
    extra: {
      'ns/frame': median(rounds.map(({ cpu, frames }) => (cpu * 1000) / frames)),
      ...(than !== undefined && { 'dockerode ÷': than.median }),
      ...(floor !== undefined && { '÷ floor': floor.median }),
    },
  }
}

/** The rows in the series' order, and the ratios that have a goal, of those series that were measured. */
export function figuresOf(all: readonly Series[]): { rows: Row[]; ratios: Ratio[] } {
  const measured = all.filter(({ rounds }) => rounds.length > 0)
  const ratios = goals.map(({ workload, of, to, goal }) => ratio(measured, workload, of, to, goal))
  return {
    rows: measured.map((series) => rowOf(series, measured)),
    ratios: ratios.filter((found) => found !== undefined),
  }
}
