// `npm run coverage`: the tests with every variant, under V8's own counting (NODE_V8_COVERAGE reaches every process that they start), and
// then c8's report by group, each with its threshold. Arguments go to the runner. Status 1: a test or a threshold failed.
// What is counted is build/src/, mapped by source map to src/; exports.test.ts loads every module, so none is left out.

import { execFile, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { filesUnder, root } from '../house/sources.ts'

/** Percent of lines, branches, functions and statements; a file counts in the first group that names it. */
const groups = [
  { name: 'wire/ and stream/', files: /^src\/(wire|stream)\//, least: 100 },
  {
    name: 'endpoint/parse.ts and engine/request/url.ts',
    files: /^src\/(endpoint\/parse|engine\/request\/url)\.ts$/,
    least: 100,
  },
  { name: 'the rest', files: /^src\//, least: 90 },
]

const data = path.join(root, 'build/coverage')
const c8 = path.join(root, 'node_modules/c8/bin/c8.js')

function run(args: string[], env: NodeJS.ProcessEnv): boolean {
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0
}

/** A report of the files: whether all reach the threshold, and its text. */
function report(files: readonly string[], least: number): Promise<{ held: boolean; text: string }> {
  const include = files.flatMap((file) => ['--include', `build/${file.replace(/\.ts$/, '.js')}`])
  const kinds = ['--lines', '--branches', '--functions', '--statements'].flatMap((kind) => [kind, String(least)])
  const args = [c8, 'report', '--temp-directory', data, '--reporter', 'text', '--check-coverage', ...kinds, ...include]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ held: error === null, text: stdout + stderr }),
    )
  })
}

/** The head of a report's table and the line of all files. */
function totals(text: string): string {
  const lines = text.split('\n')
  const all = lines.findIndex((line) => line.startsWith('All files'))
  return lines.slice(Math.max(0, all - 2), all + 1).join('\n')
}

rmSync(data, { recursive: true, force: true })
const runner = path.join(import.meta.dirname, 'run.js')
// What a failed run covers says nothing, and its failures are the last lines.
if (!run([runner, '--whole', ...process.argv.slice(2)], { ...process.env, NODE_V8_COVERAGE: data })) process.exit(1)
const below: string[] = []
let sources = filesUnder('src', /\.ts$/)
const reports = groups.map(({ name, files, least }) => {
  const group = sources.filter((file) => files.test(file))
  sources = sources.filter((file) => !files.test(file))
  return { name, least, made: group.length === 0 ? undefined : report(group, least) }
})
// In parallel: each reads the counts of all processes of the run.
for (const { name, least, made } of reports) {
  if (made === undefined) continue
  const { held, text } = await made
  console.log(`\ncoverage of ${name}, ${least} % at least\n${held ? totals(text) : text}`)
  if (!held) below.push(name)
}
if (below.length > 0) console.log(`\nbelow the threshold: ${below.join('; ')}`)
process.exitCode = below.length === 0 ? 0 : 1
