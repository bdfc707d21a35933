// The reducer over records as Engines send them: a pull, a push, a load, a classic build; and what no order of records may break.

import assert from 'node:assert/strict'
import test from 'node:test'
import {
  type ProgressState,
  progressEnd,
  progressNext,
  progressStart,
  RATE_STEP_MS,
} from '../../../src/containers/progress/progress-state.ts'
import type { ProgressRecord } from '../../../src/index.ts'
import fc from '../../support/property.ts'

function after(...records: ProgressRecord[]): ProgressState {
  return records.reduce<ProgressState>((state, record) => progressNext(state, record), progressStart)
}

const of = (id: string, status: string, current?: number, total?: number): ProgressRecord => ({
  id,
  status,
  progressDetail: current === undefined ? {} : { current, ...(total === undefined ? {} : { total }) },
})

test('a pull: each layer goes from waiting to done, and the whole is known once each size is', () => {
  const begun = [of('latest', 'Pulling from library/x'), of('a', 'Pulling fs layer'), of('b', 'Pulling fs layer')]
  let state = after(...begun, of('a', 'Downloading', 10, 100))
  assert.deepEqual(
    state.layers.map(({ id, phase }) => [id, phase]),
    [
      ['a', 'moving'],
      ['b', 'waiting'],
    ],
  )
  assert.equal(state.line, 'latest: Pulling from library/x')
  assert.deepEqual([state.moved, state.size], [10, undefined])
  const rest = [of('b', 'Downloading', 5, 50), of('a', 'Verifying Checksum'), of('a', 'Download complete')]
  state = after(...begun, of('a', 'Downloading', 10, 100), ...rest, of('a', 'Extracting', 30, 100))
  assert.deepEqual([state.moved, state.size], [105, 150])
  const { phase, current, total, status } = state.layers[0]!
  assert.deepEqual(
    { phase, current, total, status },
    { phase: 'unpacking', current: 30, total: 100, status: 'Extracting' },
  )
  state = progressEnd(progressNext(state, of('a', 'Pull complete')))
  assert.equal(state.layers[0]!.phase, 'done')
  assert.equal(state.outcome, 'done')
})

test('layers that are there, layers without a size, and a download that begins again', () => {
  const state = after(
    of('a', 'Already exists'),
    of('b', 'Download complete'),
    of('c', 'Downloading', 60, 80),
    of('c', 'Retrying in 5 seconds'),
    of('c', 'Downloading', 20, 80),
  )
  assert.deepEqual([state.moved, state.size], [20, 80])
  assert.deepEqual(
    state.layers.map(({ phase }) => phase),
    ['done', 'unpacking', 'moving'],
  )
})

test('extracting that is counted in seconds has no bytes', () => {
  const record = { id: 'a', status: 'Extracting', progressDetail: { current: 3, units: 's' } }
  const { current, total, phase } = after(of('a', 'Downloading', 9, 9), record).layers[0]!
  assert.deepEqual({ current, total, phase }, { current: undefined, total: undefined, phase: 'unpacking' })
})

test('a push that sends more than it had counted stays within its size; mounted layers move nothing', () => {
  const state = after(
    { status: 'The push refers to repository [r/x]' },
    of('a', 'Preparing'),
    of('b', 'Mounted from library/y'),
    of('a', 'Pushing', 120, 100),
    of('a', 'Pushed'),
    { status: `latest: digest: sha256:${'0'.repeat(64)} size: 528` },
  )
  assert.deepEqual([state.moved, state.size, state.layers.length], [100, 100, 2])
  assert.ok(state.layers.every(({ phase }) => phase === 'done'))
  assert.match(state.line!, /^latest: digest/)
})

test('a load: a layer is done with its last byte', () => {
  assert.equal(after(of('a', 'Loading layer', 5, 10)).layers[0]!.phase, 'moving')
  assert.equal(after(of('a', 'Loading layer', 5, 10), of('a', 'Loading layer', 10, 10)).layers[0]!.phase, 'done')
})

test('a classic build: its step and the last line of its output', () => {
  const state = after({ stream: 'Step 2/7 : RUN make\n' }, { stream: ' ---> Running in 1234\n' }, { stream: '\n' })
  assert.deepEqual(state.step, { number: 2, count: 7, text: 'RUN make' })
  assert.equal(state.line, ' ---> Running in 1234')
  assert.equal(progressEnd(state, new Error('no')).outcome, 'failed')
  assert.equal(progressEnd(state, new Error('no')).error?.message, 'no')
})

test('the rate: bytes per second, smoothed, and no faster than its step', () => {
  let state = progressNext(progressStart, of('a', 'Downloading', 0, 1e6), 0)
  assert.equal(state.rate, undefined)
  state = progressNext(state, of('a', 'Downloading', 500, 1e6), RATE_STEP_MS - 1)
  assert.equal(state.rate, undefined)
  state = progressNext(state, of('a', 'Downloading', 1000, 1e6), 1000)
  assert.equal(state.rate, 1000)
  for (let second = 2; second < 60; second++)
    state = progressNext(state, of('a', 'Downloading', 1000 + second * 5000, 1e6), second * 1000)
  assert.ok(Math.abs(state.rate! - 5000) < 1, String(state.rate))
  // Nothing comes any more, and a download that begins again is no negative rate.
  for (let second = 60; second < 90; second++)
    state = progressNext(state, of('a', 'Downloading', 7, 1e6), second * 1000)
  assert.ok(state.rate! >= 0 && state.rate! < 1, String(state.rate))
})

const statuses = [
  'Pulling fs layer',
  'Waiting',
  'Downloading',
  'Extracting',
  'Pull complete',
  'Pushing',
  'Pushed',
  'x',
  'Loading layer',
]
const record = fc.record(
  {
    id: fc.constantFrom('a', 'b', ''),
    status: fc.constantFrom(...statuses),
    stream: fc.string(),
    progressDetail: fc.record({ current: fc.nat(), total: fc.nat(), units: fc.constant('s') }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)

test('any records in any order: no layer has moved more than its size, sums are sums, and no state is changed later', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 30 }), (records) => {
      let state: ProgressState = progressStart
      let at = 0
      for (const one of records) {
        const before = structuredClone(state)
        const next = progressNext(state, one as ProgressRecord, (at += 100))
        assert.deepEqual(state, before)
        state = next
        let moved = 0
        for (const layer of state.layers) {
          assert.ok(layer.size === undefined || layer.moved <= layer.size)
          moved += layer.moved
        }
        assert.equal(state.moved, moved)
        assert.ok(state.rate === undefined || (state.rate >= 0 && Number.isFinite(state.rate)))
      }
    }),
  )
})
