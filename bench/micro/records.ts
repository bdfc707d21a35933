// stream/json-records: the records of events, stats and progress, whole in a read and cut by it; and JSON.parse alone,
// which is what no parser of records can do without.
import { decodeUtf8, JsonRecords } from 'fairlead/stream'
import { type Case, fill, runSuite } from './suite.ts'

let seen = 0

function onRecord(): void {
  seen++
}

/** A progress record of just `size` bytes, its CRLF included. */
function record(size: number): Uint8Array {
  const text = (padding: string) => `{"status":"Downloading","id":"9824c27679d3","progress":"${padding}"}\r\n`
  return new TextEncoder().encode(text('='.repeat(size - text('').length)))
}

function whole(size: number): Case {
  const { bytes, count } = fill(record(size))
  const records = new JsonRecords(onRecord)
  const run = () => records.push(bytes, 0, bytes.length)
  return { name: `${size}-byte records, one read per push`, items: count, run }
}

// Reads that end anywhere: each push cuts a record.
function cut(size: number, every: number): Case {
  const { bytes, count } = fill(record(size))
  const records = new JsonRecords(onRecord)
  const run = () => {
    for (let at = 0; at < bytes.length; at += every) records.push(bytes, at, Math.min(at + every, bytes.length))
  }
  return { name: `${size}-byte records, ${every} bytes per push`, items: count, run }
}

function parseAlone(size: number): Case {
  const { bytes, count } = fill(record(size))
  const run = () => {
    for (let at = 0; at < bytes.length; at += size) {
      JSON.parse(decodeUtf8(bytes, at, at + size))
      seen++
    }
  }
  return { name: `${size}-byte records, JSON.parse alone`, items: count, run }
}

export function records(): void {
  const sizes = [80, 256, 1024, 16384]
  const cases = sizes.flatMap((size) => [whole(size), parseAlone(size)])
  runSuite('JsonRecords.push', 'record', [...cases, cut(256, 200), cut(1024, 1000)])
  if (seen === 0) throw new Error('no record was seen')
}
