// The Engine of this run serves every GET operation, in its own version and in older ones, and most others in its own, as the types say, except for what
// docs/schema-findings.md lists.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { NEWEST_API_VERSION, olderVersion } from '../../src/engine/api-version/api-version.ts'
import { callJson } from '../live/call.ts'
import { startPrivateEngine } from '../live/private-engine.ts'
import { liveEngine } from '../support/live.ts'
import { root } from '../support/root.ts'
import { isWhole } from '../support/soak.ts'
import { jsonValues, type RecordedResponse } from './answers.ts'
import { findingsOf, PAGE, row, rowsOf, TYPES_TABLE } from './findings.ts'
import { ask, prepare } from './scenario.ts'
import { readShapes } from './shapes.ts'

const { skip, own } = liveEngine()
/** Versions besides its own; an Engine may refuse the oldest. */
const OLDER = ['1.25', '1.30', '1.35', '1.40']

// a swarm and a plugin are made, which no other test should meet: an Engine of this file's own
const reason = skip === false && !own ? 'a swarm is made: only on a private Engine' : skip

test('every GET operation has a response as the types say', { skip: reason }, async (t) => {
  const engine = await startPrivateEngine()
  t.after(() => engine.stop())
  const { ApiVersion } = await callJson<{ ApiVersion: string }>(engine.host, 'GET', '/version')
  const { questions, without, made, end, stop } = await prepare(engine.host)
  t.after(stop)
  for (const left of without) t.diagnostic(`without ${left}`)
  const shapes = readShapes()
  const responses: RecordedResponse[] = []
  const newest = olderVersion(ApiVersion, NEWEST_API_VERSION)
  for (const version of [newest, ...(isWhole ? OLDER : [])]) {
    for (const question of questions) {
      if (question.slow && version !== newest) continue
      const { status, text } = await ask(engine.host, version, question)
      const { id } = question
      responses.push({ engine: 'live', version, newest, id, status, values: jsonValues(text) })
    }
  }
  for (const left of await end()) t.diagnostic(`at the end, without ${left}`)
  responses.push(...made.map((one) => ({ engine: 'live', version: newest, newest, ...one })))
  const successes = responses.filter(({ id, status }) => status === 200 && shapes.operations.get(id)?.json.has('200'))
  for (const { id, values } of successes) assert.ok(values.length > 0, `${id} gave no JSON`)
  assert.ok(new Set(successes.map(({ id }) => id)).size >= 20, 'hardly any response came')

  const page = rowsOf(readFileSync(path.join(root, PAGE), 'utf8'), TYPES_TABLE)
  const known = new Set(page.map(fieldAndKind))
  const differing = findingsOf(shapes, responses)
    .filter(({ kind }) => kind !== 'ahead')
    .map(row)
  assert.deepEqual(
    differing.filter((line) => !known.has(fieldAndKind(line))),
    [],
  )
})

/** A row's first two cells: what arrived and who sent it may vary. */
function fieldAndKind(line: string): string {
  return line.split(' | ').slice(0, 2).join(' ')
}
