// A context by file sync against that of the docker CLI with BuildKit: what arrives in the daemon for random trees with random ignore
// files is the same, or both fail. The CLI must be 20.10: later ones need the buildx plugin.
// A soak has 500 trees. FAIRLEAD_TREES sets another number, FAIRLEAD_TREE_SEED the first seed.

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { dockerPrograms } from '../archive/captured-build.ts'
import { makeIgnoreFile, makeTree, randomOf } from '../archive/random-tree.ts'
import { liveEngine } from '../support/live.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { engineOf, start } from './build-kit.ts'

const { host, skip } = liveEngine()
const TREES = Number(process.env.FAIRLEAD_TREES ?? repeated({ soak: 500, usually: 3 }))
const SEED = Number(process.env.FAIRLEAD_TREE_SEED ?? 1)
const DOCKERFILE = 'FROM scratch\nCOPY . /all/\n'

/** A byte order mark before a pattern, behind the first line: for newer clients, and here, it belongs to a name; that of 20.10 passes over it. */
const MARKED = /^[\s!]*\ufeff/

/** A line such as `**b`: for newer clients, and here, it fits what ends in `b`; for that of 20.10 only the name `b`. */
const CHANGED = /^[\s\ufeff!/.]*\*\*+[^/*\s]/

/** An exception with a wildcard, in a folder that is left out: newer clients, and we, look for what it brings back; that of 20.10 does not. */
const WILD_EXCEPTION = /^[\s\ufeff]*!.*[*?[\\]/

/**
 * Without folders that are left out, lead to an exception, and have nothing: that of 20.10 sends such a folder; newer clients, and we, only
 * before something in it.
 */
function withoutEmptyWays(content: readonly string[], ignore: string): string[] {
  const exceptions = ignore
    .split('\n')
    .flatMap((line) => (/^[\s\ufeff]*!/.test(line) ? [line.replace(/^[\s\ufeff]*!/, '').trim()] : []))
  return content.filter((line, at) => {
    const [, folder] = /^all\/(.*) \d+$/.exec(line) ?? []
    if (folder === undefined || content[at + 1]?.startsWith(`all/${folder}/`)) return true
    return !exceptions.some((exception) => `${path.posix.normalize(`/${exception}`)}/`.startsWith(`/${folder}/`))
  })
}

const program = dockerPrograms().find((file) => {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8' }).includes('version 20.10')
  } catch {
    return false
  }
})

/** What is in a folder: path, kind, mode, content or target. Names are bytes. */
function contentOf(folder: Buffer): string[] {
  return readdirSync(folder, { encoding: 'buffer' }).flatMap((name) => {
    const file = Buffer.concat([folder, Buffer.from('/'), name])
    const stat = lstatSync(file)
    const shown = file.toString('latin1').replace(/^.*?\/(ours|theirs)\//, '')
    if (stat.isSymbolicLink()) return [`${shown} -> ${readlinkSync(file, 'latin1')}`]
    const mode = (stat.mode & 0o7777).toString(8)
    if (stat.isDirectory()) return [`${shown} ${mode}`, ...contentOf(file)]
    return [`${shown} ${mode} ${stat.nlink} ${readFileSync(file, 'hex')}`]
  })
}

test(`what arrives of ${TREES} random trees is what the docker CLI sends`, {
  skip: skip || (program === undefined && 'no docker CLI 20.10 on the PATH'),
}, async (t) => {
  const engine = engineOf(t)
  const folder = tempDir(t)
  const [tree, ours, theirs] = ['tree', 'ours', 'theirs'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  let failed = 0
  for (let seed = SEED; seed < SEED + TREES; seed++) {
    const random = randomOf(seed)
    mkdirSync(tree)
    makeTree(tree, random)
    const lines = makeIgnoreFile(random).split('\n')
    const ignore = lines
      .filter((line, at) => !CHANGED.test(line) && !WILD_EXCEPTION.test(line) && (at === 0 || !MARKED.test(line)))
      .join('\n')
    rmSync(path.join(tree, 'Dockerfile'), { recursive: true, force: true })
    writeFileSync(path.join(tree, 'Dockerfile'), DOCKERFILE)
    writeFileSync(path.join(tree, '.dockerignore'), ignore)
    const args = ['-H', host, 'build', '--network=none', '--output', `type=local,dest=${theirs}`, tree]
    const cli = await promisify(execFile)(program!, args, { env: { ...process.env, DOCKER_BUILDKIT: '1' } }).then(
      () => undefined,
      (error: Error & { stderr: string }) => error.stderr,
    )
    const own = await start(engine, tree, { output: { folder: ours } })
      .done()
      .then(
        () => undefined,
        (error: Error) => error.message,
      )
    const where = `seed ${seed}, ignore file ${JSON.stringify(ignore)}, docker: ${cli}, fairlead: ${own}`
    assert.equal(own === undefined, cli === undefined, where)
    if (cli === undefined)
      assert.deepEqual(
        withoutEmptyWays(contentOf(Buffer.from(ours)), ignore).sort(),
        withoutEmptyWays(contentOf(Buffer.from(theirs)), ignore).sort(),
        where,
      )
    else failed++
    for (const one of [tree, ours, theirs]) rmSync(one, { recursive: true, force: true })
  }
  assert.ok(failed < TREES || TREES < 4, 'every tree failed')
  t.diagnostic(`${TREES} trees, ${failed} of them refused by both`)
})
