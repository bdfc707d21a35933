// Which charts are drawn from which part's tables. A table's measurement becomes a panel, its clients the bars.

import { type Workload, workloads } from '../log-stream/workloads.ts'
import { figure } from '../report.ts'
import type { Result, Row, Table } from '../result.ts'
import { type BarPanel, type CurvePanel, drawBars, drawCurves, meaningOf } from './draw.ts'

export interface Chart {
  /** Without a folder: 'log-stream-ladder.svg'. */
  file: string
  /** For the page's alt text, and in the picture. */
  title: string
  svg: string
}

/** Which of a row's figures is drawn. */
type By = 'cpu' | 'wall' | 'value'

/** From this quotient of most and least on, bars are drawn on a logarithmic scale, and the panel says so. */
const LOG_FROM = 40

function panel(rows: readonly Row[], by: By, title: string, unit: string): BarPanel | undefined {
  const bars = rows
    .filter((row) => row[by] !== undefined)
    .map((row) => ({ row, value: row[by]!.median }))
    .sort((a, b) => a.value - b.value)
    .map(({ row, value }) => ({
      label: row.client,
      value: Math.max(value, 0),
      meaning: meaningOf(row.client),
      caption: figure(value),
    }))
  if (bars.length === 0) return undefined
  const values = bars.map(({ value }) => value).filter((value) => value > 0)
  const log = values.length > 0 && Math.max(...values) / Math.min(...values) >= LOG_FROM
  return { title, unit: log ? `${unit}, logarithmic` : unit, log, bars }
}

/** A panel for each measurement of a table, or for those named. */
function panelsOf(table: Table | undefined, by: By, only?: readonly string[]): BarPanel[] {
  if (table === undefined) return []
  const measurements = only ?? [...new Set(table.rows.map(({ measurement }) => measurement))]
  const unit = by === 'cpu' ? `CPU, ${table.unit}` : by === 'wall' ? `wall, ${table.unit}` : table.unit
  return measurements
    .map((name) =>
      panel(
        table.rows.filter(({ measurement }) => measurement === name),
        by,
        name,
        unit,
      ),
    )
    .filter((found) => found !== undefined)
}

const tableOf = (result: Result, name: string) =>
  result.tables.find((table) => table.name.toLowerCase().startsWith(name.toLowerCase()))

function bars(file: string, title: string, panels: readonly BarPanel[]): Chart[] {
  return panels.length === 0 ? [] : [{ file, title, svg: drawBars(title, panels) }]
}

const titled = (table: Table | undefined, panels: BarPanel[]) =>
  panels.map((one) => ({ ...one, title: table === undefined ? one.title : `${table.name}: ${one.title}` }))

const framings = { chunk: 'one frame per chunk', packed: '32 KiB chunks', raw: 'hijacked' } as const
const LADDER = ['dockerode', 'fairlead onFrame', 'floor']

function ladder(table: Table): Chart[] {
  const panels = Object.entries(framings).flatMap(([framing, title]): CurvePanel[] => {
    // Sizes only: what is special about the others is not their size.
    const isPlain = ({ stamped, mixed }: Workload) => !stamped && !mixed
    const own = Object.values(workloads).filter((workload) => workload.framing === framing && isPlain(workload))
    const curves = LADDER.map((label) => ({
      label,
      meaning: meaningOf(label),
      values: own.map(({ title }) => {
        const row = table.rows.find(({ measurement, client }) => measurement === title && client === label)
        return row === undefined ? null : Number(row.extra?.['ns/frame'])
      }),
    }))
    const steps = own.map(({ title }) => title.split(' frames')[0]!.replace(/ B$/, '').replace(' KiB', 'Ki'))
    const whole = curves.every(({ values }) => values.some((value) => value !== null))
    return whole ? [{ title, unit: 'CPU ns per frame, by its bytes', steps, curves }] : []
  })
  const title = 'CPU time of a frame by its size, in three framings'
  return panels.length === 0 ? [] : [{ file: 'log-stream-ladder.svg', title, svg: drawCurves(title, panels) }]
}

const draw: Record<string, (result: Result) => Chart[]> = {
  'log-stream': (result) => {
    const table = tableOf(result, 'log stream')
    if (table === undefined) return []
    const shown = ['64', '64-packed', '1k', '16k'].map((name) => workloads[name]!.title)
    const title = 'CPU time of a log stream, every client'
    return [...bars('log-stream.svg', title, panelsOf(table, 'cpu', shown)), ...ladder(table)]
  },
  'beside-go': (result) =>
    bars('beside-go.svg', 'CPU time of a megabyte of log, beside Go', panelsOf(tableOf(result, 'beside'), 'cpu')),
  followed: (result) => {
    const [cost, latency] = ['followed', 'latency'].map((name) => tableOf(result, name))
    return bars('followed.svg', 'A log that comes record by record', [
      ...panelsOf(cost, 'cpu'),
      ...titled(latency, panelsOf(latency, 'value')),
    ])
  },
  requests: (result) => {
    const kept = tableOf(result, 'requests on kept')
    const shown = ['ping, one at a time', 'ping, 16 at a time', 'inspect, one at a time', 'list of 100, one at a time']
    return bars('requests.svg', 'CPU time of a request', panelsOf(kept, 'cpu', shown))
  },
  transfers: (result) => {
    const panels = result.tables.flatMap((table) => panelsOf(table, 'cpu'))
    return bars('transfers.svg', 'CPU time of a gigabyte down and up', panels)
  },
  'fan-in': (result) => {
    const [memory, latency, receiving] = ['idle memory', 'delivery', 'receiving'].map((name) => tableOf(result, name))
    const last = panelsOf(memory, 'value').slice(-1)
    // A quick run has fewer, perhaps too few to measure their memory.
    const many = (panels: BarPanel[]) => {
      const thousand = panels.filter(({ title }) => /^1000 /.test(title))
      return thousand.length > 0 ? thousand : panels.slice(-1)
    }
    return bars('fan-in.svg', 'Many followed streams in one process', [
      ...titled(memory, last),
      ...titled(latency, many(panelsOf(latency, 'value'))),
      ...titled(receiving, many(panelsOf(receiving, 'cpu'))),
    ])
  },
  endurance: (result) => {
    const [loop, memory] = ['event-loop', 'resident'].map((name) => tableOf(result, name))
    return bars('endurance.svg', 'Many followed streams for minutes', [
      ...titled(loop, panelsOf(loop, 'value')),
      ...titled(memory, panelsOf(memory, 'value')),
    ])
  },
  remote: (result) => {
    const [log, first] = ['a log over', 'time to'].map((name) => tableOf(result, name))
    return bars('remote.svg', 'Over the network', [...panelsOf(log, 'cpu'), ...panelsOf(first, 'value')])
  },
  runtimes: (result) =>
    bars(
      'runtimes.svg',
      'CPU time on other runtimes',
      ['runtimes, logs', 'runtimes, requests'].flatMap((name) => panelsOf(tableOf(result, name), 'cpu')),
    ),
  'slow-consumer': (result) => {
    const table = tableOf(result, 'slow')
    return bars('slow-consumer.svg', 'Growth behind a slow consumer', panelsOf(table, 'value'))
  },
  start: (result) => {
    const imports = tableOf(result, 'import')
    const others = ['first line', 'install size', 'bundle size'].map((name) => tableOf(result, name))
    return bars('start.svg', 'What a client costs before its first byte', [
      ...panelsOf(imports, 'wall', ['import, over bare node']),
      ...panelsOf(others[0], 'wall'),
      ...titled(others[1], panelsOf(others[1], 'value')),
      ...titled(others[2], panelsOf(others[2], 'value')),
    ])
  },
  'modem-demux': (result) => {
    const panels = panelsOf(tableOf(result, 'demuxStream'), 'cpu')
    return bars('modem-demux.svg', 'CPU time of a frame through demuxStream', panels)
  },
  engine: (result) =>
    bars('engine.svg', 'CPU time of a real Engine’s streams', panelsOf(tableOf(result, 'real'), 'cpu')),
  builds: (result) => {
    const table = tableOf(result, 'builds')
    return bars('builds.svg', 'Builds with BuildKit', [...panelsOf(table, 'wall'), ...panelsOf(table, 'cpu')])
  },
}

/** A part's charts; none for a part without. */
export function chartsOf(result: Result): Chart[] {
  return draw[result.part]?.(result) ?? []
}
