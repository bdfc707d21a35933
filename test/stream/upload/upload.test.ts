import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { toUpload, type UploadBody } from '../../../src/stream/upload/upload.ts'
import fc from '../../support/property.ts'
import { assertError, failureOf } from '../support.ts'

interface Sent {
  text: string
  count: number
  error: unknown
}

async function send(pieces: AsyncIterableIterator<Uint8Array>): Promise<Sent> {
  const all: Uint8Array[] = []
  let error: unknown
  try {
    for await (const piece of pieces) all.push(piece)
  } catch (thrown) {
    error = thrown
  }
  assert(all.every((piece) => piece instanceof Uint8Array && piece.length > 0))
  return { text: Buffer.concat(all).toString(), count: all.length, error }
}

async function* asyncOf(...values: unknown[]): AsyncGenerator<never> {
  for (const value of values) yield value as never
}

const nothing = { value: undefined, done: true }

describe('every shape', () => {
  const bytes = new Uint8Array(Buffer.from('?h€llo?')).subarray(1, -1)
  const shapes: [name: string, body: UploadBody, length: number | undefined, atHand: boolean][] = [
    ['text', 'h€llo', 7, true],
    ['Uint8Array', bytes, 7, true],
    ['Buffer', Buffer.from('h€llo'), 7, true],
    ['ArrayBuffer', bytes.slice().buffer, 7, true],
    ['DataView', new DataView(bytes.buffer, bytes.byteOffset, 7) as never, 7, true],
    ['Uint8Array of another realm', runInNewContext('new Uint8Array([104,226,130,172,108,108,111])') as never, 7, true],
    [
      'ArrayBuffer of another realm',
      runInNewContext('new Uint8Array([104,226,130,172,108,108,111]).buffer') as never,
      7,
      true,
    ],
    ['Blob', new Blob(['h€', 'llo']), 7, false],
    ['Node stream', Readable.from([Buffer.from('h€'), Buffer.from('llo')]), undefined, false],
    ['web stream', new Blob(['h€llo']).stream(), undefined, false],
    ['async iterable', asyncOf('h€', bytes.subarray(4)), undefined, false],
    ['iterable', [bytes.subarray(0, 4), '', new Uint8Array(0), 'llo'], undefined, false],
  ]
  for (const [name, body, length, atHand] of shapes) {
    test(name, async () => {
      const upload = toUpload(body)
      assert.equal(upload.length, length)
      assert.equal(
        upload.bytes === undefined ? undefined : Buffer.from(upload.bytes).toString(),
        atHand ? 'h€llo' : undefined,
      )
      const { text, error } = await send(upload.pieces())
      assert.equal(error, undefined)
      assert.equal(text, 'h€llo')
      if (atHand) assert.equal((await send(upload.pieces())).text, 'h€llo')
      else
        assertError(
          failureOf(() => void upload.pieces()),
          ['ERR_BODY_TAKEN', 'taken before'],
        )
    })
  }

  test('bytes are not copied', () => {
    assert.equal(toUpload(bytes).bytes, bytes)
  })

  test('an empty body has no pieces', async () => {
    for (const body of ['', new Uint8Array(0), [], asyncOf(''), new Blob([])] as UploadBody[]) {
      assert.deepEqual(await send(toUpload(body).pieces()), { text: '', count: 0, error: undefined })
    }
  })

  test('invalid bodies', () => {
    for (const body of [null, undefined, 7, true, {}, () => {}, new Date()]) {
      const said = body === null ? 'null' : typeof body
      assertError(
        failureOf(() => void toUpload(body as never)),
        ['ERR_OPTION', `not ${said}`],
      )
    }
  })
})

describe('a declared length', () => {
  test('is compared at once with a body in memory', () => {
    assert.equal(toUpload('abc', 3).length, 3)
    assertError(
      failureOf(() => void toUpload('abc', 4)),
      ['ERR_UPLOAD_LENGTH', 'has 3 bytes, 4 were declared'],
    )
    assertError(
      failureOf(() => void toUpload(new Blob(['abc']), 2)),
      ['ERR_UPLOAD_LENGTH', '2 were declared'],
    )
  })

  test('must be a whole number', () => {
    for (const length of [-1, 1.5, Number.NaN, 2 ** 53]) {
      assertError(
        failureOf(() => void toUpload(asyncOf(), length)),
        ['ERR_OPTION', 'whole number'],
      )
    }
  })

  test('is compared with the pieces', async () => {
    assert.deepEqual(await send(toUpload(asyncOf('ab', 'c'), 3).pieces()), { text: 'abc', count: 2, error: undefined })
    const short = await send(toUpload(asyncOf('ab'), 3).pieces())
    assert.equal(short.text, 'ab')
    assertError(short.error, ['ERR_UPLOAD_LENGTH', 'ended after 2 of the 3 bytes'])
  })

  test('a piece that exceeds it is not yielded, and the source is freed', async () => {
    let released = false
    async function* source() {
      try {
        yield 'ab'
        yield 'cd'
      } finally {
        released = true
      }
    }
    const pieces = toUpload(source(), 3).pieces()
    const { text, error } = await send(pieces)
    assert.equal(text, 'ab')
    assertError(error, ['ERR_UPLOAD_LENGTH', 'has more than the 3 bytes'])
    assert.equal(released, true)
    assert.deepEqual(await pieces.next(), nothing)
  })
})

describe('sources that fail', () => {
  test('a generator that throws', async () => {
    const mine = new RangeError('mine')
    async function* source() {
      yield 'ab'
      throw mine
    }
    const pieces = toUpload(source()).pieces()
    const { text, error } = await send(pieces)
    assert.equal(text, 'ab')
    assertError(error, ['ERR_UPLOAD_SOURCE', 'failed'])
    assert.equal((error as Error).cause, mine)
    assert.deepEqual(await pieces.next(), nothing)
  })

  test('a missing file, although it fails before it is read', async () => {
    const upload = toUpload(createReadStream('/nowhere/at/all'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    const { error } = await send(upload.pieces())
    assertError(error, ['ERR_UPLOAD_SOURCE', 'failed'])
    assert.equal(((error as Error).cause as NodeJS.ErrnoException).code, 'ENOENT')
  })

  test('pieces that are neither bytes nor text', async () => {
    for (const piece of [7, null, undefined, {}, [1]]) {
      const { text, error } = await send(toUpload(asyncOf('ab', piece)).pieces())
      assert.equal(text, 'ab')
      assertError(error, ['ERR_UPLOAD_SOURCE', `neither bytes nor text but ${piece === null ? 'null' : typeof piece}`])
    }
    assertError((await send(toUpload([1, 2, 3] as never).pieces())).error, ['ERR_UPLOAD_SOURCE', 'number'])
  })
})

describe('freeing the source', () => {
  test('a Node stream, started or not', async () => {
    for (const begun of [false, true]) {
      const stream = Readable.from(['a', 'b', 'c'])
      const pieces = toUpload(stream).pieces()
      if (begun) await pieces.next()
      assert.deepEqual(await pieces.return!(), nothing)
      assert.equal(stream.destroyed, true)
      assert.deepEqual(await pieces.next(), nothing)
      assert.deepEqual(await pieces.return!(), nothing)
    }
  })

  test('a web stream, started or not, even if its cancel fails', async () => {
    for (const begun of [false, true]) {
      let cancelled = 0
      const stream = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(3)),
        cancel() {
          cancelled++
          throw new RangeError('mine')
        },
      })
      const pieces = toUpload(stream).pieces()
      if (begun) await pieces.next()
      await pieces.return!()
      assert.equal(cancelled, 1)
    }
  })

  test('a generator, even if return throws; an iterator without return', async () => {
    let ended = 0
    async function* source() {
      try {
        yield 'ab'
      } finally {
        ended++
        // biome-ignore lint/correctness/noUnsafeFinally: this is what is tested
        throw new RangeError('mine')
      }
    }
    const pieces = toUpload(source()).pieces()
    await pieces.next()
    await pieces.return!()
    assert.equal(ended, 1)
    const bare = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false as const, value: 'x' }) }) }
    assert.deepEqual(await toUpload(bare).pieces().return!(), nothing)
  })

  test('while a piece is awaited: it is not yielded', async () => {
    const { promise, resolve } = withResolvers<IteratorResult<string>>()
    const source = { [Symbol.asyncIterator]: () => ({ next: () => promise }) }
    const pieces = toUpload(source).pieces()
    const waiting = pieces.next()
    await pieces.return!()
    resolve({ done: false, value: 'late' })
    assert.deepEqual(await waiting, nothing)
  })

  test('leaving a for await loop frees an iterable, too', async () => {
    const stream = Readable.from(['a', 'b', 'c'])
    for await (const _ of toUpload(stream).pieces()) break
    assert.equal(stream.destroyed, true)
  })
})

function withResolvers<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('half a character before bytes, and at the end', async () => {
  const { text, count } = await send(
    toUpload(asyncOf('a\ud83d', new Uint8Array([98]), '\ud83d', '\ud83d', '')).pieces(),
  )
  assert.equal(text, 'a\ufffdb\ufffd\ufffd')
  assert.equal(count, 4)
})

// Text cut anywhere, also between surrogates, is sent as the whole text's UTF-8; the declared length is checked.
test('text in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), fc.array(fc.nat({ max: 4 })), async (whole, cut) => {
      const parts: string[] = []
      let at = 0
      for (const length of cut) {
        parts.push(whole.slice(at, at + length))
        at += length
      }
      parts.push(whole.slice(at))
      const { text, error } = await send(toUpload(parts, Buffer.byteLength(whole)).pieces())
      assert.equal(error, undefined)
      assert.equal(text, whole)
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
  )
})
