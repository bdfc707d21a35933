// Results as Markdown: the generated part of docs/performance.md, which is short; the page of the goals; and a page for each part, with its
// charts and all its tables.
import { describe } from '../machine.ts'
import { cellsOf, figure, goalOf, verdict } from '../report.ts'
import type { Ratio, Result, Table } from '../result.ts'
import type { Chart } from './charts.ts'
import { overviewChart, shortly } from './overview.ts'
import { markdownTable, titles } from './titles.ts'

const range = ({ min, max }: { min: number; max: number }) => (min === max ? '' : `${figure(min)} … ${figure(max)}`)

/** A ratio in words. */
function inWords({ of, to, by }: Ratio): string {
  const what = by === 'value' ? '' : `, ${by === 'cpu' ? 'CPU' : by}`
  return /^1 /.test(to) ? `${of}, ${to.slice(2)}${what}` : `${of} ÷ ${to}${what}`
}

const judgedOf = (results: readonly Result[]) =>
  results.flatMap(({ part, ratios }) => ratios.filter(({ met }) => met !== undefined).map((ratio) => ({ part, ratio })))

/** '39 of 49'. */
function metOf(results: readonly Result[]): string {
  const judged = judgedOf(results)
  return `${judged.filter(({ ratio }) => ratio.met).length} of ${judged.length}`
}

/** docs/performance/goals.md. */
export function goalsPage(all: readonly Result[]): string {
  const results = withFigures(all)
  const lines = judgedOf(results).map(({ part, ratio }) => [
    `[${titles[part] ?? part}](${part}.md): ${ratio.measurement}`,
    inWords(ratio),
    goalOf(ratio),
    `**${figure(ratio.median)}**`,
    range(ratio),
    verdict(ratio) === 'met' ? 'met' : ratio.why === undefined ? 'not met' : `not met: ${ratio.why}`,
  ])
  const heads = ['measurement', 'ratio', 'goal', 'median', 'min … max', '']
  return [
    '# The goals',
    `${WRITTEN} ${metOf(results)} goals are met. A ratio is the median of the rounds' quotients.`,
    `${markdownTable(heads, lines, 2)}\n`,
  ].join('\n\n')
}

const WRITTEN =
  'Written by `npm run bench -- page`, with the figures of the last full run of each part; [performance](../performance.md) says what they mean.'

/** docs/comparison.md has the features. */
const withFigures = (results: readonly Result[]) => results.filter(({ features }) => features === undefined)

function tableOf(table: Table): string {
  const { heads, lines } = cellsOf(table)
  const about = table.about === undefined ? '' : `\n\n${table.about}.`
  return `**${table.name}**, ${table.unit}; ${table.better} is better${about}\n\n${markdownTable(heads, lines, 2)}`
}

function otherRatios({ ratios }: Result): string[] {
  const others = ratios.filter(({ met }) => met === undefined)
  if (others.length === 0) return []
  const lines = others.map((ratio) => [ratio.measurement, inWords(ratio), figure(ratio.median), range(ratio)])
  return [`**Further ratios**\n\n${markdownTable(['measurement', 'ratio', 'median', 'min … max'], lines, 2)}`]
}

const sentence = (text: string) => (/[.!?:]$/.test(text) ? text : `${text}.`)

/** docs/performance/<part>.md, beside its charts. */
export function partPage(result: Result, charts: readonly Chart[]): string {
  const { part, notes, skipped, tables } = result
  const pictures = charts.map(({ file, title }) => `![${title}](${file})`)
  const details = [...tables.filter(({ rows }) => rows.length > 0).map(tableOf), ...otherRatios(result)]
  const left = skipped.length > 0 ? [`Not measured: ${skipped.join('; ')}.`] : []
  const goals = judgedOf([result]).length === 0 ? [] : [`${metOf([result])} [goals](goals.md) are met.`]
  return [
    `# ${titles[part] ?? part}`,
    WRITTEN,
    ...pictures,
    ...(notes.length > 0 ? [notes.map(sentence).join(' ')] : []),
    ...left,
    ...goals,
    ...details,
    `${machineOf(result)}\n`,
  ].join('\n\n')
}

function machineOf({ when, machine, quick }: Result): string {
  const loaded = machine.loaded === undefined ? '' : ` ${machine.loaded}`
  return `Measured on ${when.slice(0, 10)}: ${describe(machine)}${quick ? ', a quick run' : ''}.${loaded}`
}

/** The pages, then each machine once. */
function pagesAndMachines(results: readonly Result[]): string[] {
  const lines = results.map(({ part, when, quick, machine }) => {
    const loaded = machine.loaded === undefined ? '' : `. ${machine.loaded}`
    return `- [${titles[part] ?? part}](performance/${part}.md), ${when.slice(0, 10)}${quick ? ', a quick run' : ''}${loaded}`
  })
  const machines = new Set(results.map(({ machine }) => describe(machine).replace(/, load average .*/, '')))
  return [lines.join('\n'), `On ${[...machines].join('; on ')}. Each page has the load average of its run.`]
}

/** Everything between the markers of docs/performance.md. */
export function generated(all: readonly Result[]): string {
  const results = withFigures(all)
  return [
    ...shortly(results).map((line) => `- ${line}`),
    `- ${metOf(results)} of the project's own [goals](performance/goals.md) are met.`,
  ]
    .join('\n')
    .concat(
      '\n\n',
      [
        ...overviewChart(results).map(({ file, title }) => `![${title}](performance/${file})`),
        '## The figures, and the machine',
        'Each page has all tables of a part, of one run. Other machines have other figures; the ratios between clients differ less.',
        ...pagesAndMachines(results),
      ].join('\n\n'),
    )
}
