// What is gathered whole is counted in bytes: a body in one-byte pieces takes less than three times the limit before it is
// rejected, in every place that collects one. Each is measured in a process of its own, with a small heap.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test from 'node:test'
import { promisify } from 'node:util'
import { sampled } from '../../support/soak.ts'

const run = promisify(execFile)
const from = (file: string): string => JSON.stringify(new URL(`../../../src/${file}`, import.meta.url).href)

/** Defines `reader`, a handler that collects, and `refused`, set when it rejects. */
const gatherers: Record<string, string> = {
  'get()': `
    const { ValueReader } = await import(${from('engine/response/value-reader.js')})
    const call = { cancel() {} }
    const head = { status: 200, get: () => 'application/json' }
    const facts = { method: 'GET', path: '/x', version: '1.41' }
    const reader = new ValueReader(head, call, facts, () => {}, () => { refused = true })`,
  'bytes(), text() and json()': `
    const { Collector } = await import(${from('stream/read/collect.js')})
    const reader = new Collector({ cancel() {} }, LIMIT, 0, () => {}, () => { refused = true })`,
  'a record': `
    const { JsonRecords } = await import(${from('stream/parse/json-records.js')})
    const records = new JsonRecords(() => {}, LIMIT)
    records.push(Uint8Array.of(0x22), 0, 1)
    const reader = { onData(bytes, start, end) { try { records.push(bytes, start, end) } catch { refused = true } } }`,
  "the embedded engine's request body": `
    const { RequestBody } = await import(${from('testing/http/request-body.js')})
    const body = new RequestBody(LIMIT + 10)
    let size = 0
    const reader = { onData(bytes, start, end) { body.push(bytes.subarray(start, end)); if (++size > LIMIT) refused = true } }`,
  'frames and lines that wait': `
    const { iterateFrames, iterateLines } = await import(${from('stream/read/iterate.js')})
    const handlers = []
    const source = { start(handler) { handlers.push(handler) }, pause() {}, resume() {}, cancel() {} }
    for (const iterator of [iterateFrames(source, true), iterateLines(source, true)]) await Promise.race([iterator.next(), 0])
    let size = 0
    const reader = { onData(bytes, start, end) {
      // Half of the limit each.
      if ((size += 2) > LIMIT) refused = true
      for (const handler of handlers) handler.onData(bytes, start, end)
    } }`,
}

for (const [name, make] of sampled(Object.entries(gatherers), 2)) {
  test(`${name}: below three times the limit in one-byte pieces`, { timeout: 120_000 }, async () => {
    const program = `
      const LIMIT = ${name === 'get()' ? 67_108_864 : 16_777_216}
      let refused = false
      ${make}
      const used = () => { const { heapUsed, external } = process.memoryUsage(); return heapUsed + external }
      globalThis.gc()
      const before = used()
      let most = 0
      const bytes = Uint8Array.of(0x61)
      for (let count = 0; !refused && count < LIMIT + 2; count++) {
        reader.onData(bytes, 0, 1)
        if (count % 1_048_576 === 0) most = Math.max(most, used())
      }
      console.log(JSON.stringify({ refused, ratio: (Math.max(most, used()) - before) / LIMIT }))`
    const flags = ['--expose-gc', '--max-old-space-size=200', '--input-type=module', '-e', program]
    const { stdout } = await run(process.execPath, flags)
    const { refused, ratio } = JSON.parse(stdout) as { refused: boolean; ratio: number }
    assert.equal(refused, true)
    assert.ok(ratio < 3, `${ratio} times the limit`)
  })
}
