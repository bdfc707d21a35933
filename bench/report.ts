// A result as text, printed and stored as JSON: each table with its filled columns, then the ratios with their goals.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, warning } from './machine.ts'
import { type Feature, type Ratio, type Result, type Row, resultsFolder, type Spread, type Table } from './result.ts'

/** A figure with three or four significant digits. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toString()
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  return value.toFixed(size >= 1 || size === 0 ? 2 : 3)
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 99.5e6 ? 1 : 0)
}

function range({ min, max }: Spread): string {
  return min === max ? '' : `${figure(min)}…${figure(max)}`
}

/** The heads and cells of a table, without empty columns. */
export function cellsOf({ rows }: Table): { heads: string[]; lines: string[][] } {
  const extras = [...new Set(rows.flatMap(({ extra }) => Object.keys(extra ?? {})))]
  const spreads = (['cpu', 'wall', 'value'] as const).flatMap((name) => {
    const title = name === 'cpu' ? 'CPU' : name
    return [
      { head: title, cell: (row: Row) => (row[name] === undefined ? '' : figure(row[name].median)) },
      { head: `${title} min…max`, cell: (row: Row) => (row[name] === undefined ? '' : range(row[name])) },
    ]
  })
  const columns = [
    { head: 'measurement', cell: (row: Row) => row.measurement },
    { head: 'client', cell: (row: Row) => row.client },
    ...spreads,
    { head: 'peak MB', cell: (row: Row) => (row.rssPeak === undefined ? '' : megabytes(row.rssPeak)) },
    ...extras.map((name) => ({
      head: name,
      cell: ({ extra }: Row) => {
        const value = extra?.[name]
        return typeof value === 'number' ? figure(value) : (value ?? '')
      },
    })),
  ].filter(({ cell }) => rows.some((row) => cell(row) !== ''))
  return { heads: columns.map(({ head }) => head), lines: rows.map((row) => columns.map(({ cell }) => cell(row))) }
}

const sign = { '>=': '≥', '<=': '≤' } as const

/** '≥ 45', or nothing. */
export function goalOf({ goal }: Ratio): string {
  return goal === undefined ? '' : `${sign[goal.op]} ${Number(goal.value.toFixed(3))}`
}

/** 'met', 'NOT MET', or nothing. */
export function verdict({ met }: Ratio): string {
  return met === undefined ? '' : met ? 'met' : 'NOT MET'
}

/** Lines with their cells under each other, the first `left` columns flush left. */
export function aligned(lines: string[][], left: number): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const pad = (cell: string, i: number) => (i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n')
}

function tableText(table: Table): string {
  const { heads, lines } = cellsOf(table)
  // A measurement is named once.
  const sparse = lines.map((line, i) => (line[0] === lines[i - 1]?.[0] ? ['', ...line.slice(1)] : line))
  const about = table.about === undefined ? '' : `\n${table.about}`
  return `${table.name} (${table.unit}, ${table.better} is better)${about}\n${aligned([heads, ...sparse], 2)}`
}

function ratiosText(ratios: Ratio[]): string {
  const lines = ratios.map((ratio) => [
    ratio.measurement,
    `${ratio.of} ÷ ${ratio.to}`,
    ratio.by,
    figure(ratio.median),
    range(ratio),
    goalOf(ratio),
    verdict(ratio),
  ])
  const whys = ratios
    .filter(({ why }) => why !== undefined)
    .map((r) => `  ${r.measurement}, ${r.of} ÷ ${r.to}: ${r.why}`)
  const heads = ['ratios', 'of ÷ to', 'by', 'median', 'min…max', 'goal', '']
  return [aligned([heads, ...lines], 3), ...whys].join('\n')
}

function featureText({ question, answers }: Feature): string {
  const lines = answers.map(({ client, verdict, saw }) => ['', client, verdict, saw.replace(/\s+/g, ' ').slice(0, 160)])
  return `${question}\n${aligned(lines, 4)}`
}

/** Everything, as it is printed at the end of a part. */
export function resultText(result: Result): string {
  const { part, quick, machine, tables, ratios, features, failures, skipped, notes } = result
  const goals = ratios.filter(({ met }) => met !== undefined)
  const met = goals.filter((ratio) => ratio.met).length
  return [
    `${part}${quick ? ', quick' : ''}: ${describe(machine)}`,
    ...tables.filter(({ rows }) => rows.length > 0).map(tableText),
    ...(ratios.length > 0 ? [ratiosText(ratios)] : []),
    ...(features?.asked ?? []).map(featureText),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    ...(skipped.length > 0 ? [skipped.map((line) => `skipped  ${line}`).join('\n')] : []),
    ...(failures.length > 0 ? [failures.map((line) => `FAILED   ${line}`).join('\n')] : []),
    ...(machine.loaded !== undefined ? [machine.loaded] : []),
    ...(goals.length > 0 ? [`goals met: ${met} of ${goals.length}`] : []),
  ].join('\n\n')
}

/** Prints the result, writes it to `file` or bench/results/<part>.json, and sets the exit status. */
export function closeResult(result: Result, file = join(resultsFolder, `${result.part}.json`)): void {
  const loaded = warning(result.machine)
  if (loaded !== undefined) result.machine.loaded = loaded
  console.log(resultText(result))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`figures in ${file}`)
  if (result.failures.length > 0) process.exitCode = 1
}
