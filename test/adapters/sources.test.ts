// Sources made of Node's streams and of iterables: the contract of ByteSource, whatever the stream does.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { fromIterable, fromReadable, readable } from '../../src/node.ts'
import {
  type ByteHandler,
  type ByteSource,
  collect,
  decodeUtf8,
  frame,
  iterateBytes,
  iterateFrames,
  iterateLines,
} from '../../src/stream.ts'
import { turns } from '../engine/kit.ts'
import { drain, utf8Of } from '../stream/support.ts'

/** What a handler hears, in words; `onData` may do more. */
class Ear implements ByteHandler {
  heard: string[] = []
  onHear = (_text: string): void => {}

  onData(bytes: Uint8Array, start: number, end: number): void {
    const text = decodeUtf8(bytes, start, end)
    this.heard.push(text)
    this.onHear(text)
  }
  onEnd(): void {
    this.heard.push('end')
  }
  onFail(error: Error): void {
    this.heard.push(`fail: ${(error as { code?: string }).code ?? error.message}`)
  }
}

/** Each kind of source, over these pieces; what they throw is thrown after them. `released` says whether it was let go. */
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
    const ear = new Ear()
    const { source, released } = make([utf8Of('one'), 'zwei ü', utf8Of('')])
    source.start(ear)
    await turns()
    assert.equal(ear.heard.join(''), 'onezwei üend')
    assert.equal(released(), true)
    assert.throws(() => source.start(ear), { code: 'ERR_BODY_TAKEN' })
    source.cancel()
  })

  test(`${kind}: what it throws comes unchanged, after what came`, async () => {
    const mine = new Error('mine')
    const { source } = make([utf8Of('one')], mine)
    const { items, error } = await drain(iterateBytes(source))
    assert.equal(Buffer.concat(items).toString(), 'one')
    assert.equal(error, mine)
  })

  test(`${kind}: pause keeps it silent, resume goes on`, async () => {
    const ear = new Ear()
    const { source } = make([utf8Of('one'), utf8Of('two'), utf8Of('three')])
    ear.onHear = () => source.pause()
    source.start(ear)
    await turns()
    // At most what was read already.
    const first = ear.heard.length
    assert.ok(first === 1 || kind === 'a Readable')
    assert.ok(!ear.heard.includes('end'))
    ear.onHear = () => undefined
    source.resume()
    await turns()
    assert.equal(ear.heard.join(''), 'onetwothreeend')
  })

  test(`${kind}: a handler that throws ends the source and hears of it`, async () => {
    const ear = new Ear()
    const { source, released } = make([utf8Of('one'), utf8Of('two')])
    ear.onHear = () => {
      throw new Error('mine')
    }
    source.start(ear)
    await turns()
    assert.deepEqual([ear.heard.length, ear.heard[1], released()], [2, 'fail: mine', true])
  })

  test(`${kind}: cancelled within onData, nothing more is heard`, async () => {
    const ear = new Ear()
    const { source, released } = make([utf8Of('one'), utf8Of('two')])
    ear.onHear = () => source.cancel()
    source.start(ear)
    await turns()
    assert.deepEqual([ear.heard.length, released()], [1, true])
  })

  test(`${kind}: cancelled before its start, it is let go`, async () => {
    const { source, released } = make([utf8Of('one')])
    source.cancel('enough')
    await turns()
    assert.equal(released(), kind !== 'an async generator' && kind !== 'a list')
    assert.throws(() => source.start(new Ear()), { code: 'ERR_BODY_TAKEN' })
  })
}

test('a Readable that is closed early is not an end; one that failed before says what with', async () => {
  const early = new PassThrough()
  const source = fromReadable(early)
  const ear = new Ear()
  source.start(ear)
  early.write('part')
  await turns()
  early.destroy()
  await turns()
  assert.deepEqual(ear.heard, ['part', 'fail: ERR_CONNECTION_CLOSED'])
  const failed = new PassThrough()
  const late = fromReadable(failed)
  failed.destroy(new Error('mine'))
  await turns()
  const lateEar = new Ear()
  late.start(lateEar)
  assert.deepEqual(lateEar.heard, ['fail: mine'])
  const over = new PassThrough().resume()
  over.end()
  await turns()
  const overEar = new Ear()
  fromReadable(over).start(overEar)
  assert.deepEqual(overEar.heard, ['end'])
})

test('objects are no bytes', async () => {
  for (const source of [fromReadable(Readable.from([{ a: 1 }])), fromIterable([1 as never])]) {
    const { error } = await drain(iterateBytes(source))
    assert.equal((error as { code?: string }).code, 'ERR_OPTION')
  }
  assert.throws(() => fromIterable(7 as never), { code: 'ERR_OPTION' })
})

test('a web stream that another reads is that reader’s', async () => {
  const stream = new ReadableStream<Uint8Array>({ pull() {} })
  const source = fromIterable(stream)
  stream.getReader()
  assert.throws(() => source.start(new Ear()), TypeError)
  fromIterable(stream).cancel()
})

test('a child’s output, frame by frame', async () => {
  const frames = Buffer.concat([frame(1, utf8Of('one\n')), frame(2, utf8Of('zwei ü\n')), frame(1, utf8Of('last'))])
  const child = spawn(process.execPath, ['-e', `process.stdout.write(Buffer.from('${frames.toString('hex')}', 'hex'))`])
  const lines: string[] = []
  for await (const line of iterateLines(fromReadable(child.stdout), false)) lines.push(`${line.stream} ${line.text}`)
  assert.deepEqual(lines, ['stdout one', 'stderr zwei ü', 'stdout last'])
})

test('leaving an iterator over a child’s output closes that, and the child ends', async () => {
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

test('there and back: a source of a Readable of a source', async () => {
  const source = fromReadable(readable(fromIterable([utf8Of('one'), utf8Of('two')])))
  assert.equal(decodeUtf8(await collect(source, 100)), 'onetwo')
})
