// A progress rejects on every failure, also on those that other clients report as success or crash on: records that are errors,
// without a final LF, responses cut off, lines that are not JSON, split characters. Each by iterating and by done().

import assert from 'node:assert/strict'
import test from 'node:test'
import { build, type EngineError, FairleadError, importImage, load, pull } from '../../../src/index.ts'
import { RECENT_CHARS, RECENT_RECORDS } from '../../../src/recipes/images/recent-records.ts'
import { eventually } from '../../support/eventually.ts'
import { CHUNKED, chunk, chunkedResponse, gather, respondWith, scripted } from '../support.ts'

const failed = '{"errorDetail":{"code":3,"message":"it € broke"},"error":"it € broke"}'

const failures: [string, Uint8Array, object, number][] = [
  [
    'an error record',
    chunkedResponse('{"status":"one"}\r\n', `${failed}\r\n`),
    { code: 'ERR_ENGINE_STREAM', detailCode: 3 },
    1,
  ],
  [
    'an error record without a final LF',
    chunkedResponse('{"status":"one"}\r\n', failed),
    { code: 'ERR_ENGINE_STREAM' },
    1,
  ],
  [
    'the older field alone',
    chunkedResponse('{"error":"it € broke"}\n'),
    { reason: 'it € broke', detailCode: undefined },
    0,
  ],
  [
    'an error record after a CR alone',
    chunkedResponse(`{"status":"one"}\r${failed}\r`),
    { reason: 'it € broke', status: 200 },
    1,
  ],
  ['a line of HTML', chunkedResponse('{"status":"one"}\n', '<html>502</html>\n'), { code: 'ERR_RECORD_SYNTAX' }, 1],
  ['a record cut by a clean end', chunkedResponse('{"status":"one"}\n{"stat'), { code: 'ERR_TRUNCATED_RECORD' }, 1],
]

for (const [name, bytes, expected, before] of failures) {
  test(`${name}: iterating gives the records before it, then the error`, async (t) => {
    const { engine } = await scripted(t, respondWith(bytes))
    const progress = pull(engine, 'a')
    const { items, error } = await gather(progress)
    assert.equal(items.length, before)
    assert.ok(error instanceof FairleadError)
    for (const [key, value] of Object.entries(expected)) assert.equal(error[key as keyof typeof error], value, key)
    await assert.rejects(progress.done(), (again) => again === error)
  })
  test(`${name}: done() rejects`, async (t) => {
    const { engine } = await scripted(t, respondWith(bytes))
    const progress = pull(engine, 'a')
    await assert.rejects(progress.done(), (error: EngineError) => {
      for (const [key, value] of Object.entries(expected)) assert.equal(error[key as keyof typeof error], value, key)
      if (error.code === 'ERR_ENGINE_STREAM') assert.equal(error.records.length, before)
      return true
    })
  })
}

test('a response cut off at any byte rejects as truncated', async (t) => {
  const whole = chunkedResponse('{"status":"one"}\r\n', '{"status":"two"}\r\n')
  const head = CHUNKED.length
  let cut = head
  const { engine } = await scripted(t, async (wire) => {
    await wire.head()
    wire.send(whole.subarray(0, cut))
    wire.end()
  })
  for (; cut < whole.length - 1; cut++) {
    await assert.rejects(load(engine, 'tar').done(), { code: 'ERR_TRUNCATED_BODY' }, `cut at ${cut - head}`)
  }
})

test('a character split at any byte is whole', async (t) => {
  const record = Buffer.from('{"stream":"5 € or 🂡"}\r\n')
  let cut = 1
  const { engine } = await scripted(t, async (wire) => {
    for (;;) {
      if ((await wire.head()) === '') return
      await wire.take(3)
      wire.send(Buffer.concat([Buffer.from(CHUNKED), chunk(record.subarray(0, cut))]))
      await new Promise(setImmediate)
      wire.send(Buffer.concat([chunk(record.subarray(cut)), Buffer.from('0\r\n\r\n')]))
      if (cut === record.length - 1) return wire.ended()
    }
  })
  for (; cut < record.length; cut++) {
    const { items, error } = await gather(load(engine, 'tar'))
    assert.equal(error, undefined)
    assert.deepEqual(items, [{ stream: '5 € or 🂡' }])
  }
})

test('a record of 10 MiB is whole', async (t) => {
  const text = 'x'.repeat(10 * 1024 * 1024)
  const { engine } = await scripted(t, respondWith(chunkedResponse(`{"stream":"${text}"}\n`)))
  const { items } = await gather(build(engine, 'tar'))
  assert.equal(items[0]?.stream, text)
})

test('the error carries the last records, bounded in number and size', async (t) => {
  const many = Array.from({ length: 5000 }, (_, i) => `{"stream":"${i}"}\n`).join('')
  const large = `{"aux":{"deep":["${'y'.repeat(RECENT_CHARS)}"]}}\n`
  const script = respondWith(chunkedResponse(many, failed))
  const { engine } = await scripted(t, script)
  await assert.rejects(build(engine, 'tar').done(), (error: EngineError) => {
    assert.equal(error.records.length, RECENT_RECORDS)
    assert.deepEqual(error.records.at(-1), { stream: '4999' })
    return true
  })
  const again = await scripted(t, respondWith(chunkedResponse(many, large, large, failed)))
  await assert.rejects(build(again.engine, 'tar').done(), (error: EngineError) => error.records.length === 1)
})

test('empty error fields are not an error', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse('{"status":"ok","error":"","errorDetail":null}\n')))
  const { items, error } = await gather(pull(engine, 'a'))
  assert.equal(error, undefined)
  assert.equal(items.length, 1)
})

test('iterating and done() work together', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse('{"status":"one"}\n', '{"status":"sha256:nope"}\n')))
  const progress = importImage(engine, 'tar')
  const iteration = gather(progress)
  const result = progress.done()
  assert.equal((await iteration).items.length, 2)
  assert.deepEqual(await result, { imageId: undefined })
  assert.deepEqual(await progress.next(), { value: undefined, done: true })
})

test('once done() reads, iterating rejects', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse('{"status":"one"}\n')))
  const progress = pull(engine, 'a')
  const done = progress.done()
  await assert.rejects(progress.next(), { code: 'ERR_BODY_TAKEN', blame: 'caller' })
  await done
})

test('leaving the loop cancels the operation, and done() rejects', async (t) => {
  const { engine, peer } = await scripted(t, async (wire) => {
    await wire.head()
    wire.send(Buffer.concat([Buffer.from(CHUNKED), chunk('{"status":"one"}\n{"status":"two"}\n')]))
    await wire.ended()
    wire.end()
  })
  const progress = pull(engine, 'a')
  for await (const _ of progress) break
  await assert.rejects(progress.done(), { code: 'ERR_CLOSED' })
  await eventually(() => peer.open.size === 0)
})

test('close() cancels before the response begins, and pending calls settle', async (t) => {
  const { engine, peer } = await scripted(t, async (wire) => {
    await wire.head()
    await wire.ended()
    wire.end()
  })
  await using progress = pull(engine, 'a')
  const next = progress.next()
  await eventually(() => peer.open.size === 1)
  progress.close()
  assert.deepEqual(await next, { value: undefined, done: true })
  await assert.rejects(progress.ready(), { code: 'ERR_CLOSED' })
  await assert.rejects(progress.done(), { code: 'ERR_CLOSED' })
  await eventually(() => peer.open.size === 0)
})

test('records arrive while the body is still being sent', async (t) => {
  const { engine } = await scripted(t, async (wire) => {
    await wire.head()
    wire.send(Buffer.concat([Buffer.from(CHUNKED), chunk('{"stream":"first"}\n')]))
    await wire.take(5 + 6 + 2 + 5 + 6)
    wire.send(Buffer.concat([chunk('{"stream":"last"}\n'), Buffer.from('0\r\n\r\n')]))
    await wire.ended()
    wire.end()
  })
  let seen: (() => void) | undefined
  const first = new Promise<void>((resolve) => {
    seen = resolve
  })
  async function* context() {
    yield 'part one'
    // The rest is sent only after a record about the beginning was read.
    await first
    yield 'part two'
  }
  const streams: (string | undefined)[] = []
  for await (const { stream } of build(engine, context())) {
    streams.push(stream)
    seen?.()
  }
  assert.deepEqual(streams, ['first', 'last'])
})
