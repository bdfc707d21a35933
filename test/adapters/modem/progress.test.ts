// followProgress over any Readable. M18 is docker-modem's defect: an error record and a cut stream must not be a success, a last
// line without a line end is a record, a line that is no JSON is reported, and characters may be cut.

import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import test from 'node:test'
import { Modem } from '../../../src/modem.ts'
import { turns } from '../../engine/kit.ts'

const modem = new Modem({ socketPath: '/none' })

interface Outcome {
  error: (Error & { code?: string; json?: unknown }) | null
  output: unknown[]
  progress: unknown[]
}

function follow(stream: NodeJS.ReadableStream): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const progress: unknown[] = []
    let called = 0
    const onFinished = (error: Error | null, output: unknown[]): void => {
      if (++called > 1) reject(new Error('it was called twice'))
      // A second call would come within a few turns.
      else void turns(5).then(() => resolve({ error, output, progress }))
    }
    modem.followProgress(stream, onFinished, (record) => progress.push(record))
  })
}

const records = [{ status: 'a€' }, { status: '𝄞' }, { aux: { ID: 'x' } }]
const lines = Buffer.from(records.map((record) => `${JSON.stringify(record)}\r\n`).join(''))

test('every record, cut anywhere, with any line end or none at the end', async () => {
  for (let cut = 0; cut <= lines.length; cut++) {
    const { error, output, progress } = await follow(Readable.from([lines.subarray(0, cut), lines.subarray(cut)]))
    assert.deepEqual([error, output, progress], [null, records, records], `cut at ${cut}`)
  }
  for (const text of ['{"a":1}\n\n{"b":2}', '{"a":1}\r{"b":2}\r', '\n{"a":1}\n{"b":2}\n']) {
    assert.deepEqual((await follow(Readable.from([text], { objectMode: false }))).output, [{ a: 1 }, { b: 2 }])
  }
})

test('M18: an error record is an error, with or without a line end; all records are passed on', async () => {
  for (const end of ['\n', '']) {
    const failed = { errorDetail: { code: 7, message: 'it returned 7' }, error: 'it returned 7' }
    const stream = Readable.from([Buffer.from(`{"stream":"x"}\n${JSON.stringify(failed)}${end}`)])
    const { error, output, progress } = await follow(stream)
    assert.equal(error?.message, 'it returned 7')
    assert.equal(error?.code, 'ERR_ENGINE_STREAM')
    assert.deepEqual(error?.json, failed)
    assert.deepEqual(output, [{ stream: 'x' }, failed])
    assert.deepEqual(progress, output)
  }
  const old = await follow(Readable.from([Buffer.from('{"error":"old"}')]))
  assert.equal(old.error?.message, 'old')
})

test('M18: a stream cut off by an error or a close is not a success', async () => {
  for (const reason of [new Error('broken'), undefined]) {
    const stream = new PassThrough()
    const outcome = follow(stream)
    stream.write('{"status":"half"}\n{"status":"ha')
    await turns(2)
    stream.destroy(reason)
    const { error, output } = await outcome
    assert.equal(error?.message, reason?.message ?? 'the stream was closed before its end')
    assert.deepEqual(output, [{ status: 'half' }])
  }
})

test('M18: a line that is no JSON is reported after the records before it, and nothing is thrown', async () => {
  const stream = Readable.from([Buffer.from('{"status":"x"}\n<html>502</html>\n{"status":"y"}\n')])
  const { error, output } = await follow(stream)
  assert.equal(error?.code, 'ERR_RECORD_SYNTAX')
  assert.deepEqual(output, [{ status: 'x' }])
})

test('a stream destroyed inside onProgress ends without an error', async () => {
  const stream = new PassThrough()
  const outcome = new Promise<unknown>((resolve) => {
    modem.followProgress(
      stream,
      (error) => resolve(error),
      () => stream.destroy(),
    )
  })
  stream.write('{"status":"x"}\n')
  assert.equal(await outcome, null)
})
