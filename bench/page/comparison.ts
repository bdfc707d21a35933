// README's ten rows, and docs/comparison.md with all of them: made only from the results in docs/performance, so that a test can check
// both pages without the bench's packages.

import { figure } from '../report.ts'
import type { Answer, Feature, Result, Row } from '../result.ts'
import { anchorOf, markdownTable } from './titles.ts'

/** The columns. One stays even if its client was not measured. */
const columns = {
  fairlead: 'fairlead',
  dockerode: 'dockerode',
  'node-sdk': '@docker/node-sdk',
  'docker CLI': 'Go client (docker CLI)',
} as const
type Column = keyof typeof columns
const names = Object.keys(columns) as Column[]

/** A row of figures: from which table, for which client, and how a figure is written. */
interface Figures {
  row: string
  part: string
  table: string
  /** The measurement begins so. */
  measurement: string
  format(row: Row): string
  /** fairlead's clients, if they are not called fairlead. */
  ours?: readonly [client: string, note: string][]
  /** A peer's client, if it is not called by its name. */
  theirs?: Partial<Record<Column, string>>
}

const seconds = ({ cpu }: Row) => (cpu === undefined ? '' : `${figure(cpu.median / 1000)} s`)
const ms = ({ cpu }: Row) => (cpu === undefined ? '' : `${figure(cpu.median)} ms`)
const readers: Figures['ours'] = [
  ['fairlead onFrame', ''],
  ['fairlead pipe', ' piped'],
]
const log = { part: 'log-stream', table: 'Log stream', format: seconds, ours: readers }
const real = { part: 'engine', table: 'Real Engine', format: ms, ours: readers }

const figures: readonly Figures[] = [
  { row: 'CPU of a log: 1 GB in 64 B frames, one per chunk', measurement: '64 B frames, one per chunk', ...log },
  { row: '… in 64 B frames, 32 KiB chunks', measurement: '64 B frames, 32 KiB chunks', ...log },
  { row: '… in 16 KiB frames, one per chunk', measurement: '16 KiB frames, one per chunk', ...log },
  {
    row: 'CPU of a ping, 16 at a time',
    part: 'requests',
    table: 'requests on kept connections',
    measurement: 'ping, 16 at a time',
    format: ({ cpu }) => (cpu === undefined ? '' : `${figure(cpu.median)} µs`),
  },
  { row: 'CPU of 1 GB sent', part: 'transfers', table: 'upload', measurement: 'upload', format: seconds },
  {
    row: 'Memory of an idle followed log, of 5,000',
    part: 'fan-in',
    table: 'idle memory of a followed stream',
    measurement: '5000 streams',
    format: ({ value }) => (value === undefined ? '' : `${figure(value.median)} kB`),
    ours: [['fairlead onFrame', '']],
  },
  {
    row: 'Growth behind a consumer of 1 MB/s',
    part: 'slow-consumer',
    table: 'Slow consumer',
    measurement: '1.0 MB/s',
    format: ({ value }) => (value === undefined ? '' : `${figure(value.median)} MB`),
    ours: [['fairlead pipe', '']],
    theirs: { dockerode: 'dockerode demuxStream' },
  },
  { row: 'CPU of importing it', part: 'start', table: 'Import', measurement: 'import, over bare node', format: ms },
  {
    row: 'Process start to first log line',
    part: 'start',
    table: 'First line',
    measurement: 'process start to first log line',
    format: ({ wall }) => (wall === undefined ? '' : `${figure(wall.median)} ms`),
  },
  {
    row: 'Installed',
    part: 'start',
    table: 'Install size',
    measurement: 'installed',
    format: ({ value, extra }) => {
      if (value === undefined) return ''
      const packages = extra?.packages ?? '?'
      return `${packages} package${packages === '1' ? '' : 's'}, ${figure(value.median / 1000)} MB`
    },
  },
  {
    row: 'A real Engine: CPU of a log after the fact',
    measurement: 'GET /logs of a container that has ended',
    ...real,
  },
  { row: 'A real Engine: CPU of an exec’s output', measurement: 'hijacked exec', ...real },
]

const NOT_MEASURED = 'not measured'

function figureCell(results: readonly Result[], plan: Figures, column: Column, pages: string): string {
  const result = results.find(({ part }) => part === plan.part)
  const table = result?.tables.find(({ name }) => name.startsWith(plan.table))
  const figureOf = (client: string) => {
    const row = table?.rows.find((row) => row.client === client && row.measurement.startsWith(plan.measurement))
    return row === undefined ? '' : plan.format(row)
  }
  const who: readonly (readonly [string, string])[] =
    column === 'fairlead' ? (plan.ours ?? [[column, '']]) : [[plan.theirs?.[column] ?? column, '']]
  const text = who
    .map(([client, note]) => (figureOf(client) === '' ? '' : `${figureOf(client)}${note}`))
    .filter((one) => one !== '')
  const to = `${pages}performance/${plan.part}.md`
  return `[${text.length === 0 ? NOT_MEASURED : text.join(', ')}](${to})`
}

const answerOf = ({ answers }: Feature, column: Column): Answer | undefined =>
  answers.find(({ client }) => client === column)

const verdictOf = (feature: Feature, column: Column) => answerOf(feature, column)?.verdict ?? 'not tested'

function featureCell(feature: Feature, column: Column, pages: string): string {
  const section = `${pages === '' ? '' : `${pages}comparison.md`}#${anchorOf(feature.name)}`
  return `[${verdictOf(feature, column)}](${column === 'fairlead' && pages === '' ? `../${feature.test}` : section})`
}

const featuresOf = (results: readonly Result[]) => results.find(({ features }) => features !== undefined)

/** The rows that README has, too. */
const README_ROWS: readonly string[] = [
  '10,000 frames of one byte in one chunk',
  'Output after a daemon’s message in a log',
  'A TTY’s log as text',
  'A stream that was cut within a frame is an error',
  'The API version is negotiated',
  'A pull that fails at its end is an error',
  'CPU of a log: 1 GB in 64 B frames, one per chunk',
  'CPU of a ping, 16 at a time',
  'Growth behind a consumer of 1 MB/s',
  'Process start to first log line',
]

/** The table of all rows, or of README's, and a line about its sources. README's links lead to pages alone, since the package has those. */
export function clientsTable(results: readonly Result[], only?: readonly string[]): string {
  const pages = only === undefined ? '' : 'docs/'
  const isShown = (row: string | undefined) => row !== undefined && (only === undefined || only.includes(row))
  const features = featuresOf(results)?.features
  const rows = (features?.asked ?? []).filter(({ row }) => isShown(row))
  const plans = figures.filter(({ row }) => isShown(row))
  const heads = ['', ...names.map((name) => columns[name])]
  const table = markdownTable(
    heads,
    [
      ...rows.map((feature) => [feature.row!, ...names.map((name) => featureCell(feature, name, pages))]),
      ...plans.map((plan) => [plan.row, ...names.map((name) => figureCell(results, plan, name, pages))]),
    ],
    heads.length,
  )
  const versions = (features?.clients ?? []).filter(({ name }) => name !== 'fairlead')
  const used = results.filter(({ part }) => plans.some((plan) => plan.part === part))
  const loaded = used.some(({ machine }) => machine.loaded !== undefined)
  const busy = loaded ? ' The machine had other load: compare ratios, not figures.' : ''
  return [
    table,
    `${versions.map(({ name, version }) => `${columns[name as Column]} ${version}`).join(', ')}. ` +
      `The figures are of one run of each part, on this [machine](${pages}performance.md#the-figures-and-the-machine).${busy}`,
  ].join('\n\n')
}

/** README's ten rows. */
export const readmeTable = (results: readonly Result[]): string => clientsTable(results, README_ROWS)

/** Text for a cell, as code unless it has code already. */
function inCell(saw: string): string {
  const short = saw.replace(/\s+/g, ' ').trim().slice(0, SAW_LENGTH) + (saw.length > SAW_LENGTH ? ' …' : '')
  return short === '' || short.includes('`') ? short.replace(/[<>]/g, '') : `\`${short}\``
}
const SAW_LENGTH = 240

function section(feature: Feature): string {
  const { name, question, why, wire, test } = feature
  const anchor = anchorOf(name)
  const lines = names.map((column) => [
    columns[column],
    verdictOf(feature, column),
    inCell(answerOf(feature, column)?.saw ?? ''),
  ])
  return [
    `## ${name}`,
    `**${question}** ${why}`,
    `On the wire: ${wire}.`,
    markdownTable(['', '', 'observed'], lines, 3),
    `\`npm run bench -- features --scenarios ${anchor}\`; fairlead’s test: [${test}](../${test})`,
  ].join('\n\n')
}

const ABOUT_TABLE =
  'Rows without a figure are scenarios from below; *yes* is right. fairlead’s cells link the test that checks them, the others’ link what was sent and ' +
  'what they did. For figures, less is better; each links the whole measurement. fairlead’s figures are for `onFrame`; *piped* is `pipe` into two ' +
  'Writables, which is what dockerode and @docker/node-sdk do. `npm run bench` measures all of it again.'

/** Everything between the markers of docs/comparison.md. */
export function comparisonPage(results: readonly Result[]): string {
  const result = featuresOf(results)
  if (result?.features === undefined) return 'Not tested yet.'
  const { clients, asked } = result.features
  const who = names.map((name) => {
    const found = clients.find((client) => client.name === name)
    const file = `bench/features/clients/${name === 'docker CLI' ? 'cli' : name}.ts`
    return [columns[name], found?.version ?? 'not tested', found?.how ?? '', `[its calls](../${file})`]
  })
  const overview = asked.map((feature) => [
    `[${feature.name}](#${anchorOf(feature.name)})`,
    ...names.map((name) => verdictOf(feature, name)),
  ])
  const { when, machine } = result
  return [
    markdownTable(['', 'version', 'by', ''], who, 4),
    `Run on ${when.slice(0, 10)}, with Node ${machine.node}.`,
    '## The table of clients',
    ABOUT_TABLE,
    clientsTable(results),
    '## Every scenario',
    markdownTable(['', ...names.map((name) => columns[name])], overview, names.length + 1),
    ...asked.map(section),
  ].join('\n\n')
}
