// Which errors end what is followed, and which are tried again: each status, and each blame.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EngineError, FairleadError } from '../../../src/error.ts'
import { isFinal } from '../../../src/logs/port/final-error.ts'

test('what the Engine refuses for good, and what passes', () => {
  const refusal = (status: number): boolean =>
    isFinal(new EngineError('ERR_ENGINE', { status, method: 'GET', path: '/x', reason: 'no' }))
  assert.deepEqual(
    [400, 401, 403, 404, 410, 499].filter((status) => !refusal(status)),
    [],
  )
  assert.deepEqual([408, 409, 429, 500, 501, 503].filter(refusal), [])
})

test('what the caller did wrong, and what a peer or the network did', () => {
  assert.equal(isFinal(new FairleadError('ERR_CLOSED', 'closed')), true)
  assert.equal(isFinal(new FairleadError('ERR_OPTION', 'wrong')), true)
  assert.equal(isFinal(new FairleadError('ERR_CONNECTION_RESET', 'cut')), false)
  assert.equal(isFinal(new FairleadError('ERR_CONNECT', 'away')), false)
  assert.equal(isFinal(new Error('any other')), false)
})
