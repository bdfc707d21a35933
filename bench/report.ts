// From measured rounds to figures, goals and a table. Everything is CPU time of the client process; MB/s alone is wall
// time. A ratio is the median of the ratios of each round, since the members of a round share the machine's mood.
import type { Measured } from './measure.ts'
import { workloads } from './wire/workloads.ts'

/** `rounds[i]` is round i of this client on this workload. */
export interface Series {
  workload: string
  client: string
  rounds: Measured[]
}

export interface Goal {
  text: string
  met: boolean
}

/** One line of the table. */
export interface Row {
  workload: string
  client: string
  rounds: number
  /** CPU nanoseconds a frame, median. */
  nsPerFrame: number
  /** CPU milliseconds for 10^9 bytes of payload: median, least, most. */
  cpuPerGB: number
  least: number
  most: number
  /** Payload through, 10^6 bytes a second of wall time, median. */
  mbPerSecond: number
  /** How many times less CPU than dockerode. */
  lessThanDockerode?: number
  /** How many times the floor's CPU. */
  timesFloor?: number
  peakMB: number
  goal?: Goal
}

/** The project's own aims: at least this many times less CPU than dockerode, or at most this many times the floor. */
const goals: { client: string; workload: string; less?: number; floor?: number }[] = [
  { client: 'fairlead onFrame', workload: '64', less: 35 },
  { client: 'fairlead onFrame', workload: '64-packed', less: 150 },
  { client: 'fairlead onFrame', workload: '16k', floor: 1.5 },
  { client: 'fairlead frames', workload: '64', less: 8 },
  { client: 'fairlead frames', workload: '64-packed', less: 8 },
]

/** How many of the goals that these series could meet are met; a series that failed meets none. */
export function countGoals(all: Series[], rows: Row[]): { met: number; of: number } {
  const asked = (client: string, workload: string) => all.some((s) => s.client === client && s.workload === workload)
  const reference = ({ less }: { less?: number }) => (less === undefined ? 'floor' : 'dockerode')
  const of = goals.filter((goal) => asked(goal.client, goal.workload) && asked(reference(goal), goal.workload))
  return { met: rows.filter((row) => row.goal?.met).length, of: of.length }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const perByte = (round: Measured) => round.cpu / round.payload

function ratio(over: Series | undefined, under: Series | undefined): number | undefined {
  if (over === undefined || under === undefined) return undefined
  const rounds = Math.min(over.rounds.length, under.rounds.length)
  if (rounds === 0) return undefined
  return median(over.rounds.slice(0, rounds).map((round, i) => perByte(round) / perByte(under.rounds[i]!)))
}

function goalOf(series: Series, less: number | undefined, times: number | undefined): Goal | undefined {
  const goal = goals.find(({ client, workload }) => client === series.client && workload === series.workload)
  if (goal?.less !== undefined && less !== undefined) return { text: `≥ ${goal.less}× less`, met: less >= goal.less }
  if (goal?.floor !== undefined && times !== undefined) {
    return { text: `≤ ${goal.floor}× floor`, met: times <= goal.floor }
  }
  return undefined
}

export function rowOf(series: Series, all: Series[]): Row {
  const of = (client: string) => all.find((one) => one.workload === series.workload && one.client === client)
  const perGB = series.rounds.map((round) => perByte(round) * 1e6)
  const less = ratio(of('dockerode'), series)
  const times = ratio(series, of('floor'))
  const goal = goalOf(series, less, times)
  return {
    workload: series.workload,
    client: series.client,
    rounds: series.rounds.length,
    nsPerFrame: median(series.rounds.map((round) => (round.cpu * 1000) / round.frames)),
    cpuPerGB: median(perGB),
    least: Math.min(...perGB),
    most: Math.max(...perGB),
    mbPerSecond: median(series.rounds.map((round) => round.payload / round.wall)),
    ...(less !== undefined && { lessThanDockerode: less }),
    ...(times !== undefined && { timesFloor: times }),
    peakMB: Math.max(...series.rounds.map((round) => round.peak)) / 1e6,
    ...(goal !== undefined && { goal }),
  }
}

const heads = ['client', 'ns/frame', 'CPU ms/GB', 'least…most', 'MB/s', 'dockerode ÷', '× floor', 'goal']

function cells(row: Row): string[] {
  const times = (value: number | undefined) => (value === undefined ? '' : value.toFixed(value < 9.995 ? 2 : 1))
  return [
    row.client,
    row.nsPerFrame.toFixed(row.nsPerFrame < 99.95 ? 1 : 0),
    row.cpuPerGB.toFixed(0),
    `${row.least.toFixed(0)}…${row.most.toFixed(0)}`,
    row.mbPerSecond.toFixed(0),
    times(row.lessThanDockerode),
    times(row.timesFloor),
    row.goal === undefined ? '' : `${row.goal.text}: ${row.goal.met ? 'met' : 'NOT MET'}`,
  ]
}

function aligned(lines: string[][]): string {
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const last = heads.length - 1
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 || i === last ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The rows as text, a table for each workload. */
export function table(rows: Row[]): string {
  return Object.entries(workloads)
    .map(([name, { title }]) => [title, rows.filter((row) => row.workload === name)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([title, own]) => `${title}\n${aligned([heads, ...own.map(cells)])}`)
    .join('\n\n')
}
