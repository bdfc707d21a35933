// `npm run coverage`: the tests under V8's own counting (NODE_V8_COVERAGE reaches every process that they start), and
// then c8's report by group, each with its threshold. Arguments go to the runner. Status 1: a test or a threshold failed.
// What is counted is build/src/, told by source map as src/; exports.test.ts loads every module, so none is left out.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { filesUnder, root } from './house/sources.ts'

/** Percent of lines, branches, functions and statements; a file counts in the first group that names it. */
const groups = [
  { name: 'wire/ and stream/', files: /^src\/(wire|stream)\//, least: 100 },
  { name: 'endpoint/parse.ts and engine/url.ts', files: /^src\/(endpoint\/parse|engine\/url)\.ts$/, least: 100 },
  { name: 'the rest', files: /^src\//, least: 90 },
]

const data = path.join(root, 'build/coverage')
const c8 = path.join(root, 'node_modules/c8/bin/c8.js')

function run(args: string[], env: NodeJS.ProcessEnv = process.env): boolean {
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0
}

rmSync(data, { recursive: true, force: true })
const runner = path.join(import.meta.dirname, 'run.js')
const passed = run([runner, ...process.argv.slice(2)], { ...process.env, NODE_V8_COVERAGE: data })
const below: string[] = []
let sources = filesUnder('src', /\.ts$/)
for (const { name, files, least } of groups) {
  const group = sources.filter((file) => files.test(file))
  sources = sources.filter((file) => !files.test(file))
  if (group.length === 0) continue
  console.log(`\ncoverage of ${name}, ${least} % at least`)
  const include = group.flatMap((file) => ['--include', `build/${file.replace(/\.ts$/, '.js')}`])
  const kinds = ['--lines', '--branches', '--functions', '--statements'].flatMap((kind) => [kind, String(least)])
  const report = [c8, 'report', '--temp-directory', data, '--reporter', 'text', '--check-coverage']
  if (!run([...report, ...kinds, ...include])) below.push(name)
}
if (below.length > 0) console.log(`\nbelow the threshold: ${below.join('; ')}`)
if (!passed) console.log('\na test failed')
process.exitCode = passed && below.length === 0 ? 0 : 1
