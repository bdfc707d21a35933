// A collector of one container's log: appends batches of records to a file, with the cursor behind them: each, or one every so many ms.
// What a test kills. Arguments: host, container, file, ms between two cursors (0: one with each batch).

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { connect } from '../../../src/index.ts'
import { follow } from '../../../src/logs.ts'

const [host = '', id = '', file = '', everyMs = '0'] = process.argv.slice(2)
interface Entry {
  lines: string[]
  cursor?: string
}
// What was cut within its last write is no entry.
const entries = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
const saved = entries.map((text) => JSON.parse(text) as Entry).findLast(({ cursor }) => cursor !== undefined)?.cursor
const log = follow(connect(host), id, { from: saved === undefined ? 'start' : { cursor: saved }, until: 'stopped' })
let last = Date.now()
for await (const batch of log.batches({ records: 50 })) {
  const entry: Entry = { lines: [...batch].map(({ text }) => text) }
  if (Date.now() - last >= Number(everyMs)) {
    last = Date.now()
    entry.cursor = batch.cursor
  }
  // One write of one line: all of the batch and its cursor, or nothing.
  if (batch.length > 0) appendFileSync(file, `${JSON.stringify(entry)}\n`)
}
process.exit()
