// The results for the pages: the last full one of each part, stored beside the page so that it can be written again without
// measuring.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, resultsFolder } from '../result.ts'
import { order } from './titles.ts'

/** docs/performance, of this checkout. */
export const docsFolder = fileURLToPath(new URL('../../../docs/performance', import.meta.url))

/** The result of a part in a folder, or undefined. */
export function readResult(folder: string, part: string): Result | undefined {
  const file = join(folder, `${part}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined
}

/** In the page's order, per part the newer of the last run's result and the stored one; quick results only if `quick`. */
export function latestResults(quick: boolean): Result[] {
  return order.flatMap((part) => {
    const own = [readResult(resultsFolder, part), quick ? undefined : readResult(docsFolder, part)]
    const fit = own.filter((result) => result !== undefined && (quick || !result.quick))
    const newest = fit.sort((a, b) => (a!.when < b!.when ? 1 : -1))[0]
    return newest === undefined ? [] : [newest]
  })
}
