// A live table of what the running containers use, as `docker stats` shows it; a number ends it after so many tables:
//   node top.js [tables]

import { connect } from 'fairlead'
import { type UsageRow, usages } from 'fairlead/containers'
import { report, watchForEnd } from './stopping.ts'

const tables = Number(process.argv[2] ?? Number.POSITIVE_INFINITY)
const engine = connect()
const stopping = watchForEnd()
try {
  let shown = 0
  for await (const rows of usages(engine, { signal: stopping.signal })) {
    if (process.stdout.isTTY) process.stdout.write('\x1b[H\x1b[J')
    console.log(lineOf(['NAME', 'CPU %', 'MEMORY', 'LIMIT', 'NET IN', 'NET OUT', 'PIDS']))
    for (const row of rows) console.log(lineOf(cellsOf(row)))
    if (++shown >= tables) break
  }
} catch (error) {
  if (!stopping.signal.aborted) report(error, stopping)
} finally {
  await engine.close()
}

function cellsOf({ name, usage }: UsageRow): string[] {
  if (usage === undefined) return [name, '-']
  const { cpuPercent, memory, network, pids } = usage
  const { used, limit } = memory
  const cpu = cpuPercent === undefined ? '-' : `${cpuPercent.toFixed(2)}%`
  return [
    name,
    cpu,
    size(used),
    limit === undefined ? '-' : size(limit),
    size(network.received),
    size(network.sent),
    String(pids ?? '-'),
  ]
}

function lineOf(cells: readonly string[]): string {
  const padded = cells.map((text, at) => text.padEnd(at === 0 ? 24 : 11))
  return padded.join('').trimEnd()
}

function size(bytes: number): string {
  const power = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)}${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`
}
