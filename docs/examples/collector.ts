// Collects the logs of all containers of one Engine or several into rotating NDJSON files, and loses nothing when it is killed:
//
//   node collector.js folder unix:///var/run/docker.sock ssh://build@10.0.0.7
//
// Each batch is one write: its lines, and behind them the cursor. What a kill tears has no cursor behind it and is cut off at the next start.

import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { connect } from 'fairlead'
import { tail } from 'fairlead/logs'
import { report, watchForEnd } from './stopping.ts'

const FILE_BYTES = Number(process.env.FILE_BYTES ?? 64 * 1024 * 1024)
const BATCH_LINES = 1000
const BATCH_MS = 200

const [folder = '.', ...hosts] = process.argv.slice(2)
const stopping = watchForEnd()
const nameOf = (number: number): string => path.join(folder, `${String(number).padStart(8, '0')}.ndjson`)

/** The newest cursor. Cuts off what stands behind it. */
function restore(): { number: number; cursor: string | undefined } {
  const numbers = readdirSync(folder).map((name) => Number(/^(\d{8})\.ndjson$/.exec(name)?.[1] ?? 0))
  for (let number = Math.max(1, ...numbers); ; number--) {
    if (!numbers.includes(number)) return { number: Math.max(1, number), cursor: undefined }
    const bytes = readFileSync(nameOf(number))
    const begin = bytes.lastIndexOf('\n{"cursor":')
    const end = begin < 0 ? -1 : bytes.indexOf('\n', begin + 1)
    // A torn cursor: the one before it is whole.
    const from = end >= 0 ? begin : bytes.lastIndexOf('\n{"cursor":', begin - 1)
    const to = from < 0 ? -1 : bytes.indexOf('\n', from + 1)
    truncateSync(nameOf(number), to + 1)
    if (to >= 0) return { number, cursor: JSON.parse(bytes.toString('utf8', from, to)).cursor }
  }
}

mkdirSync(folder, { recursive: true })
let { number, cursor } = restore()
const engines = (hosts.length > 0 ? hosts : [undefined]).map((host) => connect(host))
const logs = tail(engines, { from: cursor === undefined ? 'start' : { cursor }, signal: stopping.signal })
let lines: string[] = []

function flush(): void {
  if (lines.length === 0) return
  appendFileSync(nameOf(number), `${lines.join('\n')}\n${JSON.stringify({ cursor: logs.cursor })}\n`)
  lines = []
  if (statSync(nameOf(number)).size >= FILE_BYTES) number++
}

const timer = setInterval(flush, BATCH_MS)
try {
  for await (const item of logs) {
    if (item.kind === 'record') {
      const { source, stream, timestamp, text } = item
      lines.push(JSON.stringify({ container: source.name, id: source.id, stream, timestamp, text }))
    } else if (item.kind === 'gap') {
      const { source, cause, after, before } = item
      lines.push(JSON.stringify({ container: source.name, id: source.id, gap: cause, after, before }))
    } else if ('error' in item) console.error(`${item.kind}: ${item.error?.message}`)
    if (lines.length >= BATCH_LINES) flush()
  }
} catch (error) {
  if (!stopping.signal.aborted) report(error, stopping)
} finally {
  clearInterval(timer)
  flush()
  await Promise.all(engines.map((engine) => engine.close()))
}
