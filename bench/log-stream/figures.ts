// From measured rounds to the result of the log-stream part: a row a client and workload, and the ratios that the goals
// are about. Everything is CPU time for a byte of payload; the rounds may differ in length.

import { type Goal, median, type Ratio, type Row, ratioBesideFloor, ratioOf, spread } from '../result.ts'
import type { Measured } from './child.ts'
import { workloads } from './workloads.ts'

/** `rounds[i]` is round i of this client on this workload. */
export interface Series {
  workload: string
  client: string
  rounds: Measured[]
}

const atLeast = (value: number): Goal => ({ op: '>=', value })
const atMost = (value: number): Goal => ({ op: '<=', value })

interface Aim {
  workload: string
  of: string
  to: string
  goal: Goal
  /** `of` read this one, and what is compared is the cost of a line. */
  ofWorkload?: string
}

/** The project's own aims. `to` is what is judged where the goal is "at least", `of` where it is "at most". */
const goals: Aim[] = [
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
  { workload: '64', of: 'dockerode', to: 'fairlead frames', goal: atLeast(12) },
  { workload: '64', of: 'dockerode', to: 'fairlead lines', goal: atLeast(11) },
  { workload: '1k', of: 'dockerode', to: 'fairlead lines', goal: atLeast(8) },
  { workload: '64-mixed', of: 'dockerode', to: 'fairlead lines', goal: atLeast(11) },
  { workload: '1k-mixed', of: 'dockerode', to: 'fairlead lines', goal: atLeast(8) },
  { workload: '64', of: 'fairlead lines', to: 'bare iterator', goal: atMost(1.25) },
  { workload: '1k', of: 'fairlead lines', to: 'bare iterator', goal: atMost(1.25) },
  { workload: '64', of: 'fairlead lines', to: 'bare iterator of UTF-8', goal: atMost(1.25) },
  { workload: '1k', of: 'fairlead lines', to: 'bare iterator of UTF-8', goal: atMost(1.25) },
  { workload: '64-mixed', of: 'fairlead lines', to: 'bare iterator', goal: atMost(1.25) },
  { workload: '1k-mixed', of: 'fairlead lines', to: 'bare iterator', goal: atMost(1.25) },
  { workload: '64', of: 'dockerode', to: 'fairlead pipe', goal: atLeast(25) },
  { workload: '16k', of: 'dockerode', to: 'fairlead pipe', goal: atLeast(8) },
  { workload: '64-stamped', of: 'dockerode', to: 'fairlead batches', goal: atLeast(25) },
  { workload: '64-stamped', of: 'dockerode', to: 'fairlead records', goal: atLeast(8) },
  // By line, and dockerode's are without timestamps.
  { workload: '64-stamped', of: 'dockerode', to: 'fairlead logs', goal: atLeast(8), ofWorkload: '64' },
  { workload: '64-stamped', of: 'fairlead follow', to: 'fairlead logs', goal: atMost(1.05) },
  { workload: '64-stamped', of: 'fairlead records', to: 'fairlead records, 1 %', goal: atLeast(2) },
]

const perByte = ({ cpu, payload }: Measured) => cpu / payload

const roundsOf = (all: readonly Series[], workload: string, client: string) =>
  all.find((series) => series.workload === workload && series.client === client)?.rounds

function ratio(all: readonly Series[], workload: string, of: string, to: string, goal?: Goal): Ratio | undefined {
  const costs = (client: string) => roundsOf(all, workload, client)?.map(perByte)
  const plan = { measurement: workloads[workload]!.title, of, to, ...(goal !== undefined && { goal }) }
  // Between two ways of fairlead the floor says nothing.
  if (of.startsWith('fairlead') && to.startsWith('fairlead')) return ratioOf(plan, costs(of), costs(to))
  // What iterates has to make the same strings and promises.
  if (to === 'fairlead lines') {
    const what = 'the cheapest async iterator of the same strings'
    return ratioBesideFloor(plan, costs(of), costs(to), costs('bare iterator'), what)
  }
  return ratioBesideFloor(plan, costs(of), costs(to), costs('floor'))
}

/** The ratio of two streams' lines. */
function ratioOfLines(
  all: readonly Series[],
  { workload, ofWorkload = workload, of, to, goal }: Aim,
): Ratio | undefined {
  const title = (name: string) => workloads[name]!.title
  const costs = (name: string, client: string) => roundsOf(all, name, client)?.map(({ cpu, frames }) => cpu / frames)
  const measurement = `a line: ${title(ofWorkload)}; ${title(workload)}`
  return ratioOf({ measurement, of, to, goal }, costs(ofWorkload, of), costs(workload, to))
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

const OURS = 'fairlead onFrame'

/** The goals' ratios, then every other peer beside onFrame on the goals' workloads. */
function ratiosOf(all: readonly Series[]): Ratio[] {
  const judged = goals.map((aim) =>
    aim.ofWorkload === undefined ? ratio(all, aim.workload, aim.of, aim.to, aim.goal) : ratioOfLines(all, aim),
  )
  const others = [...new Set(goals.map(({ workload }) => workload))].flatMap((workload) => {
    const isJudged = (of: string) => goals.some((one) => one.workload === workload && one.of === of && one.to === OURS)
    return all
      .filter((one) => one.workload === workload && !one.client.includes('fairlead') && !isJudged(one.client))
      .map(({ client }) =>
        client === 'floor' ? ratio(all, workload, OURS, client) : ratio(all, workload, client, OURS),
      )
  })
  const found = [...judged, ...others].filter((one) => one !== undefined)
  // Where the floor has a goal it is there already.
  return found.filter((one, i) => found.findIndex((earlier) => sameRatio(earlier, one)) === i)
}

function sameRatio(a: Ratio, b: Ratio): boolean {
  return a.measurement === b.measurement && a.of === b.of && a.to === b.to
}

/** The rows in the series' order, and the ratios, of those series that were measured. */
export function figuresOf(all: readonly Series[]): { rows: Row[]; ratios: Ratio[] } {
  const measured = all.filter(({ rounds }) => rounds.length > 0)
  return { rows: measured.map((series) => rowOf(series, measured)), ratios: ratiosOf(measured) }
}
