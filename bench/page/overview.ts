// The beginning of docs/performance.md: what a stranger wants to know in a few lines, and one picture. Both are made from the results, and
// leave out what was not measured.
import { figure } from '../report.ts'
import type { Result, Row } from '../result.ts'
import type { Chart } from './charts.ts'
import { type BarPanel, drawBars, meaningOf } from './draw.ts'

/** A figure that a stranger understands: a row of a part, by the names of its clients. */
interface Fact {
  part: string
  table: string
  measurement: string
  of(row: Row): number | undefined
  /** How many of the table's units are one of `unit`. */
  scale: number
  /** The panel's title, and its unit. */
  title: string
  unit: string
  /** As named in the results, and here. */
  clients: Record<string, string>
  /** The sentence; `times` compares with the named client: '65 times'. */
  tell(ours: string, of: (name: string) => string, times: (name: string) => string): string
}

const cpu = ({ cpu }: Row) => cpu?.median
const value = ({ value }: Row) => value?.median
const OURS = 'fairlead'
const BARE = 'a bare socket'
const readers = {
  'fairlead onFrame': OURS,
  dockerode: 'dockerode',
  'node-sdk': '@docker/node-sdk',
  'docker CLI': 'docker CLI',
  floor: BARE,
}

const facts: readonly Fact[] = [
  {
    ...{ part: 'log-stream', table: 'Log stream', measurement: '64 B frames, one per chunk', of: cpu },
    ...{ scale: 1000, title: '1 GB of a log in lines of 64 bytes', unit: 'CPU seconds', clients: readers },
    tell: (ours, of, times) =>
      `A gigabyte of log lines costs fairlead ${ours} s of CPU, dockerode ${of('dockerode')} s (${times('dockerode')}), and the docker CLI ` +
      `${of('docker CLI')} s. A bare socket that throws everything away needs ${of(BARE)} s.`,
  },
  {
    ...{ part: 'engine', table: 'Real Engine', measurement: 'GET /logs of a container that has ended', of: cpu },
    ...{ scale: 1, title: '400,000 lines from a real Engine', unit: 'CPU ms', clients: readers },
    tell: (ours, of, times) =>
      `From a real Engine, which sends each line by itself, 400,000 lines cost fairlead ${ours} ms, dockerode ${of('dockerode')} ms ` +
      `(${times('dockerode')}), and a bare socket ${of(BARE)} ms.`,
  },
  {
    ...{ part: 'requests', table: 'requests on kept', measurement: 'ping, 16 at a time', of: cpu },
    ...{ scale: 1, title: 'A request, 16 at a time', unit: 'CPU µs' },
    clients: {
      fairlead: OURS,
      dockerode: 'dockerode',
      'node-sdk': '@docker/node-sdk',
      'undici request': 'undici',
      floor: BARE,
    },
    tell: (ours, of, times) =>
      `A small request costs fairlead ${ours} µs, undici ${of('undici')} µs (${times('undici')}), and dockerode ${of('dockerode')} µs.`,
  },
  {
    ...{ part: 'fan-in', table: 'idle memory', measurement: '5000 streams', of: value },
    ...{ scale: 1, title: 'Memory of an idle followed log, of 5,000', unit: 'kB' },
    clients: {
      'fairlead onFrame': OURS,
      dockerode: 'dockerode',
      'undici dispatch': 'undici',
      floor: BARE,
    },
    tell: (ours, of) =>
      `An idle followed log keeps ${ours} kB in fairlead, ${of('dockerode')} kB in dockerode, ${of(BARE)} kB in a bare socket.`,
  },
]

function valuesOf(results: readonly Result[], { part, table, measurement, of, scale, clients }: Fact) {
  const rows = results
    .find((result) => result.part === part)
    ?.tables.find(({ name }) => name.startsWith(table))
    ?.rows.filter((row) => row.measurement === measurement)
  const found = new Map<string, number>()
  for (const [client, name] of Object.entries(clients)) {
    const row = rows?.find((row) => row.client === client)
    const value = row === undefined ? undefined : of(row)
    if (value !== undefined) found.set(name, value / scale)
  }
  return found
}

/** The median of the rounds' quotients, as in the tables: how often a client's cost is that of fairlead. */
function quotientOf(
  results: readonly Result[],
  { part, measurement, clients }: Fact,
  name: string,
): number | undefined {
  const key = (of: string) => Object.entries(clients).find(([, shown]) => shown === of)?.[0]
  const ratios = results.find((result) => result.part === part)?.ratios ?? []
  const find = (of?: string, to?: string) =>
    ratios.find(
      (ratio) => ratio.measurement === measurement && ratio.of === of && ratio.to === to && ratio.by === 'cpu',
    )
  const direct = find(key(name), key(OURS))?.median
  const inverse = find(key(OURS), key(name))?.median
  return direct ?? (inverse === undefined ? undefined : 1 / inverse)
}

const NOT_MEASURED = '(not measured)'

/** A sentence for each fact that was measured. */
export function shortly(results: readonly Result[]): string[] {
  return facts.flatMap((fact) => {
    const found = valuesOf(results, fact)
    const ours = found.get(OURS)
    if (ours === undefined) return []
    const of = (name: string) => (found.has(name) ? figure(found.get(name)!) : NOT_MEASURED)
    const times = (name: string) =>
      found.has(name)
        ? `${figure(quotientOf(results, fact, name) ?? found.get(name)! / ours)} times that`
        : NOT_MEASURED
    return [fact.tell(figure(ours), of, times)]
  })
}

/** The picture at the head of docs/performance.md; none if nothing of it was measured. */
export function overviewChart(results: readonly Result[]): Chart[] {
  const panels = facts.flatMap((fact): BarPanel[] => {
    const bars = [...valuesOf(results, fact)]
      .map(([name, value]) => ({
        label: name,
        value,
        meaning: name === BARE ? ('floor' as const) : meaningOf(name),
        caption: figure(value),
      }))
      .sort((a, b) => a.value - b.value)
    return bars.length < 2 ? [] : [{ title: fact.title, unit: `${fact.unit}; shorter is better`, log: false, bars }]
  })
  const title = 'fairlead beside other clients and a bare socket: less is better'
  return panels.length === 0 ? [] : [{ file: 'overview.svg', title, svg: drawBars(title, panels) }]
}
