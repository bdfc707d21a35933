// Following a log, over a model of an Engine that rotates, skips, repeats, damages, truncates and cuts: what is delivered is what is
// stored but for the gaps that were reported, in order, once. FAIRLEAD_SCHEDULES=100000 runs that many schedules. Then mutated copies
// of the algorithm: each must be caught, or the model proves nothing.

import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Follower } from '../../../src/logs/follow/follower.ts'
import { RecordQueue } from '../../../src/logs/follow/record-queue.ts'
import { TailedSource } from '../../../src/logs/tail/tailed-source.ts'
import { isWhole, repeated } from '../../support/soak.ts'
import type { Subject } from './consumer.ts'
import { runSchedule } from './schedule.ts'

const SCHEDULES = Number(process.env.FAIRLEAD_SCHEDULES ?? repeated({ soak: 2_000, whole: 400, usually: 120 }))
const FIRST_SEED = Number(process.env.FAIRLEAD_FIRST_SEED ?? 1)

test(`${SCHEDULES} schedules: nothing is lost without a gap, nothing comes twice`, async () => {
  const problems: string[] = []
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
    const problem = await runSchedule(seed, { Follower, RecordQueue })
    if (problem !== undefined) problems.push(problem)
  }
  assert.deepEqual(problems, [])
})

test(`${SCHEDULES} schedules of a tail's source, which is put away and woken: the same`, async (t) => {
  const problems: string[] = []
  let doorbells = 0
  const onEnd: Subject['onEnd'] = (engine) => {
    doorbells += engine.doorbells
  }
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
    const problem = await runSchedule(seed, { Follower, RecordQueue, TailedSource, onEnd })
    if (problem !== undefined) problems.push(problem)
  }
  t.diagnostic(`${doorbells} connections were left open`)
  assert.deepEqual(problems, [])
  // A few schedules, as in a replay, may leave none.
  if (SCHEDULES >= 100) assert.ok(doorbells > SCHEDULES)
})

test('schedules that found something once', async () => {
  const found = [
    95184, 508605, 509314, 512578, 1000510, 1002909, 1019152, 1116679, 1119219, 1119525, 2107040, 3106423, 4004364,
    7011859, 8106160, 8124288, 9000741,
  ]
  for (const seed of found) {
    assert.equal(await runSchedule(seed, { Follower, RecordQueue }), undefined)
    assert.equal(await runSchedule(seed, { Follower, RecordQueue, TailedSource }), undefined)
  }
})

/** What is done to which file of the compiled algorithm. */
interface Mutation {
  readonly file: string
  readonly from: RegExp
  readonly to: string
}

const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'lines are joined by LF': [
    {
      file: 'records/joiner.js',
      from: /if \(open === undefined \|\| [^)]*\)\s*return false;/,
      to: 'return open !== undefined;',
    },
    { file: 'records/joiner.js', from: /end - text >= PIECE_BYTES && /, to: '' },
  ],
  'it resumes by since': [
    {
      file: 'follow/catch-up.js',
      from: /new Aligner\(port\.place\.runs\(\), fromHead, port\.place\.isSevered\)/,
      to: 'new Aligner([], true)',
    },
    {
      file: 'follow/catch-up.js',
      from: /pass\.end = await port\.read\(\{ follow: false, tail \}/,
      to: "pass.end = await port.read({ follow: false, tail: 'all', since: after(port.place.last) }",
    },
    {
      file: 'follow/catch-up.js',
      from: /$/,
      to: '\nconst after = (last) => last && stampOf(last.nanos ? { ...last, nanos: last.nanos + 1 } : { ...last, seconds: last.seconds + 1 });\n',
    },
  ],
  'the anchor is one record': [
    { file: 'records/anchor.js', from: /return short\.some[^;]*;/, to: 'return all.slice(-1);' },
  ],
  'no closing read': [
    {
      file: 'follow/follower.js',
      from: /async #closingRead\(seen\) \{/,
      to: 'async #closingRead(seen) {\nreturn true;',
    },
  ],
  'no audit': [{ file: 'follow/audit.js', from: /async audit\(\) \{/, to: 'async audit() {\nreturn;' }],
  'a stop ends every open line': [
    { file: 'follow/follower.js', from: /if \(!this\.#sink\.isLineOpen \|\| seen\.isSameRun\)/, to: '' },
  ],
  'a run that is over counts as the one that was read': [
    { file: 'follow/follower.js', from: / \|\| again\.startedAt === seen\.startedAt/, to: ' || true' },
  ],
  'it follows where it must cut': [{ file: 'port/reading.js', from: /if \(maxSize === 0\)/, to: 'if (maxSize >= 0)' }],
}

/** The same of a tail's source, which is put away and woken. */
const tailed: Readonly<Record<string, readonly Mutation[]>> = {
  'one whose doorbell rang is put away': [
    { file: 'tail/watched-port.js', from: /(hasLooked === true) && !leaving\.doorbell\.hasRung;/, to: '$1;' },
  ],
  'one that wakes begins at the end': [
    {
      file: 'tail/tailed-source.js',
      from: /const from = runs\.length > 0 \?[^;]*;/,
      to: "const from = { kind: 'now' };",
    },
  ],
  'one is put away in the middle of a line': [
    { file: 'follow/record-queue.js', from: / && !this\.isLineOpen/, to: '' },
  ],
}

/** The first schedule that is tried, where earlier ones do not show the mutation; a whole run begins at the first one. */
const LATE: Readonly<Record<string, number>> = {
  'the anchor is one record': 35,
  'a stop ends every open line': 144,
  'a run that is over counts as the one that was read': 146,
}

/** The algorithm with some of its text changed, as modules of their own. */
async function mutant(t: TestContext, changes: readonly Mutation[]): Promise<Required<Omit<Subject, 'onEnd'>>> {
  const source = path.resolve(import.meta.dirname, '../../../src/logs')
  const folder = `${source}-${process.pid}-${Math.random().toString(36).slice(2)}`
  cpSync(source, folder, { recursive: true })
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const { file, from, to } of changes) {
    const place = path.join(folder, file)
    const text = readFileSync(place, 'utf8').replace(/\/\/# sourceMappingURL.*$/m, '')
    const changed = text.replace(from, to)
    assert.notEqual(changed, text, `${file} has ${from}`)
    writeFileSync(place, changed)
  }
  const load = (file: string): Promise<unknown> => import(pathToFileURL(path.join(folder, file)).href)
  const { Follower } = (await load('follow/follower.js')) as Pick<Subject, 'Follower'>
  const { RecordQueue } = (await load('follow/record-queue.js')) as Pick<Subject, 'RecordQueue'>
  const { TailedSource } = (await load('tail/tailed-source.js')) as Required<Pick<Subject, 'TailedSource'>>
  return { Follower, RecordQueue, TailedSource }
}

for (const [what, changes] of [...Object.entries(mutations), ...Object.entries(tailed)]) {
  test(`a mutation is caught within 1,000 schedules: ${what}`, async (t) => {
    const { TailedSource, ...plain } = await mutant(t, changes)
    const subject = what in tailed ? { ...plain, TailedSource } : plain
    for (let seed = isWhole ? 1 : (LATE[what] ?? 1); seed <= 1000; seed++) {
      if ((await runSchedule(seed, subject)) === undefined) continue
      t.diagnostic(`by schedule ${seed}`)
      return
    }
    assert.fail('no schedule of 1,000 saw it')
  })
}
