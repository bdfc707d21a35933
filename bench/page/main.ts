// Draws docs/performance.md anew: the charts, the tables between the page's markers, and the results that both come from; and
// of the same results README's table beside the peers and docs/comparison.md.
// Takes the last full result of each part; parts that were never run in full are told and left out.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runMain } from '../processes.ts'
import { chartsOf } from './charts.ts'
import { comparisonPage, readmeTable } from './comparison.ts'
import { generated } from './markdown.ts'
import { docsFolder, latestResults } from './results.ts'
import { between, order } from './titles.ts'

const usage = `Draws docs/performance.md and its charts from the last full results.
  --quick              from quick results too; for a look at the page, not to be kept`

function rewrite(file: string, body: string): void {
  writeFileSync(file, between(readFileSync(file, 'utf8'), body, file))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) return console.log(usage)
  const results = latestResults(values.quick)
  if (results.length === 0) throw new Error('there is no full result yet: run `npm run bench` first')
  const missing = order.filter((part) => results.every((result) => result.part !== part))
  mkdirSync(docsFolder, { recursive: true })
  for (const result of results) {
    writeFileSync(join(docsFolder, `${result.part}.json`), `${JSON.stringify(result, null, 1)}\n`)
    for (const { file, svg } of chartsOf(result)) writeFileSync(join(docsFolder, file), svg)
  }
  rewrite(`${docsFolder}.md`, generated(results, chartsOf, 'performance'))
  rewrite(join(docsFolder, '../comparison.md'), comparisonPage(results))
  rewrite(join(docsFolder, '../../README.md'), readmeTable(results))
  console.log(`docs/performance.md: ${results.map(({ part }) => part).join(', ')}`)
  if (missing.length > 0) console.log(`without ${missing.join(', ')}: no full result`)
}

await runMain(main)
