// How many bytes an unchanged second build sends, beside the docker CLI with BuildKit: the daemon's own figure for both. Each entry that
// a step uses is announced again, since an entry that is not announced counts as deleted; no file is sent.
// The CLI must be 20.10: later ones need the buildx plugin. FAIRLEAD_SOAK: 20,000 files, 200 of them used.

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { dockerPrograms } from '../archive/captured-build.ts'
import { liveEngine } from '../support/live.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { engineOf, linesOf, start } from './build-kit.ts'

const { host, skip } = liveEngine()
const FOLDERS = repeated({ soak: 100, usually: 4 })
const FILES_IN_FOLDER = 200

const program = dockerPrograms().find((file) => {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8' }).includes('version 20.10')
  } catch {
    return false
  }
})

/** What the daemon shows as transferred of the context, for example `5.30kB`. */
function transferred(text: string): string | undefined {
  return [...text.matchAll(/transferring context: (\S+)/g)].at(-1)?.[1]
}

test('an unchanged context costs what it costs the docker CLI: its entries, and no file', {
  skip: skip || (program === undefined && 'no docker CLI 20.10 on the PATH'),
}, async (t) => {
  const engine = engineOf(t)
  const folder = tempDir(t)
  writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\nCOPY d0 /d0\n')
  for (let n = 0; n < FOLDERS; n++) {
    mkdirSync(path.join(folder, `d${n}`))
    for (let file = 0; file < FILES_IN_FOLDER; file++)
      writeFileSync(path.join(folder, `d${n}`, `f${file}`), `${n}.${file}`)
  }
  const args = ['-H', host, 'build', '--network=none', '--progress=plain', '--no-cache', folder]
  const theirs: (string | undefined)[] = []
  const ours: (string | undefined)[] = []
  for (let round = 0; round < 2; round++) {
    const cli = await promisify(execFile)(program!, args, { env: { ...process.env, DOCKER_BUILDKIT: '1' } })
    theirs.push(transferred(cli.stderr))
    const build = start(engine, folder, { output: 'none', noCache: true })
    ours.push(transferred((await linesOf(build)).join('\n')))
    const { sent } = await build.done()
    assert.equal(sent.files, round === 0 ? FILES_IN_FOLDER + 1 : 1)
    t.diagnostic(
      `round ${round}: docker ${theirs.at(-1)}, fairlead ${ours.at(-1)}, ${sent.bytes} bytes with the Dockerfile`,
    )
  }
  assert.ok(theirs[1] !== undefined && ours[1] !== undefined, JSON.stringify({ theirs, ours }))
  assert.equal(ours[1], theirs[1])
})
