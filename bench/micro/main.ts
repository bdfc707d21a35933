// The micro suites, one a hot module: all, or those named: `npm run bench -- micro demux`. Each other file here exports
// one function, which runs its ladder.
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { common, commonHelp } from '../options.ts'
import { runMain } from '../processes.ts'
import { closeResult } from '../report.ts'
import { openResult } from '../result.ts'
import { limits, quickLimits, tables } from './suite.ts'

const suites = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.js') && !['main.js', 'suite.js'].includes(file))
  .map((file) => basename(file, '.js'))

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: common, allowPositionals: true })
  if (values.help) {
    console.log(`One hot module at a time, by the benchmark package: ${suites.join(', ')}\n${commonHelp}`)
    return
  }
  const stranger = positionals.find((name) => !suites.includes(name))
  if (stranger !== undefined) throw new Error(`${stranger} is not one of ${suites.join(', ')}`)
  if (values.quick) Object.assign(limits, quickLimits)
  const result = await openResult('micro', values.quick)
  for (const name of positionals.length > 0 ? positionals : suites) {
    try {
      const module = (await import(`./${name}.js`)) as Record<string, () => void>
      for (const run of Object.values(module)) run()
    } catch (error) {
      result.failures.push(`${name}: ${(error as Error).message}`)
    }
  }
  result.tables = tables
  closeResult(result, values.json)
}

await runMain(main)
