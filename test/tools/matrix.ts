// `npm run matrix -- [name …]`: the live tests on Engines × versions of Node, and a table of what they came to. An Engine is the machine's
// own (`own`), that of another Debian suite (`trixie`, `sid`), a suite's with containerd's image store (`sid+containerd`), or a suite's
// Podman (`sid+podman`); the machine's own Podman is a part of `own`.
// Each row runs `test/tools/run.js` with the names given (default: every file that talks to a real Engine). Status 1: a failure.
//
//   node build/test/tools/matrix.js [--engine trixie] [--engine sid+podman] [--node node@22] [--deadline seconds] [--concurrency files] [--whole] [name …]

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { callJson } from '../live/call.ts'
import { debianRoot, debianRootObstacle, type RootKind } from '../live/debian-root.ts'
import { privateEngineObstacle, ROOT_VARIABLE, STORE_VARIABLE, startPrivateEngine } from '../live/private-engine.ts'
import { PODMAN_ROOT_VARIABLE, startPrivatePodman } from '../live/private-podman.ts'
import { fetchRuntime } from './fetch-runtime.ts'
import { type Row, table } from './matrix-table.ts'
import type { ReportedFile } from './runner.ts'

/** Debian 12 has Engine 20.10 and Podman 4.3, 13 has 26.1, the unstable suite newer ones. */
const ENGINES = ['own', 'trixie', 'sid', 'sid+containerd', 'sid+podman']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', multiple: true, default: ENGINES },
    node: { type: 'string', multiple: true, default: ['node'] },
    // Newer Engines take longer for a container.
    deadline: { type: 'string', default: '600' },
    concurrency: { type: 'string', default: '2' },
    // Every variant of the tests: the other transports, forms and shells.
    whole: { type: 'boolean', default: false },
  },
})

const rows: Row[] = []
for (const engine of values.engine) {
  for (const node of values.node) {
    const row = await play(engine, node)
    if (row.problem !== undefined || row.files.some(({ reasons }) => reasons.length > 0)) process.exitCode = 1
    rows.push(row)
  }
}
say(`\nmatrix\n\n${table(rows)}`)

/** The test files that use the Engine of the run, or start another one of its kind. */
function liveFiles(kind: RootKind): string[] {
  const folder = path.dirname(import.meta.dirname)
  const uses = kind === 'podman' ? /livePodman\(/ : /support\/live\.|\/private-engine\./
  const isLive = (file: string): boolean => uses.test(readFileSync(path.join(folder, file), 'utf8'))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.js') && isLive(file),
  )
}

/** Runs the tests on one Engine with one Node. */
async function play(engine: string, node: string): Promise<Row> {
  const [suite = 'own', what = ''] = engine.split('+')
  const kind: RootKind = what === 'podman' ? what : 'docker'
  const store = kind === 'docker' ? what : ''
  const row: Row = { engine, node, files: [] }
  const obstacle = suite === 'own' ? privateEngineObstacle() : debianRootObstacle(suite, kind)
  if (obstacle !== undefined) return { ...row, skipped: obstacle }
  let command = process.execPath
  try {
    const root = suite === 'own' ? '' : await debianRoot(suite, kind, say)
    process.env[ROOT_VARIABLE] = kind === 'docker' ? root : ''
    process.env[PODMAN_ROOT_VARIABLE] = kind === 'podman' ? root : ''
    process.env[STORE_VARIABLE] = store
    row.engine = `${await versionOf(kind)}${store && `, ${store}`}`
    row.node = process.version
    if (node !== 'node') ({ command, version: row.node } = fetchRuntime(node))
  } catch (error) {
    return { ...row, problem: (error as Error).message }
  }
  say(`\n== ${engine}: ${row.engine}, Node ${row.node}`)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-'))
  const report = path.join(folder, 'report')
  const { deadline, concurrency, whole } = values
  const options = ['--deadline', deadline, '--concurrency', concurrency, '--report', report]
  if (whole) options.push('--whole')
  const names = positionals.length > 0 ? positionals : liveFiles(kind)
  const child = spawn(command, [path.join(import.meta.dirname, 'run.js'), ...options, ...names], {
    stdio: 'inherit',
    env: kind === 'podman' ? { ...process.env, FAIRLEAD_TEST_HOST: 'none' } : process.env,
  })
  const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  try {
    row.files = JSON.parse(readFileSync(report, 'utf8')) as ReportedFile[]
  } catch {
    row.problem = `the run ended with ${status ?? signal}, and no report`
  }
  rmSync(folder, { recursive: true })
  return row
}

/** The version of the private Engine or Podman. Rejects if it does not start, because the tests would only be skipped. */
async function versionOf(kind: RootKind): Promise<string> {
  const engine = await (kind === 'podman' ? startPrivatePodman() : startPrivateEngine())
  try {
    const { Version, ApiVersion } = await callJson<{ Version: string; ApiVersion: string }>(
      engine.host,
      'GET',
      '/version',
    )
    return `${kind === 'podman' ? 'Podman' : 'Docker Engine'} ${Version} (API ${ApiVersion})`
  } finally {
    await engine.stop()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
