// The process's own streams as a source, here played by a PassThrough: pieces, the end, errors, and how the stream is left.
// test/recipes/own-streams.test.ts has the real stdin, in processes of their own.

import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { isOwnStream, OwnStreamSource, restoreFlow } from '../../../src/stream/upload/own-stream.ts'
import { checkReadable, wasRead } from '../../../src/stream/upload/upload-taken.ts'

type Own = ConstructorParameters<typeof OwnStreamSource>[0]
const sourceOf = (stream: Readable): OwnStreamSource => new OwnStreamSource(stream as unknown as Own)

test('pieces come one at a time; what was read ahead goes back', async () => {
  const stream = new PassThrough()
  const source = sourceOf(stream)
  const first = source.next()
  stream.write('one')
  assert.equal(String((await first).value), 'one')
  const second = source.next()
  stream.write('two')
  assert.equal(String((await second).value), 'two')
  stream.emit('data', Buffer.from('ahead'))
  stream.emit('data', Buffer.from('and more'))
  assert.equal(String((await source.next()).value), 'ahead')
  source.release()
  source.release()
  assert.equal(String(stream.read()), 'and more')
  assert.equal(stream.listenerCount('data'), 0)
  assert.deepEqual(await source.next(), { done: true })
})

test('the end, and a stream that has ended already', async () => {
  const stream = new PassThrough()
  const source = sourceOf(stream)
  const next = source.next()
  stream.end()
  assert.deepEqual(await next, { done: true })
  assert.deepEqual(await source.next(), { done: true })
  const late = sourceOf(stream)
  assert.deepEqual(await late.next(), { done: true })
  late.release()
})

test('an error rejects who waits, and then each call', async () => {
  const stream = new PassThrough()
  const source = sourceOf(stream)
  const next = source.next()
  stream.destroy(new Error('broken'))
  await assert.rejects(Promise.resolve(next), /broken/)
  assert.throws(() => source.next(), /broken/)
})

test('a stream that flowed flows again', () => {
  const stream = new PassThrough()
  stream.resume()
  const source = sourceOf(stream)
  void source.next()
  source.release()
  assert.equal(stream.readableFlowing, true)
  restoreFlow(stream as unknown as Own, null)
  assert.equal(stream.readableFlowing, null)
})

test('which streams are the process’s own', () => {
  assert.equal(isOwnStream(process.stdout), true)
  assert.equal(isOwnStream(new PassThrough()), false)
  assert.equal(isOwnStream(Object.assign(new PassThrough(), { fd: 99 })), false)
  const property = Object.getOwnPropertyDescriptor(process, 'stdin')!
  const own = new PassThrough()
  Object.defineProperty(process, 'stdin', { value: own, configurable: true })
  try {
    assert.equal(isOwnStream(own), true)
  } finally {
    Object.defineProperty(process, 'stdin', property)
  }
})

test('streams that other packages made are known by their state', () => {
  const like = (state: object | undefined, more: object = {}): object => ({
    on() {},
    pipe() {},
    ...(state === undefined ? {} : { _readableState: state }),
    ...more,
  })
  assert.throws(() => checkReadable(like({ errored: new Error('broken') })), { code: 'ERR_UPLOAD_SOURCE' })
  assert.equal(wasRead(like({ endEmitted: true })), 'the stream has ended')
  assert.equal(wasRead(like({ dataEmitted: true })), 'the stream was read before')
  assert.equal(wasRead(like(undefined, { readable: false })), 'the stream has ended')
  assert.equal(wasRead(like(undefined, { readable: true })), undefined)
  assert.equal(wasRead(like({}, { readableDidRead: true })), 'the stream was read before')
  assert.equal(wasRead(like({}, { readableEnded: true })), 'the stream has ended')
  assert.equal(wasRead(Readable.from(['a'])), undefined)
  assert.doesNotThrow(() => checkReadable('text'))
  assert.doesNotThrow(() => checkReadable(null))
  assert.equal(wasRead({ getReader() {}, _disturbed: true }), 'the stream was read before')
  assert.equal(wasRead({ getReader() {} }), undefined)
  assert.equal(wasRead({ bodyUsed: true }), 'it was read before')
  assert.equal(wasRead({ on() {}, [Symbol.asyncIterator]() {} }), undefined)
})
