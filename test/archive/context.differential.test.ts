// A build context against that of the docker CLI: the same bytes for random trees with random ignore files, or a refusal on both sides.
// FAIRLEAD_TREES sets the number of trees, FAIRLEAD_TREE_SEED the first seed. The CLI sends to a socket of the test: no Engine is needed.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { buildContext } from '../../src/files.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { BuildCapture, dockerPrograms } from './captured-build.ts'
import { makeIgnoreFile, makeTree, randomOf } from './random-tree.ts'

const TREES = Number(process.env.FAIRLEAD_TREES ?? repeated({ soak: 100, whole: 30, usually: 8 }))
const SEED = Number(process.env.FAIRLEAD_TREE_SEED ?? 1)

/** A docker CLI that writes its archives as 28 does: 20.10 adds file type bits to modes, and names of owners. */
const program = dockerPrograms().find((file) => Number(/version (\d+)/.exec(versionOf(file))?.[1]) >= 28)
const skip = program === undefined && 'no docker CLI of version 28 or newer on the PATH'

function versionOf(file: string): string {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

async function ourContext(folder: string): Promise<Buffer | Error> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of buildContext(folder)) pieces.push(piece)
  } catch (error) {
    return error as Error
  }
  return Buffer.concat(pieces)
}

test(`the context of ${TREES} random trees is the docker CLI's, byte for byte`, { skip }, async (t) => {
  const folder = tempDir(t)
  await using capture = await new BuildCapture(folder).listen()
  const tree = `${folder}/tree`
  let refused = 0
  for (let seed = SEED; seed < SEED + TREES; seed++) {
    const random = randomOf(seed)
    mkdirSync(tree)
    makeTree(tree, random)
    const ignore = makeIgnoreFile(random)
    if (random() < 0.95) writeFileSync(`${tree}/.dockerignore`, ignore)
    const theirs = await capture.build(program!, ['.'], tree)
    const ours = await ourContext(tree)
    const where = `seed ${seed}, ignore file ${JSON.stringify(ignore)}, docker: ${theirs.stderr.trim()}`
    if (theirs.body === undefined) {
      refused++
      assert.ok(ours instanceof Error, `${where}: only docker refuses`)
    } else {
      assert.ok(!(ours instanceof Error), `${where}: only fairlead refuses: ${ours}`)
      if (!ours.equals(theirs.body)) assert.deepEqual(namesIn(ours), namesIn(theirs.body), where)
      assert.ok(ours.equals(theirs.body), `${where}: the same names, other bytes`)
    }
    rmSync(tree, { recursive: true })
  }
  assert.ok(refused < TREES / 3, `${refused} of ${TREES} trees were refused`)
})

/** The names of an archive, by the system's tar. */
function namesIn(archive: Buffer): string[] {
  return execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'latin1' }).split('\n')
}
