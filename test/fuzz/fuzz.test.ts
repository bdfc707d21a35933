// Some thousand cases of `npm run fuzz`, for at most 8 s (20 s in a whole run), always the same ones but in a soak; and that the models notice wrong
// outcomes. A failure prints the command that runs its case again.

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from '../support/property.ts'
import { isSoak, repeated } from '../support/soak.ts'
import * as body from './body-model.ts'
import { realTime } from './clock.ts'
import { decode } from './http-model.ts'
import { cases } from './plan.ts'
import { openRange, Tally } from './range.ts'
import { readers, runCase } from './run-case.ts'

const MOST = 3_000
const LIMIT_MS = repeated({ soak: 20_000, whole: 20_000, usually: 8_000 })
/** A new case that fails is a finding of `npm run fuzz`, not of a change that happens to be tested then. */
const seed = isSoak ? Math.trunc(Math.random() * 1_000_000) : 1

test(`generated cases, seed ${seed}: the right bytes or the right error, nothing hangs, nothing is left`, {
  timeout: 120_000,
}, async (t) => {
  const range = await openRange()
  const tally = new Tally()
  const until = realTime() + LIMIT_MS
  let fails = false
  try {
    const property = fc.asyncProperty(cases(Object.keys(readers)), async (one) => {
      if (!fails && realTime() > until) return
      try {
        tally.add(await runCase(one, range))
      } catch (error) {
        fails = true
        throw error
      }
    })
    const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
      seed,
      numRuns: MOST,
    })
    const shown = `${JSON.stringify(counterexample?.[0])}\n${(errorInstance as Error | null)?.stack}`
    assert.ok(!failed, `npm run fuzz -- --seed ${seed} --path ${counterexamplePath}\n${shown}`)
  } finally {
    await range.close()
  }
  t.diagnostic(tally.table())
  assert.ok(tally.cases > 30, `only ${tally.cases} cases`)
})

const GET = { method: 'GET', upgrade: false }

test('the model of HTTP: what is whole, cut, reset and wrong', () => {
  const length = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
  assert.deepEqual(decode(length, 'open', GET), {
    status: 200,
    fields: [['content-length', '5']],
    framing: 'length',
    body: 'hello',
    end: 'clean',
    reusable: true,
    rest: 0,
  })
  const end = (text: string, ending: 'open' | 'end' | 'reset') => decode(text, ending, GET).end
  assert.equal(end(length.slice(0, -1), 'open'), 'open')
  assert.equal(end(length.slice(0, -1), 'end'), 'ERR_TRUNCATED_BODY')
  assert.equal(end(length.slice(0, -1), 'reset'), 'ERR_CONNECTION_RESET')
  assert.equal(end(length.slice(0, 20), 'end'), 'ERR_TRUNCATED_HEAD')
  assert.equal(end('', 'end'), 'ERR_CONNECTION_CLOSED')
  assert.equal(end('HTTP/1.1 200 OK\n', 'open'), 'ERR_HEAD_SYNTAX')
  assert.equal(end('HTTP/2.0 200 OK\r\n', 'open'), 'ERR_HTTP_VERSION')
  const chunks = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'
  assert.equal(decode(`${chunks}g\r\n`, 'open', GET).body, 'abc')
  assert.equal(end(`${chunks}g\r\n`, 'open'), 'ERR_CHUNK_SYNTAX')
  assert.equal(end(`${chunks}0\r\n\r\n`, 'open'), 'clean')
  assert.equal(decode(`${chunks}0\r\n\r\nX`, 'open', GET).rest, 1)
})

test('the models of bodies: frames, outputs, lines and records', () => {
  const frame = (kind: number, text: string) =>
    `${String.fromCharCode(kind)}\0\0\0\0\0\0${String.fromCharCode(text.length)}${text}`
  const two = frame(1, 'a\nb') + frame(2, 'E\n')
  assert.deepEqual(body.asFrames(two, 'clean', false), { items: ['stdout:a\nb', 'stderr:E\n'], end: ['clean'] })
  assert.deepEqual(body.asFrames(two.slice(0, -1), 'clean', false).end, ['ERR_TRUNCATED_FRAME'])
  assert.deepEqual(body.asFrames(`${two}hello`, 'clean', false).end, ['ERR_FRAME_TYPE'])
  assert.deepEqual(body.asOutputs(two, 'clean', false).items, ['a\nb', 'E\n'])
  assert.deepEqual(body.asLines(frame(1, 'a') + frame(1, 'b\n'), 'clean', false, false).items, ['stdout:ab$'])
  assert.deepEqual(body.asLines(frame(1, 'a') + frame(1, 'b\n'), 'clean', false, true).items, ['stdout:a', 'stdout:b$'])
  assert.deepEqual(body.asRecords('{"n":1}{"n":2', 'clean').items, ['{"n":1}'])
  assert.deepEqual(body.asRecords('{"n":2', 'clean').end, ['ERR_TRUNCATED_RECORD'])
})
