// The limits of the recipes, each at, below and above: what a progress error carries, prefixes and records of logs, collected output.

import assert from 'node:assert/strict'
import { CAPTURE_BYTES, readOutputs } from '../../src/recipes/containers/output-collector.ts'
import { LOG_RECORD_BYTES, MAX_PREFIX_BYTES, StampedLines } from '../../src/recipes/containers/stamped-lines.ts'
import { RECENT_CHARS, RECENT_RECORDS, RecentRecords } from '../../src/recipes/images/recent-records.ts'
import { bytesOf, ScriptedSource } from '../stream/support.ts'
import { frameText } from '../support/frames.ts'
import { threeCases } from '../support/three-cases.ts'

threeCases('RECENT_RECORDS', RECENT_RECORDS, (count) => {
  const recent = new RecentRecords()
  for (let i = 0; i < count; i++) recent.add(i)
  assert.equal(recent.records.at(-1), count - 1)
  assert.equal(recent.records.length, Math.min(count, RECENT_RECORDS))
  return recent.records[0] === 0
})

threeCases('RECENT_CHARS', RECENT_CHARS, (count) => {
  const recent = new RecentRecords()
  recent.add({ status: 'oldest' })
  recent.add({ status: 'x'.repeat(count - 12), parts: ['newest'] })
  return recent.records.length === 2
})

/** The lines of the bytes. */
function linesOf(lines: StampedLines, ...pieces: string[]): { text: string; timestamp?: string | undefined }[] {
  for (const piece of pieces) lines.push(bytesOf(piece), 0, piece.length)
  lines.end(true)
  return Array.from({ length: lines.ready }, () => lines.take())
}

// With its space. A record's beginning that is longer is text.
threeCases('MAX_PREFIX_BYTES', MAX_PREFIX_BYTES, (count) => {
  const prefix = '2026-01-02T03:04:05Z'.padEnd(count - 1, 'x')
  const frame = frameText(1, `${prefix} text\n`)
  // In two reads, of which the first has all but the space.
  const at = frame.length - ' text\n'.length
  const [line] = linesOf(
    new StampedLines(false, { timestamps: true, details: false }),
    frame.slice(0, at),
    frame.slice(at),
  )
  assert.equal(line!.timestamp === undefined ? line!.text : `${line!.timestamp} ${line!.text}`, `${prefix} text`)
  return line!.timestamp === prefix
})

// A record below this size ends its line, also without a line feed; another one follows on the same line.
threeCases('LOG_RECORD_BYTES', LOG_RECORD_BYTES - 1, (count) => {
  const frames = frameText(1, 'a'.repeat(count)) + frameText(1, 'b\n')
  const { length } = linesOf(new StampedLines(false, { timestamps: false, details: false }), frames)
  // A TTY's line has the prefix of its next record inside, from that size on: in bytes, not in characters.
  const prefix = '2026-01-02T03:04:05.000000006Z '
  const line = `${'\u00e9'.repeat(5_000)}${'a'.repeat(count - 10_000 - prefix.length)}${prefix}`
  const raw = Buffer.from(`${prefix}${line}\n`).toString('latin1')
  const [read] = linesOf(new StampedLines(true, { timestamps: true, details: false }), raw)
  assert.equal(read!.text === line, length === 2)
  assert.equal(read!.text.replaceAll(prefix, ''), line.replaceAll(prefix, ''))
  return length === 2
})

/** The result of collecting these bytes of stdout, in two reads, and one of stderr. Undefined: it was too much. */
async function collected(length: number, maxBytes?: number): Promise<number | undefined> {
  const source = new ScriptedSource()
  const outputs = readOutputs(source as never, false, { encoding: 'buffer', maxBytes })
  const bytes = new Uint8Array(length)
  const push = (kind: number, from: number, to: number): void => {
    const head = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0])
    head.writeUInt32BE(to - from, 4)
    source.handler!.onData(head, 0, 8)
    source.handler!.onData(bytes, from, to)
  }
  try {
    push(2, 0, 1)
    push(1, 0, 1)
    push(1, 1, length)
    source.end()
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ERR_BODY_TOO_LARGE')
    return undefined
  }
  const { stdout, stderr } = await outputs
  assert.equal(stderr.length, 1)
  return stdout.length
}

// Of each output by itself. The option lowers it: only what is beyond the default is large, and that is refused before it is copied.
threeCases('CAPTURE_BYTES', CAPTURE_BYTES, async (count) => {
  const lowered = 1_000
  const length = lowered + count - CAPTURE_BYTES
  if (count > CAPTURE_BYTES) assert.equal(await collected(count), undefined)
  return (await collected(length, lowered)) === length
})
