// The capture files: text and bytes are two equivalent forms, and a line that does not fit the format is an error.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import test from 'node:test'
import {
  capture,
  capturedEngines,
  capturesFile,
  capturesOf,
  findCapture,
  parseCaptures,
  printCaptures,
} from '../support/captures.ts'
import fc from '../support/property.ts'
import { tempDir } from '../support/temp.ts'
import { merge, readPairs, record } from './captures.ts'

const bytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ maxLength: 60 }).map((text) => Buffer.from(`${text}\r\n\\ `)),
  )
  .map((some) => Buffer.from(some))

test('any bytes that are printed are parsed back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes, bytes), { maxLength: 5 }), (pairs) => {
      const captures = pairs.map(([request, response], at) => ({
        name: `${at}-x`,
        note: at % 2 ? 'why' : '',
        request,
        response,
      }))
      const text = printCaptures({ about: 'one\ntwo', captures })
      assert.match(text, /^[\n -~]*$/)
      assert.doesNotMatch(text, / $/m)
      assert.deepEqual(parseCaptures(text), { about: 'one\ntwo', captures })
    }),
  )
})

for (const engine of capturedEngines) {
  test(`${engine}: the file is as the tool writes it`, () => {
    const text = readFileSync(capturesFile(engine), 'latin1')
    assert.equal(printCaptures(parseCaptures(text)), text)
  })
}

test('a line that does not fit the format is an error with its number', () => {
  for (const line of ['x', '> early', '=== 01', '>no space']) {
    assert.throws(() => parseCaptures(`# about\n${line}\n`), /^Error: line 2 /, line)
  }
  for (const wrong of ['\\', '\\q', '\\x1', '\\xGG']) {
    assert.throws(() => parseCaptures(`== 1-a\n> ${wrong}\n`), /is not an escape/, wrong)
  }
})

test('a capture is found by its name, its number and its name without the number', () => {
  const [engine = ''] = capturedEngines
  for (const name of ['27-inspect', '27', 'inspect']) assert.equal(capture(engine, name).name, '27-inspect')
  assert.equal(findCapture(engine, 'nothing'), undefined)
  assert.throws(() => capture(engine, 'nothing'), /has no capture nothing/)
})

test('a recorded exchange is read back as a pair, and replaces the one of its name', async (t) => {
  const folder = tempDir(t)
  const server = net.createServer((socket) => socket.once('data', (data) => socket.end(`got ${data}\0`)))
  const socketPath = path.join(folder, 's.sock')
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  t.after(() => server.close())
  const { response, end } = await record(socketPath, Buffer.from('ping'), 5_000)
  assert.equal(end, 'fin')
  assert.equal(response.toString(), 'got ping\0')
  writeFileSync(path.join(folder, '01-ping.req'), 'ping')
  writeFileSync(path.join(folder, '01-ping.res'), response)
  const pair = { name: '01-ping', request: Buffer.from('ping'), response }
  assert.deepEqual(readPairs(folder), [{ ...pair, note: '' }])
  const old = { ...pair, note: 'kept', response: Buffer.from('old') }
  const other = { ...old, name: '00-other' }
  assert.deepEqual(merge([old, other], readPairs(folder)), [other, { ...pair, note: 'kept' }])
  await assert.rejects(record(path.join(folder, 'none'), Buffer.from('x'), 100), { code: 'ENOENT' })
})

test('a silent Engine ends the recording', async (t) => {
  const folder = tempDir(t)
  const server = net.createServer((socket) => socket.write('head'))
  await new Promise<void>((resolve) => server.listen(path.join(folder, 's'), resolve))
  t.after(() => server.close())
  const { response, end } = await record(path.join(folder, 's'), Buffer.from('x'), 200)
  assert.deepEqual([response.toString(), end], ['head', 'open'])
  assert.ok(capturesOf('docker-20.10').length > 100)
})
