import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairleadError } from '../../../src/error.ts'
import { copyBytes, Store } from '../../../src/stream/parse/store.ts'
import { collect, decodeUtf8, MAX_ANNOUNCED_BYTES } from '../../../src/stream/read/collect.ts'
import { assertError, failureOf, ScriptedSource, sourceOf, utf8Of } from '../support.ts'

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a whole body, with any announced length', async () => {
  const body = utf8Of('abc€'.repeat(1000))
  const all = [body.slice(0, 1), body.slice(1, 1000), body.slice(1000)]
  for (const hint of [undefined, 0, 1, body.length - 1, body.length, body.length + 1, 2 ** 40]) {
    const bytes = await collect(sourceOf(all), 2 ** 41, hint)
    assert.deepEqual(bytes, body)
    assert.equal(bytes.buffer.byteLength, body.length, 'memory of exactly its length')
  }
  assert.deepEqual(await collect(sourceOf([]), 0), new Uint8Array(0))
})

test('at most 16 MiB are allocated for an announced length', async () => {
  const before = process.memoryUsage().arrayBuffers
  const promise = collect(new ScriptedSource(), Number.POSITIVE_INFINITY, 2 ** 40)
  assert(process.memoryUsage().arrayBuffers - before <= MAX_ANNOUNCED_BYTES + 65_536)
  void promise
})

test('the limit', async () => {
  const five = [utf8Of('abc'), utf8Of('de')]
  assert.deepEqual(await collect(sourceOf(five), 5), utf8Of('abcde'))
  const source = sourceOf(five)
  const error = await rejection(collect(source, 4))
  assertError(error, ['ERR_BODY_TOO_LARGE', 'limit of 4 bytes'])
  assert.deepEqual(source.operations, ['start', 'cancel'])
  assert.equal(source.reason, error)
})

test('an announced length over the limit: the source is not started', async () => {
  const source = new ScriptedSource()
  assertError(await rejection(collect(source, 4, 5)), ['ERR_BODY_TOO_LARGE', 'limit of 4 bytes'])
  assert.deepEqual(source.operations, ['cancel'])
})

test('failures of the source', async () => {
  const failure = new FairleadError('ERR_CONNECTION_RESET', 'reset')
  assert.equal(await rejection(collect(sourceOf([utf8Of('a')], failure), 10)), failure)
  const taken = sourceOf([utf8Of('a')])
  await collect(taken, 10)
  assertError(await rejection(collect(taken, 10)), ['ERR_BODY_TAKEN', 'taken'])
})

test('Store', () => {
  const store = new Store()
  for (let i = 0; i < 100_000; i++) store.append(new Uint8Array([i & 255, 1]), 0, 1)
  assert.equal(store.length, 100_000)
  for (let i = 0; i < 100_000; i++) assert.equal(store.bytes[i], i & 255)
  store.drop(99_000)
  assert.deepEqual([store.length, store.bytes[0]], [1000, 99_000 & 255])
  store.clear()
  assert.deepEqual([store.length, store.bytes.length], [0, 0], 'large memory is let go')
  store.append(utf8Of('abc'), 1, 3)
  store.clear()
  assert.deepEqual([store.length, store.bytes.length], [0, 256])
})

test('copyBytes, short and long', () => {
  const from = new Uint8Array(new Uint8Array(100).map((_, i) => i).buffer, 10, 80)
  for (const length of [0, 1, 24, 25, 70]) {
    const to = new Uint8Array(80)
    copyBytes(to, 3, from, 5, 5 + length)
    assert.deepEqual([...to.slice(3, 3 + length)], [...from.slice(5, 5 + length)])
    assert.equal(to[2], 0)
    assert.equal(to[3 + length], 0)
  }
})

test('decodeUtf8: a part, a byte order mark, bytes that are not UTF-8', () => {
  assert.equal(decodeUtf8(utf8Of('a€b')), 'a€b')
  assert.equal(decodeUtf8(utf8Of('a€b'), 1), '€b')
  assert.equal(decodeUtf8(utf8Of('a€b'), 1, 4), '€')
  assert.equal(decodeUtf8(utf8Of('\ufeffa')), '\ufeffa')
  assert.equal(decodeUtf8(new Uint8Array([0x61, 0xe2, 0x82, 0x61, 0xff])), 'a\ufffda\ufffd')
})

test('decodeUtf8: more than a string can hold is an error', () => {
  const error = failureOf(() => decodeUtf8(new Uint8Array(2 ** 29)))
  assertError(error, ['ERR_BODY_TOO_LARGE', '536870912 bytes'])
  assert(error?.cause instanceof Error)
})
