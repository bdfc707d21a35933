// Loads test files into one process, one after the other: a process costs more under Wine than most files. No test of theirs begins
// before all are loaded, so that node:test does not take the first file's end for the end.

import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { LAST } from './reporter.ts'

let resolve: () => void
let reject: (error: unknown) => void
const loaded = new Promise<void>((...both) => {
  ;[resolve, reject] = both
})
test('the files are loaded', () => loaded)
try {
  for (const file of process.argv.slice(2)) await import(pathToFileURL(path.resolve(file)).href)
  test(LAST, () => undefined)
  resolve!()
} catch (error) {
  reject!(error)
  test(LAST, () => undefined)
}
