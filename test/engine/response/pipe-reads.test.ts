// pipe() by reads: frames of one read that go to one output are one write of just their bytes, in memory that is not used again.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { pipeFrames } from '../../../src/engine/response/pipe.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { ScriptedSource, utf8Of } from '../../stream/support.ts'

/** Keeps the very chunks that it is given. */
class Keeper extends Writable {
  readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }

  get texts(): string[] {
    return this.chunks.map((chunk) => chunk.toString())
  }
}

const out = (text: string): Uint8Array => frame(1, utf8Of(text))
const err = (text: string): Uint8Array => frame(2, utf8Of(text))

/** A source piped into two keepers, or one for both. */
function piping(one = false) {
  const source = new ScriptedSource()
  const stdout = new Keeper()
  const stderr = one ? stdout : new Keeper()
  return { source, stdout, stderr, piped: pipeFrames(source, { stdout, stderr }, false) }
}

test('a write a read and output; chunks that are kept stay as they were', async () => {
  const { source, stdout, stderr, piped } = piping()
  source.read([out('a1'), err('b1'), out('a2'), out(''), err('b2'), out('a3')])
  source.read([out('')])
  source.read([err('b3'), out('a'.repeat(9000)), out('z')])
  const half = out('split')
  source.read([half.slice(0, 10)])
  source.read([half.slice(10)])
  source.end()
  await piped
  assert.deepEqual(stdout.texts, ['a1a2a3', `${'a'.repeat(9000)}z`, 'sp', 'lit'])
  assert.deepEqual(stderr.texts, ['b1b2', 'b3'])
})

test('one output for both keeps the order', async () => {
  const { source, stdout, piped } = piping(true)
  source.read([out('1'), err('2'), out('3'), err('4')])
  source.end()
  await piped
  assert.deepEqual(stdout.texts, ['1234'])
})

test('a source that reports no reads: what it delivers at once is written before it continues', async () => {
  const { source, stdout, stderr, piped } = piping()
  source.data(Buffer.concat([out('a1'), err('b1'), out('a2')]))
  assert.deepEqual([stdout.texts, stderr.texts], [['a1a2'], ['b1']])
  source.data(out('a3'))
  source.end()
  await piped
  assert.deepEqual(stdout.texts, ['a1a2', 'a3'])
})

test('an end, and an error, inside a read: what it brought is written first', async () => {
  const ended = piping()
  ended.source.read([out('a1'), err('b1')], () => ended.source.end())
  await ended.piped
  assert.deepEqual([ended.stdout.texts, ended.stderr.texts], [['a1'], ['b1']])
  const failed = piping()
  failed.stdout.on('error', () => {})
  failed.stderr.on('error', () => {})
  failed.source.read([out('a1'), err('b1')], () => failed.source.fail(new Error('gone')))
  await assert.rejects(failed.piped, /gone/)
  assert.deepEqual([failed.stdout.texts, failed.stderr.texts], [['a1'], ['b1']])
})

test('a destroyed output receives nothing more; the other continues until pipe has rejected', async () => {
  const { source, stdout, stderr, piped } = piping()
  stderr.on('error', () => {})
  stdout.destroy()
  source.read([out('a1'), err('b1')])
  await assert.rejects(piped, { code: 'ERR_OUTPUT' })
  assert.deepEqual([stdout.texts, stderr.texts], [[], ['b1']])
  assert.ok(source.cancelled)
})

test('a slow output: its chunks are counted by V8 as more than they are, and hold just what was sent', async () => {
  const source = new ScriptedSource()
  const chunks: Buffer[] = []
  const stdout = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      setTimeout(done, 20)
    },
  })
  const piped = pipeFrames(source, { stdout }, false)
  const reads = ['a'.repeat(5000), 'b'.repeat(5000), 'c', 'd'.repeat(600_000)]
  for (const text of reads) {
    source.read([out(text.slice(1)), out(text.slice(0, 1))])
    assert.ok(source.paused)
    while (source.paused) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  source.end()
  await piped
  assert.deepEqual(
    chunks.map((chunk) => chunk.toString()),
    reads,
  )
  const [first, second, , last] = chunks.map((chunk) => chunk.buffer.byteLength)
  assert.deepEqual([first, second, last], [65_536, 524_288, 600_000])
})
