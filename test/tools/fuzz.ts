// `npm run fuzz`: generated responses, faults, readers, user actions and uploads against a model that knows the right outcome, until
// the time is over or a case fails. A failing case is made smaller, and the last line is the command that runs it again.
//
//   node build/test/tools/fuzz.js [--minutes N] [--seed S] [--path P] [--case JSON] [--reader name …]

import { parseArgs } from 'node:util'
import { realTime } from '../fuzz/clock.ts'
import { type Case, cases } from '../fuzz/plan.ts'
import { openRange, Tally } from '../fuzz/range.ts'
import { readers, runCase } from '../fuzz/run-case.ts'
import fc from '../support/property.ts'

/** Cases of one seed; the next seed follows. */
const ROUND = 2_000

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    path: { type: 'string' },
    case: { type: 'string' },
    reader: { type: 'string', multiple: true, default: Object.keys(readers) },
  },
})
const first = values.seed === undefined ? Math.trunc(Math.random() * 1_000_000) : Number(values.seed)
const until = realTime() + Number(values.minutes) * 60_000
const range = await openRange()
const tally = new Tally()

/** Runs one seed; false when a case failed. */
async function round(seed: number): Promise<boolean> {
  let fails = false
  const property = fc.asyncProperty(cases(values.reader), async (one) => {
    // After the time is over, the rest of the round is skipped; a failing case is still made smaller.
    if (!fails && values.path === undefined && realTime() > until) return
    try {
      tally.add(await runCase(one, range))
    } catch (error) {
      fails = true
      throw error
    }
  })
  const result = await fc.check(property, {
    seed,
    numRuns: ROUND,
    ...(values.path === undefined ? {} : { path: values.path }),
  })
  if (!result.failed) return true
  const [one] = result.counterexample as [Case]
  console.log(`\n${JSON.stringify(one)}`)
  console.log((result.errorInstance as Error | null)?.stack ?? String(result.errorInstance))
  const only =
    values.reader.length === Object.keys(readers).length
      ? ''
      : values.reader.map((name) => ` --reader '${name}'`).join('')
  console.log(`\nto run it again: npm run fuzz -- --seed ${seed} --path ${result.counterexamplePath}${only}`)
  return false
}

let holds = true
if (values.case !== undefined) tally.add(await runCase(JSON.parse(values.case) as Case, range))
else {
  console.log(`seed ${first}, ${values.minutes} minutes`)
  for (let seed = first; holds && realTime() < until; seed++) {
    holds = await round(seed)
    if (values.path !== undefined) break
  }
}
await range.close()
console.log(`\n${tally.table()}`)
process.exitCode = holds ? 0 : 1
