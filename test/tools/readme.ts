// Runs the commands of README.md: the lines of its `sh` blocks, in order, each to its end, behind its `npm ci &&`. Omitted, and reported: what
// `.ci/run` has done (npm ci, npm test), installing the published package, and a line with a comment about what it needs:
// `npm start -- web db   # needs containers of those names`.

import { spawnSync } from 'node:child_process'
import { read, root } from '../house/sources.ts'

/** The limit for one command in milliseconds. */
const LIMIT = 120_000
const done = /^npm (ci|test|install fairlead|i fairlead)\b|^(git clone|cd) /

const blocks = [...read('README.md').matchAll(/^ *```(?:sh|bash|shell|console) *\n([\s\S]*?)^ *```/gm)]
const lines = blocks
  .flatMap((block) => block[1]!.split('\n'))
  .map((line) =>
    line
      .trim()
      .replace(/^\$ /, '')
      .replace(/^npm ci && /, ''),
  )
const commands = lines.filter((line) => line !== '' && !line.startsWith('#'))
if (commands.length === 0) throw new Error('README.md has no sh block with a command')

for (const command of commands) {
  const needs = /\s#\s*(needs .*)$/.exec(command)?.[1]
  if (needs !== undefined || done.test(command)) {
    console.log(`left out: ${command}`)
    continue
  }
  console.log(`$ ${command}`)
  const { status, signal, error } = spawnSync('sh', ['-c', command], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LIMIT,
  })
  if (status === 0) continue
  console.error(`failed: ${command}: ${error?.message ?? signal ?? `status ${status}`}`)
  process.exit(1)
}
