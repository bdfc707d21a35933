// Writes docs/performance.md from the last full result of each part, between its markers, and docs/performance/: a page for each part and one of
// the goals, the charts, and the stored results. From the same results it writes README's table and docs/comparison.md. Reports parts without a full result, and omits them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runMain } from '../processes.ts'
import { chartsOf } from './charts.ts'
import { comparisonPage, readmeTable } from './comparison.ts'
import { generated, goalsPage, partPage } from './markdown.ts'
import { overviewChart } from './overview.ts'
import { docsFolder, latestResults } from './results.ts'
import { between, order } from './titles.ts'

const usage = `Writes docs/performance.md and its charts from the last full results.
  --quick              also uses quick results; for a preview only`

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
    if (result.features !== undefined) continue
    const charts = chartsOf(result)
    for (const { file, svg } of charts) writeFileSync(join(docsFolder, file), svg)
    writeFileSync(join(docsFolder, `${result.part}.md`), partPage(result, charts))
  }
  for (const { file, svg } of overviewChart(results)) writeFileSync(join(docsFolder, file), svg)
  writeFileSync(join(docsFolder, 'goals.md'), goalsPage(results))
  rewrite(`${docsFolder}.md`, generated(results))
  rewrite(join(docsFolder, '../comparison.md'), comparisonPage(results))
  rewrite(join(docsFolder, '../../README.md'), readmeTable(results))
  console.log(`docs/performance.md: ${results.map(({ part }) => part).join(', ')}`)
  if (missing.length > 0) console.log(`without ${missing.join(', ')}: no full result`)
}

await runMain(main)
