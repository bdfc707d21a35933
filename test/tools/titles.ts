// Prints the title of every test, sorted, as `file › suite › test`: two lists of two states of the project can be compared
// with `diff`. Files are loaded with a stand-in for node:test that notes titles and runs nothing (titles-recorder.ts).
//
//   node build/test/tools/titles.js [build/test of another checkout] >titles.txt
//
// Subtests (`t.test(…)`) exist only while their test runs: the text of their title in the source is printed.

import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = import.meta.dirname
const tests = path.resolve(process.argv[2] ?? path.dirname(here))

/** The limit for loading one file in milliseconds. */
const LIMIT_MS = 60_000

async function titlesOf(file: string): Promise<string[]> {
  const place = path.join(tests, file)
  // The choice of an Engine must not change titles.
  const env = { ...process.env, FAIRLEAD_TEST_HOST: 'none', NODE_TEST_CONTEXT: undefined }
  const args = ['--import', path.join(here, 'titles-recorder.js'), path.join(here, 'titles-load.js'), place]
  const { stdout } = await run(process.execPath, args, { env, timeout: LIMIT_MS, maxBuffer: 1 << 26 })
  const [, list] = stdout.split('\0')
  const sub = [...readFileSync(place, 'utf8').matchAll(/\b(?:t|s|sub)\.test\((['"`])((?:\\.|(?!\1)[^\\])*)\1/g)]
  return [...(JSON.parse(list!) as string[]), ...sub.map((match) => `(subtest) ${match[2]}`)]
}

const files = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  // The output of a moved or deleted test may still be in build/.
  .filter((file) => existsSync(path.join(tests, '../../test', file.replace(/\.js$/, '.ts'))))
  .sort()
const found: string[] = []
const waiting = [...files]
async function work(): Promise<void> {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const name = `test/${file.replaceAll(path.sep, '/').replace(/\.js$/, '.ts')}`
    try {
      for (const title of await titlesOf(file)) found.push(`${name} › ${title}`)
    } catch (error) {
      console.error(`${name}: ${String(error)}`)
      process.exitCode = 1
    }
  }
}
await Promise.all(Array.from({ length: os.availableParallelism() }, work))
process.stdout.write(found.sort().join('\n') + (found.length > 0 ? '\n' : ''))
console.error(`${found.length} tests in ${files.length} files`)
