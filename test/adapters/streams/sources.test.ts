// Sources made of Node streams and of iterables: the contract of ByteSource for every behaviour of a stream.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { fromIterable, fromReadable, readable } from '../../../src/node.ts'
import {
  type ByteHandler,
  type ByteSource,
  collect,
  decodeUtf8,
  frame,
  iterateBytes,
  iterateFrames,
  iterateLines,
} from '../../../src/stream.ts'
import { turns } from '../../engine/kit.ts'
import { drain, utf8Of } from '../../stream/support.ts'

/** Records its calls as text; `onData` may do more. */
class Handler implements ByteHandler {
  received: string[] = []
  onText = (_text: string): void => {}

  onData(bytes: Uint8Array, start: number, end: number): void {
    const text = decodeUtf8(bytes, start, end)
    this.received.push(text)
    this.onText(text)
  }
  onEnd(): void {
    this.received.push('end')
  }
  onFail(error: Error): void {
    this.received.push(`fail: ${(error as { code?: string }).code ?? error.message}`)
  }
}

/** Each kind of source, over these pieces; an error is thrown after them. `released`: whether the stream was released. */
const kinds: Record<
  string,
  (pieces: (Uint8Array | string)[], failure?: Error) => { source: ByteSource; released: () => boolean }
> = {
  'a Readable': (pieces, failure) => {
    const stream = new Readable({ read() {}, highWaterMark: 1 })
    for (const piece of pieces) stream.push(piece)
    if (failure === undefined) stream.push(null)
    else stream.once('resume', () => setTimeout(() => stream.destroy(failure), 20))
    return { source: fromReadable(stream), released: () => stream.destroyed }
  },
  'an async generator': (pieces, failure) => {
    let released = false
    const generate = async function* () {
      try {
        for (const piece of pieces) yield piece
        if (failure !== undefined) throw failure
      } finally {
        released = true
      }
    }
    return { source: fromIterable(generate()), released: () => released }
  },
  'a list': (pieces, failure) => {
    let released = false
    const list = {
      *[Symbol.iterator]() {
        try {
          yield* pieces
          if (failure !== undefined) throw failure
        } finally {
          released = true
        }
      },
    }
    return { source: fromIterable(list), released: () => released }
  },
  'a web stream': (pieces, failure) => {
    let released = false
    const rest = [...pieces]
    const stream = new ReadableStream({
      pull(controller) {
        const piece = rest.shift()
        if (piece !== undefined) controller.enqueue(piece)
        else if (failure === undefined) {
          released = true
          controller.close()
        } else controller.error(failure)
      },
      cancel() {
        released = true
      },
    })
    return { source: fromIterable(stream as ReadableStream<Uint8Array>), released: () => released }
  },
}

for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind}: bytes and text in their order, then the end`, async () => {
    const handler = new Handler()
    const { source, released } = make([utf8Of('one'), 'zwei ü', utf8Of('')])
    source.start(handler)
    await turns()
    assert.equal(handler.received.join(''), 'onezwei üend')
    assert.equal(released(), true)
    assert.throws(() => source.start(handler), { code: 'ERR_BODY_TAKEN' })
    source.cancel()
  })

  test(`${kind}: its error arrives unchanged, after its pieces`, async () => {
    const mine = new Error('mine')
    const { source } = make([utf8Of('one')], mine)
    const { items, error } = await drain(iterateBytes(source))
    assert.equal(Buffer.concat(items).toString(), 'one')
    assert.equal(error, mine)
  })

  test(`${kind}: pause stops it, resume continues`, async () => {
    const handler = new Handler()
    const { source } = make([utf8Of('one'), utf8Of('two'), utf8Of('three')])
    handler.onText = () => source.pause()
    source.start(handler)
    await turns()
    // At most the bytes that were read already.
    const first = handler.received.length
    assert.ok(first === 1 || kind === 'a Readable')
    assert.ok(!handler.received.includes('end'))
    handler.onText = () => undefined
    source.resume()
    await turns()
    assert.equal(handler.received.join(''), 'onetwothreeend')
  })

  test(`${kind}: a handler that throws ends the source and receives its error`, async () => {
    const handler = new Handler()
    const { source, released } = make([utf8Of('one'), utf8Of('two')])
    handler.onText = () => {
      throw new Error('mine')
    }
    source.start(handler)
    await turns()
    assert.deepEqual([handler.received.length, handler.received[1], released()], [2, 'fail: mine', true])
  })

  test(`${kind}: after cancel() within onData no call follows`, async () => {
    const handler = new Handler()
    const { source, released } = make([utf8Of('one'), utf8Of('two')])
    handler.onText = () => source.cancel()
    source.start(handler)
    await turns()
    assert.deepEqual([handler.received.length, released()], [1, true])
  })

  test(`${kind}: cancelled before its start, it is released`, async () => {
    const { source, released } = make([utf8Of('one')])
    source.cancel('enough')
    await turns()
    assert.equal(released(), kind !== 'an async generator' && kind !== 'a list')
    assert.throws(() => source.start(new Handler()), { code: 'ERR_BODY_TAKEN' })
  })
}

test('a Readable closed early is an error; one that failed before start() reports its own error', async () => {
  const early = new PassThrough()
  const source = fromReadable(early)
  const handler = new Handler()
  source.start(handler)
  early.write('part')
  await turns()
  early.destroy()
  await turns()
  assert.deepEqual(handler.received, ['part', 'fail: ERR_CONNECTION_CLOSED'])
  const failed = new PassThrough()
  const late = fromReadable(failed)
  failed.destroy(new Error('mine'))
  await turns()
  const lateHandler = new Handler()
  late.start(lateHandler)
  assert.deepEqual(lateHandler.received, ['fail: mine'])
  const over = new PassThrough().resume()
  over.end()
  await turns()
  const overHandler = new Handler()
  fromReadable(over).start(overHandler)
  assert.deepEqual(overHandler.received, ['end'])
})

test('a stream of objects is rejected', async () => {
  for (const source of [fromReadable(Readable.from([{ a: 1 }])), fromIterable([1 as never])]) {
    const { error } = await drain(iterateBytes(source))
    assert.equal((error as { code?: string }).code, 'ERR_OPTION')
  }
  assert.throws(() => fromIterable(7 as never), { code: 'ERR_OPTION' })
})

test('a web stream with another reader is left to that reader', async () => {
  const stream = new ReadableStream<Uint8Array>({ pull() {} })
  const source = fromIterable(stream)
  stream.getReader()
  assert.throws(() => source.start(new Handler()), TypeError)
  fromIterable(stream).cancel()
})

test('a child’s output, frame by frame', async () => {
  const frames = Buffer.concat([frame(1, utf8Of('one\n')), frame(2, utf8Of('zwei ü\n')), frame(1, utf8Of('last'))])
  const child = spawn(process.execPath, ['-e', `process.stdout.write(Buffer.from('${frames.toString('hex')}', 'hex'))`])
  const lines: string[] = []
  for await (const line of iterateLines(fromReadable(child.stdout), false)) lines.push(`${line.stream} ${line.text}`)
  assert.deepEqual(lines, ['stdout one', 'stderr zwei ü', 'stdout last'])
})

test('leaving an iterator over a child’s output closes it, and the child ends', async () => {
  const child = spawn(process.execPath, [
    '-e',
    'setInterval(() => process.stdout.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 1, 65])), 1)',
  ])
  const exit = new Promise((resolve) => child.once('exit', resolve))
  for await (const _ of iterateFrames(fromReadable(child.stdout), false)) break
  assert.equal(child.stdout.destroyed, true)
  child.kill()
  await exit
})

test('round trip: a source of a Readable of a source', async () => {
  const source = fromReadable(readable(fromIterable([utf8Of('one'), utf8Of('two')])))
  assert.equal(decodeUtf8(await collect(source, 100)), 'onetwo')
})
