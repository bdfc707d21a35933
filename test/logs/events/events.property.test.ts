// Following events, over a model of an Engine with its ring, cuts, dead connections and restarts: what is delivered is what happened but
// for the gaps that were reported, in order, once. FAIRLEAD_SCHEDULES=100000 runs that many schedules. Then mutated copies of the
// algorithm: each must be caught, or the model proves nothing.

import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { EventFollower } from '../../../src/logs/events/event-follower.ts'
import { EventQueue } from '../../../src/logs/events/event-queue.ts'
import { type EventSubject, runEventSchedule } from './event-schedule.ts'

const SCHEDULES = Number(process.env.FAIRLEAD_SCHEDULES ?? 50)
const FIRST_SEED = Number(process.env.FAIRLEAD_FIRST_SEED ?? 1)

test(`${SCHEDULES} schedules: no event is missing without a gap, none comes twice`, async (t) => {
  const problems: string[] = []
  const totals = { events: 0, missing: 0, gaps: 0 }
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
    const problem = await runEventSchedule(seed, { EventFollower, EventQueue }, totals)
    if (problem !== undefined) problems.push(problem)
  }
  t.diagnostic(`${totals.events} events delivered, ${totals.missing} missing in ${totals.gaps} gaps`)
  assert.deepEqual(problems.slice(0, 20), [])
  assert.ok(totals.events > SCHEDULES * 20)
})

/** What is done to which file of the compiled algorithm. */
interface Mutation {
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
  /** The first schedule that is tried, where it takes a rare one. */
  readonly seed?: number
}

const mutations: Readonly<Record<string, Mutation>> = {
  'it resumes by time': {
    file: 'events/event-place.js',
    from: 'const known = counted(keys);',
    to: `const last = BigInt(timeOf(keys.at(-1) ?? from + '-'));
         return { fresh: received.flatMap((key, at) => (BigInt(timeOf(key)) > last ? [at] : [])), gap: undefined };`,
  },
  'a restart is not said': {
    file: 'events/event-place.js',
    from: "isFull ? 'overrun' : 'restarted'",
    to: "isFull ? 'overrun' : undefined",
  },
  'the ring is endless': {
    file: 'events/event-place.js',
    from: "isFull ? 'overrun' : 'restarted'",
    to: "isFull ? undefined : 'restarted'",
  },
  'a ring that was read up to a moment counts as not full': {
    seed: 100,
    file: 'events/event-place.js',
    from: '{ received, ring, isFull, wasAway } = reading;',
    to: '{ received, ring, wasAway } = reading; const isFull = ring.length >= RING_EVENTS;',
  },
  'each event comes once on a connection': {
    file: 'events/event-arrival.js',
    from: 'if (!isUnique(key))',
    to: 'if (true)',
  },
  'one event is remembered': {
    seed: 63,
    file: 'events/event-place.js',
    from: /keys\.slice\(-Math[^;]*\)\);/,
    to: 'keys.slice(-1)); keys = keys.slice(-1);',
  },
  'the ring counts as empty for good': {
    seed: 592,
    file: 'events/event-place.js',
    from: 'since === 0 && ',
    to: '',
  },
  'the place is looked for before the ring has come': {
    file: 'events/event-follower.js',
    from: /!includesAll\([^;]*?matching\)/,
    to: 'false',
  },
  'what is dropped is not said': {
    file: 'events/event-queue.js',
    from: "kind: 'gap', cause: 'behind'",
    to: "kind: 'resumed'",
  },
}

/** The algorithm with some of its text changed, as modules of their own. */
async function mutant(t: TestContext, { file, from, to }: Mutation): Promise<EventSubject> {
  const source = path.resolve(import.meta.dirname, '../../../src/logs')
  const folder = `${source}-${process.pid}-${Math.random().toString(36).slice(2)}`
  cpSync(source, folder, { recursive: true })
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const place = path.join(folder, file)
  const text = readFileSync(place, 'utf8').replace(/\/\/# sourceMappingURL.*$/m, '')
  const changed = text.replace(from, to)
  assert.notEqual(changed, text, `${file} has ${from}`)
  writeFileSync(place, changed)
  const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(folder, name)).href)
  const follower = (await load('events/event-follower.js')) as Pick<EventSubject, 'EventFollower'>
  const queue = (await load('events/event-queue.js')) as Pick<EventSubject, 'EventQueue'>
  return { ...follower, ...queue }
}

for (const [name, mutation] of Object.entries(mutations)) {
  test(`a mutation is caught: ${name}`, async (t) => {
    const subject = await mutant(t, mutation)
    for (let seed = mutation.seed ?? 1; seed <= 1000; seed++) {
      if ((await runEventSchedule(seed, subject)) !== undefined) {
        t.diagnostic(`caught by schedule ${seed}`)
        return
      }
    }
    assert.fail('1,000 schedules did not catch it')
  })
}
