// Results as the generated part of docs/performance.md: the machine, every goal with its figure, then each part's charts
// with its tables folded away under them.
import { describe } from '../machine.ts'
import type { Ratio, Result, Table } from '../result.ts'
import { cellsOf, figure, goalOf, verdict } from '../tell.ts'
import type { Chart } from './charts.ts'
import { markdownTable, titles } from './titles.ts'

const range = ({ min, max }: { min: number; max: number }) => (min === max ? '' : `${figure(min)} … ${figure(max)}`)

/** What `of ÷ to` says in words. */
function asked({ of, to, by }: Ratio): string {
  const what = by === 'value' ? '' : `, ${by === 'cpu' ? 'CPU' : by}`
  return /^1 /.test(to) ? `${of}, ${to.slice(2)}${what}` : `${of} ÷ ${to}${what}`
}

function goalsTable(results: readonly Result[]): string {
  const judged = results.flatMap(({ part, ratios }) =>
    ratios.filter(({ met }) => met !== undefined).map((ratio) => ({ part, ratio })),
  )
  const lines = judged.map(({ part, ratio }) => [
    `${titles[part] ?? part}: ${ratio.measurement}`,
    asked(ratio),
    goalOf(ratio),
    `**${figure(ratio.median)}**`,
    range(ratio),
    verdict(ratio) === 'met' ? 'met' : ratio.why === undefined ? 'not met' : `not met: ${ratio.why}`,
  ])
  const met = judged.filter(({ ratio }) => ratio.met).length
  const heads = ['measurement', 'quotient', 'goal', 'median', 'least … most', '']
  return `${met} of ${judged.length} goals are met.\n\n${markdownTable(heads, lines, 2)}`
}

function tableOf(table: Table): string {
  const { heads, lines } = cellsOf(table)
  const about = table.about === undefined ? '' : `\n\n${table.about}.`
  return `**${table.name}**, ${table.unit}; ${table.better} is better${about}\n\n${markdownTable(heads, lines, 2)}`
}

function otherRatios({ ratios }: Result): string[] {
  const others = ratios.filter(({ met }) => met === undefined)
  if (others.length === 0) return []
  const lines = others.map((ratio) => [ratio.measurement, asked(ratio), figure(ratio.median), range(ratio)])
  return [`**Further quotients**\n\n${markdownTable(['measurement', 'quotient', 'median', 'least … most'], lines, 2)}`]
}

const sentence = (text: string) => (/[.!?:]$/.test(text) ? text : `${text}.`)

function partOf(result: Result, charts: readonly Chart[], folder: string): string {
  const { part, notes, skipped, tables } = result
  const pictures = charts.map(({ file, title }) => `![${title}](${folder}/${file})`)
  const details = [...tables.filter(({ rows }) => rows.length > 0).map(tableOf), ...otherRatios(result)]
  const left = skipped.length > 0 ? [`Not asked: ${skipped.join('; ')}.`] : []
  return [
    `## ${titles[part] ?? part}`,
    ...pictures,
    ...(notes.length > 0 ? [notes.map(sentence).join(' ')] : []),
    ...left,
    `<details><summary>The figures</summary>\n\n${details.join('\n\n')}\n\n</details>`,
  ].join('\n\n')
}

function machines(results: readonly Result[]): string {
  const lines = results.map(({ part, when, machine, quick }) => {
    const loaded = machine.loaded === undefined ? '' : ` ${machine.loaded}`
    return `- ${titles[part] ?? part}: ${when.slice(0, 10)}, ${describe(machine)}${quick ? ', a quick run' : ''}.${loaded}`
  })
  return lines.join('\n')
}

/** Everything between the page's markers. `folder` is where the charts lie, seen from the page. */
export function generated(
  all: readonly Result[],
  charts: (result: Result) => readonly Chart[],
  folder: string,
): string {
  // docs/comparison.md has the features.
  const results = all.filter(({ features }) => features === undefined)
  return [
    '## The goals, and the figures',
    goalsTable(results),
    ...results.map((result) => partOf(result, charts(result), folder)),
    '## The machine',
    machines(results),
  ].join('\n\n')
}
