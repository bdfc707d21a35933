// An iterator whose consumer leaves, or whose call is aborted: queued items are discarded, the source is cancelled once.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { abortError, FairleadError } from '../../../src/error.ts'
import { iterateRecords } from '../../../src/stream/read/iterate.ts'
import { ScriptedSource, sourceOf, utf8Of } from '../support.ts'

const done = { value: undefined, done: true }
const reset = new FairleadError('ERR_CONNECTION_RESET', 'reset')

test('an abort discards what waits: next() rejects, then ends', async () => {
  const source = new ScriptedSource()
  const records = iterateRecords(source)
  const first = records.next()
  source.data(utf8Of('1\n2\n3\n'))
  assert.deepEqual(await first, { value: 1, done: false })
  const error = abortError('enough')
  source.fail(error)
  await assert.rejects(records.next(), error)
  assert.deepEqual(await records.next(), done)
  assert.deepEqual(await records.return(), done)
})

describe('leaving', () => {
  const endless = () => {
    const source = new ScriptedSource()
    source.onStart = () => {
      for (let i = 0; i < 10; i++) source.data(utf8Of(`${i}\n`))
    }
    return source
  }

  test('break cancels', async () => {
    const source = endless()
    for await (const value of iterateRecords(source)) if (value === 3) break
    assert.deepEqual(source.operations, ['start', 'cancel'])
  })

  test('throw in the loop cancels', async () => {
    const source = endless()
    const mine = new RangeError('mine')
    await assert.rejects(async () => {
      for await (const _ of iterateRecords(source)) throw mine
    }, mine)
    assert.deepEqual(source.operations, ['start', 'cancel'])
  })

  test('return: waiters get the end, queued items are discarded, a second call does nothing', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source)
    const calls = [records.next(), records.next()]
    assert.deepEqual(await records.return(), done)
    assert.deepEqual(await Promise.all(calls), [done, done])
    assert.deepEqual(await records.return(), done)
    assert.deepEqual(source.operations, ['start', 'cancel'])
    const ready = iterateRecords(endless())
    await ready.next()
    await ready.return()
    assert.deepEqual(await ready.next(), done)
  })

  test('throw: the source is cancelled with the error, and the result rejects with it', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source)
    const waiting = records.next()
    await assert.rejects(records.throw(reset), reset)
    assert.deepEqual(await waiting, done)
    assert.equal(source.reason, reset)
    assert.deepEqual(await records.next(), done)
  })

  test('before the first next the source is cancelled, never started', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source)
    await records.return()
    assert.deepEqual(await records.next(), done)
    assert.deepEqual(source.operations, ['cancel'])
  })

  test('disposal cancels; after the end there is nothing to cancel', async () => {
    const source = new ScriptedSource()
    await iterateRecords(source)[Symbol.asyncDispose]()
    assert.deepEqual(source.operations, ['cancel'])
    const ended = sourceOf([utf8Of('1\n')])
    const records = iterateRecords(ended)
    await records.next()
    assert.deepEqual(await records.next(), done)
    await records[Symbol.asyncDispose]()
    assert.deepEqual(ended.operations, ['start'])
  })

  test('a source that goes on after cancel, against the contract, is ignored', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source)
    const first = records.next()
    await records.return()
    source.handler!.onData(utf8Of('1\n'), 0, 2)
    source.handler!.onFail(reset)
    source.handler!.onEnd()
    assert.deepEqual(await first, done)
    assert.deepEqual(await records.next(), done)
  })

  test('from inside onRecord', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source, () => void records.return())
    const first = records.next()
    source.data(utf8Of('1\n2\n'))
    assert.deepEqual(await first, done)
    assert.deepEqual(await records.next(), done)
    assert.deepEqual(source.operations, ['start', 'cancel'])
  })

  test('from inside onRecord, which then throws', async () => {
    const source = new ScriptedSource()
    const records = iterateRecords(source, () => {
      void records.return()
      throw reset
    })
    const first = records.next()
    source.data(utf8Of('1\n2\n'))
    assert.deepEqual(await first, done)
    assert.deepEqual(await records.next(), done)
  })
})

test('next from inside onRecord settles after those before it', async () => {
  const source = new ScriptedSource()
  const inner: Promise<unknown>[] = []
  const records = iterateRecords(source, () => inner.push(records.next()))
  const first = records.next()
  source.data(utf8Of('1\n2\n'))
  source.end()
  assert.deepEqual(await first, { value: 1, done: false })
  assert.deepEqual(await Promise.all(inner), [{ value: 2, done: false }, done])
})
