// README's table beside the peers, and docs/comparison.md: of the results in docs/performance, and of nothing else, so that a
// test can hold both pages to them without the bench's packages.
import type { Answer, Feature, Result, Row } from '../result.ts'
import { figure } from '../tell.ts'
import { anchorOf, markdownTable, titles } from './titles.ts'

/** The columns, which stay where a client was not measured. */
const columns = {
  fairlead: 'fairlead',
  dockerode: 'dockerode',
  'node-sdk': '@docker/node-sdk',
  'docker CLI': 'Go client (docker CLI)',
} as const
type Column = keyof typeof columns
const names = Object.keys(columns) as Column[]

/** A row of figures: whose rows of which table, and how one is told. */
interface Figures {
  row: string
  part: string
  table: string
  /** The measurement begins so. */
  measurement: string
  tell(row: Row): string
  /** fairlead's own readings, where they are not called fairlead. */
  ours?: readonly [client: string, note: string][]
  /** A peer's, where it is not called by its name. */
  theirs?: Partial<Record<Column, string>>
}

const seconds = ({ cpu }: Row) => (cpu === undefined ? '' : `${figure(cpu.median / 1000)} s`)
const ms = ({ cpu }: Row) => (cpu === undefined ? '' : `${figure(cpu.median)} ms`)
const readings: Figures['ours'] = [
  ['fairlead onFrame', ''],
  ['fairlead pipe', ' piped'],
]
const log = { part: 'log-stream', table: 'Log stream', tell: seconds, ours: readings }
const real = { part: 'engine', table: 'Real Engine', tell: ms, ours: readings }

const figures: readonly Figures[] = [
  { row: 'CPU of a log: 1 GB in 64 B frames, one a chunk', measurement: '64 B frames, one a chunk', ...log },
  { row: '… in 64 B frames, 32 KiB chunks', measurement: '64 B frames, 32 KiB chunks', ...log },
  { row: '… in 16 KiB frames, one a chunk', measurement: '16 KiB frames, one a chunk', ...log },
  {
    row: 'CPU of a ping, 16 at a time',
    part: 'requests',
    table: 'requests on kept connections',
    measurement: 'ping, 16 at a time',
    tell: ({ cpu }) => (cpu === undefined ? '' : `${figure(cpu.median)} µs`),
  },
  { row: 'CPU of 1 GB sent', part: 'transfers', table: 'upload', measurement: 'upload', tell: seconds },
  {
    row: 'Memory of an idle followed log, of 5,000',
    part: 'fan-in',
    table: 'idle memory of a followed stream',
    measurement: '5000 streams',
    tell: ({ value }) => (value === undefined ? '' : `${figure(value.median)} kB`),
    ours: [['fairlead onFrame', '']],
  },
  {
    row: 'Growth behind a consumer of 1 MB/s',
    part: 'slow-consumer',
    table: 'Slow consumer',
    measurement: '1.0 MB/s',
    tell: ({ value }) => (value === undefined ? '' : `${figure(value.median)} MB`),
    ours: [['fairlead pipe', '']],
    theirs: { dockerode: 'dockerode demuxStream' },
  },
  { row: 'CPU of importing it', part: 'start', table: 'Import', measurement: 'import, over bare node', tell: ms },
  {
    row: 'Process start to first log line',
    part: 'start',
    table: 'First line',
    measurement: 'process start to first log line',
    tell: ({ wall }) => (wall === undefined ? '' : `${figure(wall.median)} ms`),
  },
  {
    row: 'Installed',
    part: 'start',
    table: 'Install size',
    measurement: 'installed',
    tell: ({ value, extra }) => {
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

function figureCell(results: readonly Result[], plan: Figures, column: Column): string {
  const result = results.find(({ part }) => part === plan.part)
  const table = result?.tables.find(({ name }) => name.startsWith(plan.table))
  const told = (client: string) => {
    const row = table?.rows.find((row) => row.client === client && row.measurement.startsWith(plan.measurement))
    return row === undefined ? '' : plan.tell(row)
  }
  const who: readonly (readonly [string, string])[] =
    column === 'fairlead' ? (plan.ours ?? [[column, '']]) : [[plan.theirs?.[column] ?? column, '']]
  const text = who
    .map(([client, note]) => (told(client) === '' ? '' : `${told(client)}${note}`))
    .filter((one) => one !== '')
  const to = `docs/performance.md#${anchorOf(titles[plan.part]!)}`
  return `[${text.length === 0 ? NOT_MEASURED : text.join(', ')}](${to})`
}

const answerOf = ({ answers }: Feature, column: Column): Answer | undefined =>
  answers.find(({ client }) => client === column)

const verdictOf = (feature: Feature, column: Column) => answerOf(feature, column)?.verdict ?? 'not asked'

const featureCell = (feature: Feature, column: Column) =>
  column === 'fairlead'
    ? `[${verdictOf(feature, column)}](${feature.test})`
    : `[${verdictOf(feature, column)}](docs/comparison.md#${anchorOf(feature.name)})`

const featuresOf = (results: readonly Result[]) => results.find(({ features }) => features !== undefined)

/** README's table, and a line on what it was made of. */
export function readmeTable(results: readonly Result[]): string {
  const features = featuresOf(results)?.features
  const rows = (features?.asked ?? []).filter(({ row }) => row !== undefined)
  const heads = ['', ...names.map((name) => columns[name])]
  const table = markdownTable(
    heads,
    [
      ...rows.map((feature) => [feature.row!, ...names.map((name) => featureCell(feature, name))]),
      ...figures.map((plan) => [plan.row, ...names.map((name) => figureCell(results, plan, name))]),
    ],
    heads.length,
  )
  const versions = (features?.clients ?? []).filter(({ name }) => name !== 'fairlead')
  const used = results.filter(({ part }) => figures.some((plan) => plan.part === part))
  const loaded = used.some(({ machine }) => machine.loaded !== undefined)
  const busy = loaded ? ' Other work ran beside the measurements: trust quotients, not figures.' : ''
  return [
    table,
    `${versions.map(({ name, version }) => `${columns[name as Column]} ${version}`).join(', ')}. ` +
      `Figures of one run of each part, on the [machine](docs/performance.md#the-machine) named there.${busy}`,
  ].join('\n\n')
}

/** As text in a cell: what is in code already stays so. */
function told(saw: string): string {
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
    told(answerOf(feature, column)?.saw ?? ''),
  ])
  return [
    `## ${name}`,
    `**${question}** ${why}`,
    `On the wire: ${wire}.`,
    markdownTable(['', '', 'what was seen'], lines, 3),
    `\`npm run bench -- features --scenarios ${anchor}\`; fairlead’s test: [${test}](../${test})`,
  ].join('\n\n')
}

/** Everything between the markers of docs/comparison.md. */
export function comparisonPage(results: readonly Result[]): string {
  const result = featuresOf(results)
  if (result?.features === undefined) return 'Not asked yet.'
  const { clients, asked } = result.features
  const who = names.map((name) => {
    const found = clients.find((client) => client.name === name)
    const file = `bench/features/clients/${name === 'docker CLI' ? 'cli' : name}.ts`
    return [columns[name], found?.version ?? 'not asked', found?.how ?? '', `[its calls](../${file})`]
  })
  const overview = asked.map((feature) => [
    `[${feature.name}](#${anchorOf(feature.name)})`,
    ...names.map((name) => verdictOf(feature, name)),
  ])
  const { when, machine } = result
  return [
    markdownTable(['', 'version', 'by', ''], who, 4),
    `Asked on ${when.slice(0, 10)}, with Node ${machine.node}.`,
    markdownTable(['', ...names.map((name) => columns[name])], overview, names.length + 1),
    ...asked.map(section),
  ].join('\n\n')
}
