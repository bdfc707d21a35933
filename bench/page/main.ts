// Draws docs/performance.md anew: the charts, the tables between the page's markers, and the results that both come from.
// Takes the last full result of each part; parts that were never run in full are told and left out.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runMain } from '../processes.ts'
import { chartsOf } from './charts.ts'
import { generated, order } from './markdown.ts'
import { docsFolder, latestResults } from './results.ts'

const usage = `Draws docs/performance.md and its charts from the last full results.
  --quick              from quick results too; for a look at the page, not to be kept`

const BEGIN = '<!-- begin: written by `npm run bench -- page` -->'
const END = '<!-- end -->'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) return console.log(usage)
  const results = latestResults(values.quick)
  if (results.length === 0) throw new Error('there is no full result yet: run `npm run bench` first')
  const missing = order.filter((part) => results.every((result) => result.part !== part))
  const page = `${docsFolder}.md`
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${page} has lost its markers`)
  mkdirSync(docsFolder, { recursive: true })
  for (const result of results) {
    writeFileSync(join(docsFolder, `${result.part}.json`), `${JSON.stringify(result, null, 1)}\n`)
    for (const { file, svg } of chartsOf(result)) writeFileSync(join(docsFolder, file), svg)
  }
  const body = generated(results, chartsOf, 'performance')
  writeFileSync(page, `${text.slice(0, from)}${BEGIN}\n\n${body}\n\n${text.slice(to)}`)
  console.log(`docs/performance.md: ${results.map(({ part }) => part).join(', ')}`)
  if (missing.length > 0) console.log(`without ${missing.join(', ')}: no full result`)
}

await runMain(main)
