// Records with their times: follow() in batches, record by record, and as text; logs() with timestamps, which is one connection.
// All read the same stream of lines with timestamps. What the server sends behind a followed log is its tail, for the closing read.
import { logs } from 'fairlead'
import { follow } from 'fairlead/logs'
import { STAMP_BYTES, type Stream } from '../workloads.ts'
import type { Client } from './client.ts'
import { type Engine, open } from './logs.ts'

export const openBatches = (socketPath: string): Client => open(socketPath, readBatches)
export const openRecords = (socketPath: string): Client => open(socketPath, readRecords)
export const openSome = (socketPath: string): Client => open(socketPath, readSome)
export const openFollow = (socketPath: string): Client => open(socketPath, readText)
export const openLogs = (socketPath: string): Client => open(socketPath, readLogs)

/** The line feed that a record leaves out. */
const LF_BYTES = 1
/** What every hundredth line includes, about, and no other. */
const ONE_PERCENT = '99 '

async function readBatches(engine: Engine, stream: Stream): Promise<number> {
  let bytes = 0
  let latest = 0
  for await (const batch of follow(engine, stream.id, { until: 'stopped' }).batches()) {
    batch.forEach((_stream, _memory, start, end, time) => {
      bytes += STAMP_BYTES + end - start + LF_BYTES
      if (time > latest) latest = time
    })
  }
  return timed(bytes, latest)
}

async function readRecords(engine: Engine, stream: Stream): Promise<number> {
  let bytes = 0
  let latest = 0n
  for await (const item of follow(engine, stream.id, { until: 'stopped' })) {
    if (item.kind !== 'record') continue
    bytes += STAMP_BYTES + item.bytes.length + LF_BYTES
    if (item.time > latest) latest = item.time
  }
  return timed(bytes, latest)
}

async function readText(engine: Engine, stream: Stream): Promise<number> {
  let bytes = 0
  for await (const item of follow(engine, stream.id, { until: 'stopped' })) {
    if (item.kind === 'record') bytes += item.timestamp.length + 1 + item.text.length + LF_BYTES
  }
  return bytes
}

async function readLogs(engine: Engine, { id }: Stream): Promise<number> {
  let bytes = 0
  for await (const { timestamp, text } of logs(engine, id, { follow: true, timestamps: true }))
    bytes += timestamp!.length + 1 + text.length + LF_BYTES
  return bytes
}

/** Reads what the filter keeps; resolves with the bytes of the whole stream where that is the right share. */
async function readSome(engine: Engine, stream: Stream): Promise<number> {
  let records = 0
  for await (const item of follow(engine, stream.id, { until: 'stopped', only: { includes: ONE_PERCENT } })) {
    if (item.kind === 'record' && item.time > 0n) records++
  }
  const share = records / stream.frames
  if (share < 0.009 || share > 0.011) throw new Error(`the filter kept ${records} of ${stream.frames} records`)
  return stream.payload
}

function timed(bytes: number, latest: number | bigint): number {
  if (latest <= 0) throw new Error('no record had a time')
  return bytes
}
