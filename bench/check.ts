// Checks the shape of the last results, quick or full: every part exists, nothing failed, every figure is a number, and the
// charts and the page can be made from them. It does not check speed. CI runs it after a quick run.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { chartsOf } from './page/charts.ts'
import { comparisonPage } from './page/comparison.ts'
import { generated, goalsPage, partPage } from './page/markdown.ts'
import { overviewChart } from './page/overview.ts'
import { readResult } from './page/results.ts'
import { anchorOf, order } from './page/titles.ts'
import { runMain } from './processes.ts'
import { type Features, type Result, resultsFolder, type Spread } from './result.ts'

const usage = `Checks the shape of the last results.
  --parts <a,b>        the parts that must exist (default: those that were run)`

const root = dirname(dirname(resultsFolder))

/** Parts whose result has no picture. */
const PLAIN = ['micro']

function* badSpread(name: string, spread: Spread | undefined): Generator<string> {
  if (spread === undefined) return
  const { median, min, max } = spread
  if (![median, min, max].every(Number.isFinite)) yield `${name}: not a number`
  else if (min > median || median > max) yield `${name}: least, median and most are out of order`
}

function* featureComplaints({ clients, asked }: Features): Generator<string> {
  const names = clients.map(({ name }) => name)
  if (!names.includes('fairlead')) yield 'fairlead was not measured'
  if (asked.length === 0) yield 'no scenario'
  const anchors = new Set(asked.map(({ name }) => anchorOf(name)))
  if (anchors.size < asked.length) yield 'two scenarios have one anchor'
  for (const { name, test, answers } of asked) {
    if (!isDeepStrictEqual(answers.map(({ client }) => client).sort(), names.toSorted())) yield `${name}: who answered?`
    if (!existsSync(join(root, test))) yield `${name}: there is no ${test}`
    for (const { client, verdict, saw } of answers) {
      // A client without an error and without output has done nothing.
      if (verdict === 'no such thing' && saw === '') yield `${name}, ${client}: nothing says why`
    }
  }
}

function* complaints(result: Result): Generator<string> {
  const { tables, ratios, features, failures, skipped } = result
  for (const failure of failures) yield failure
  if (features !== undefined) return yield* featureComplaints(features)
  // Without root or dockerd there is no real Engine; CI must have one.
  if (skipped.some((line) => line.startsWith('everything:'))) {
    if (process.env.CI) yield skipped.join('; ')
    return
  }
  const rows = tables.flatMap((table) => table.rows.map((row) => ({ table, row })))
  if (rows.length === 0) yield 'no row'
  for (const { table, row } of rows) {
    const name = `${table.name}, ${row.measurement}, ${row.client}`
    if (!row.cpu && !row.wall && !row.value) yield `${name}: no figure`
    for (const by of ['cpu', 'wall', 'value'] as const) yield* badSpread(`${name}, ${by}`, row[by])
    if (row.rssPeak !== undefined && !Number.isFinite(row.rssPeak)) yield `${name}: its peak is not a number`
    for (const [column, value] of Object.entries(row.extra ?? {})) {
      if (typeof value === 'number' && !Number.isFinite(value)) yield `${name}, ${column}: not a number`
    }
  }
  for (const ratio of ratios) yield* badSpread(`${ratio.measurement}, ${ratio.of} ÷ ${ratio.to}`, ratio)
  if (!rows.some(({ row }) => row.client.startsWith('fairlead'))) yield 'fairlead is in no row'
}

/** Only for a complete result: the drawing code relies on that. */
function* drawingComplaints(result: Result): Generator<string> {
  if (result.features !== undefined) {
    const page = comparisonPage([result])
    for (const { name } of result.features.asked) if (!page.includes(`## ${name}\n`)) yield `${name} is not on the page`
    return
  }
  const charts = chartsOf(result)
  if (charts.length === 0 && !PLAIN.includes(result.part)) yield 'no chart comes of it'
  for (const { file, svg } of charts) if (!/^<svg .*<\/svg>\s*$/s.test(svg)) yield `${file} is no picture`
  const page = partPage(result, charts)
  for (const { name, rows } of result.tables) {
    if (rows.length > 0 && !page.includes(`**${name}**`)) yield `${name} is not on the page`
  }
}

/** About the pages that are made of all results. */
function* pageComplaints(results: readonly Result[]): Generator<string> {
  const [page, goals] = [generated(results), goalsPage(results)]
  for (const { part, features } of results) {
    if (features === undefined && !page.includes(`(performance/${part}.md)`)) yield `${part} is not on the page`
  }
  for (const { measurement } of results.flatMap(({ ratios }) => ratios.filter(({ goal }) => goal !== undefined))) {
    if (!goals.includes(measurement)) yield `the goal of ${measurement} is not on the page`
  }
  for (const { svg } of overviewChart(results))
    if (!/^<svg .*<\/svg>\s*$/s.test(svg)) yield 'the overview is no picture'
}

function allComplaints(result: Result): string[] {
  const found = [...complaints(result)]
  return found.length > 0 ? found : [...drawingComplaints(result)]
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { parts: { type: 'string', default: '' }, help: { type: 'boolean', default: false } },
  })
  if (values.help) return console.log(usage)
  const found = order.map((part) => ({ part, result: readResult(resultsFolder, part) }))
  const must = values.parts.split(',').filter((part) => part !== '')
  const missing = must.filter((part) => readResult(resultsFolder, part) === undefined)
  const wrong: string[] = [
    ...missing.map((part) => `${part}: no result`),
    ...found.flatMap(({ part, result }) => (result ? allComplaints(result) : []).map((line) => `${part}: ${line}`)),
  ]
  if (wrong.length === 0) wrong.push(...pageComplaints(found.flatMap(({ result }) => result ?? [])))
  const untitled = must.filter((part) => !order.includes(part))
  if (untitled.length > 0) wrong.push(`${untitled.join(', ')}: not known to the page`)
  for (const line of wrong) console.log(line)
  if (wrong.length > 0) throw new Error(`${wrong.length} complaints`)
  const parts = found.filter(({ result }) => result !== undefined).length
  console.log(`${parts} results have their shape`)
}

await runMain(main)
