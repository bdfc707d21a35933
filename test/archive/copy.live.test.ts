// Every row of `docker cp`'s table, both ways, on a real Engine beside the docker CLI: the same files, modes, owners and times, or a
// refusal on both sides. Each row has folders of its own, so that all rows are compared at once.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import test, { type TestContext } from 'node:test'
import { copyIn, copyOut, writeTar } from '../../src/files.ts'
import { connect, copyFrom, copyTo, type Engine } from '../../src/index.ts'
import { call, callJson } from '../live/call.ts'
import { docker, withoutDockerCli } from '../live/docker-cli.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { repeated } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { listArchive, listFolder } from './tree-listing.ts'

const live = liveEngine()
const { host } = live
const skip = live.skip || withoutDockerCli()
/** Rows at a time: the CLI mostly waits. */
const AT_A_TIME = 4

/** A copy: whether with `-L`, and the last parts of its source and destination. */
interface Row {
  link: boolean
  source: string
  destination: string
}

const SOURCES = ['f', 'f/', 'd', 'd/', 'd/.', 'lf', 'ld', 'ld/', 'ld/.', 'dangling', 'none', 'd/s/..', 'd/sub', 'hard']
const LINKS = ['lf', 'ld', 'ld/', 'ld/.', 'dangling', 'f', 'd/.']
const DESTINATIONS = [
  'dir',
  'dir/',
  'dir/.',
  'file',
  'new',
  'new/',
  'none/x',
  'linkdir',
  'linkfile',
  'linknone',
  'full',
]

const allRows: Row[] = DESTINATIONS.flatMap((destination) => [
  ...SOURCES.map((source) => ({ link: false, source, destination })),
  ...LINKS.map((source) => ({ link: true, source, destination })),
])
/** A tenth of them, in which each source and each destination is, or each destination alone; FAIRLEAD_COPY_ROWS=all takes all. */
const STEP = process.env.FAIRLEAD_COPY_ROWS === 'all' ? 1 : repeated({ soak: 10, whole: 10, usually: 40 })
const rows = allRows.filter((_, index) => index % STEP === 0)

/** What every row copies. Nothing leads out: go-archive refuses such links up to 0.2. */
const SOURCE = `mkdir -p d/s d/sub/t; echo f > f; echo g > d/g; ln d/g d/s/hard; ln -s g d/l; ln -s f lf; ln -s d ld; ln -s gone dangling
  ln f hard; echo x > d/sub/x; chmod 4750 d/g; chmod 1777 d/sub; chmod 555 d/sub/t; printf '' > d/empty; echo long > d/${'n'.repeat(120)}
  touch -h -d '2011-02-03 04:05:06' d/l lf ld dangling; touch -d '2012-02-03 04:05:06' d/g d/empty f; touch -d '2013-01-01' d/sub/t d/s d/sub d .`

/** Where a row copies to. `full/d` and `full/f` are in the way, each of the other kind. */
const DESTINATION = `mkdir -p dir full/f; echo old > file; echo old > full/d; ln -s dir linkdir; ln -s file linkfile; ln -s later linknone
  echo kept > dir/kept; chmod 700 dir; touch -d '2001-01-01' file full/d full/f full dir/kept dir .`

function make(folder: string, script: string): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('sh', ['-ec', script], { cwd: folder })
}

async function container(t: TestContext, more: object = {}): Promise<string> {
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['true'], ...more })
  const { Id } = await callJson<{ Id: string }>(host, 'POST', '/containers/create', body)
  t.after(() => call(host, 'DELETE', `/containers/${Id}?force=1&v=1`))
  return Id
}

function open(t: TestContext): Engine {
  const engine = connect(host)
  t.after(() => engine.close())
  return engine
}

/** Runs `one` for all rows, some at a time. */
async function forRows(one: (row: Row, index: number) => Promise<void>): Promise<void> {
  const waiting = rows.entries()
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (const [index, row] of waiting) await one(row, index)
    }),
  )
}

function inWords({ link, source, destination }: Row): string {
  return `${link ? '-L ' : ''}${source} → ${destination}`
}

/** What became of a row: of both sides it must be the same. */
function outcome(row: Row, error: unknown): string {
  return `${inWords(row)}: ${error === undefined ? 'done' : 'refused'}`
}

/** The docker CLI's copy. */
async function theirs(row: Row, from: string, to: string): Promise<string | undefined> {
  const { status, stderr } = await docker({ DOCKER_HOST: host }, 'cp', '-q', ...(row.link ? ['-L'] : []), from, to)
  return status === 0 ? undefined : stderr
}

async function ours(copy: Promise<void>): Promise<unknown> {
  try {
    await copy
    return undefined
  } catch (error) {
    return error
  }
}

test(`docker cp into a container: ${rows.length} rows`, { skip }, async (t) => {
  const engine = open(t)
  const folder = tempDir(t)
  make(`${folder}/source`, SOURCE)
  make(`${folder}/all`, '')
  for (const index of rows.keys()) make(`${folder}/all/${index}`, DESTINATION)
  const [one, other] = [await container(t), await container(t)]
  for (const id of [one, other]) await copyIn(engine, id, `${folder}/all`, '/w')
  const outcomes: { theirs: string[]; ours: string[] } = { theirs: [], ours: [] }
  await forRows(async (row, index) => {
    const [from, to] = [`${folder}/source/${row.source}`, `/w/${index}/${row.destination}`]
    outcomes.theirs[index] = outcome(row, await theirs(row, from, `${one}:${to}`))
    outcomes.ours[index] = outcome(row, await ours(copyIn(engine, other, from, to, { followLink: row.link })))
  })
  assert.deepEqual(outcomes.ours, outcomes.theirs)
  // So that an equal failure of all is seen.
  const done = outcomes.ours.filter((one) => one.endsWith('done')).length
  assert.ok(done > rows.length / 3 && done < rows.length, `${done} of ${rows.length} rows were copied`)
  const lists = await Promise.all([other, one].map(async (id) => listArchive((await copyFrom(engine, id, '/w')).tar)))
  assert.deepEqual(named(lists[0]!), named(lists[1]!))
})

test(`docker cp out of a container: ${rows.length} rows`, { skip }, async (t) => {
  const engine = open(t)
  const folder = tempDir(t)
  make(`${folder}/source`, SOURCE)
  const id = await container(t)
  await copyIn(engine, id, `${folder}/source`, '/w')
  for (const side of ['theirs', 'ours'])
    for (const index of rows.keys()) make(`${folder}/${side}/${index}`, DESTINATION)
  const outcomes: { theirs: string[]; ours: string[] } = { theirs: [], ours: [] }
  await forRows(async (row, index) => {
    const from = `/w/${row.source}`
    const to = (side: string) => `${folder}/${side}/${index}/${row.destination}`
    outcomes.theirs[index] = outcome(row, await theirs(row, `${id}:${from}`, to('theirs')))
    outcomes.ours[index] = outcome(row, await ours(copyOut(engine, id, from, to('ours'), { followLink: row.link })))
  })
  assert.deepEqual(outcomes.ours, outcomes.theirs)
  assert.deepEqual(named(listFolder(`${folder}/ours`)), named(listFolder(`${folder}/theirs`)))
})

/** Lines with their row in words instead of its number. */
function named(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.replace(/^(w)?\/(\d+)/, (_, _w, index) => `(${inWords(rows[Number(index)]!)})`))
    .sort()
}

test('archive: what is copied belongs to the container’s user', { skip }, async (t) => {
  const engine = open(t)
  const folder = tempDir(t)
  make(folder, 'echo f > f')
  const [id, peer] = [await container(t, { User: '1:1' }), await container(t, { User: '1:1' })]
  const passwd = writeTar([{ name: 'passwd', content: 'u:x:1:1::/:/bin/sh\n' }])
  for (const each of [id, peer]) await copyTo(engine, each, '/etc', passwd).catch(() => {})
  const error = await ours(copyIn(engine, id, `${folder}/f`, '/f', { archive: true }))
  const { status } = await docker({ DOCKER_HOST: host }, 'cp', '-q', '-a', `${folder}/f`, `${peer}:/f`)
  assert.equal(error === undefined, status === 0, String(error))
  if (error !== undefined) return
  const lists = await Promise.all([id, peer].map(async (each) => listArchive((await copyFrom(engine, each, '/f')).tar)))
  assert.deepEqual(lists[0], lists[1])
  assert.match(lists[0]!.join(), /1:1/)
})
