// demuxStream of fairlead/modem and of docker-modem: CPU time of frames from a Readable into two Writables, in memory and in one
// process, one client after the other in each round. The floor writes the same payload, frame by frame, without parsing: the cost
// of Node's own streams.
import { createRequire } from 'node:module'
import { Readable, type Writable } from 'node:stream'
import { Modem } from 'fairlead/modem'
import { Counter } from './log-stream/clients/client.ts'
import { optionsOf, positive } from './options.ts'
import { progress, runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { lookAgain, openResult, type RatioPlan, type Row, ratioOf, spread } from './result.ts'

const usage = `demuxStream of fairlead/modem and of docker-modem, frames of 64 bytes.
  --megabytes <n>      payload of each run (default 8)`

type Demux = (stream: Readable, stdout: Writable, stderr: Writable) => void

/** Compared with docker-modem. */
const GOAL = { op: '>=', value: 8 } as const
/** Of the writes alone, where each chunk has one frame. */
const FLOOR_GOAL = { op: '<=', value: 1.25 } as const
const PAYLOAD = 64
const HEADER = 8
const FRAME = HEADER + PAYLOAD
/** Bytes of a chunk: one frame; a typical read of a log; pipes and sockets under load; a full read. */
const CHUNKS = { 'one frame per chunk': FRAME, '4 KiB': 4_096, '32 KiB': 32_768, '64 KiB': 65_536 }
const FLOOR = 'writes alone'

const theirs = createRequire(import.meta.url)('docker-modem') as new (options: object) => { demuxStream: Demux }
const clients: Record<string, Demux> = {
  'fairlead/modem': (...args) => new Modem({ socketPath: '/none' }).demuxStream(...args),
  'docker-modem': (...args) => new theirs({ socketPath: '/none' }).demuxStream(...args),
  [FLOOR]: (stream, stdout) => {
    stream.on('data', (chunk: Buffer) => {
      for (let at = HEADER; at < chunk.length; at += FRAME) stdout.write(chunk.subarray(at, at + PAYLOAD))
    })
  },
}

/** Whole frames of alternating kinds, as many as fit. */
function chunkOf(bytes: number): Buffer {
  const count = Math.max(1, Math.floor(bytes / FRAME))
  const chunk = Buffer.alloc(count * FRAME, 0x61)
  for (let i = 0; i < count; i++) {
    chunk.fill(0, i * FRAME, i * FRAME + HEADER)
    chunk[i * FRAME] = 1
    chunk[i * FRAME + HEADER - 1] = PAYLOAD
  }
  return chunk
}

/** CPU of one run, ns per frame. */
async function run(demux: Demux, chunk: Buffer, payload: number): Promise<number> {
  const frames = Math.ceil(payload / PAYLOAD)
  let left = Math.ceil((frames * FRAME) / chunk.length)
  const sent = (left * chunk.length) / FRAME
  const [stdout, stderr] = [new Counter(), new Counter()]
  const stream = new Readable({
    highWaterMark: 4 * chunk.length,
    read() {
      this.push(left-- > 0 ? chunk : null)
    },
  })
  const before = process.cpuUsage()
  demux(stream, stdout, stderr)
  await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
  const { user, system } = process.cpuUsage(before)
  const read = stdout.bytes + stderr.bytes
  if (read !== sent * PAYLOAD) throw new Error(`${read} bytes of payload came of ${sent * PAYLOAD}`)
  return ((user + system) * 1000) / sent
}

async function main(): Promise<void> {
  const options = optionsOf(usage, { megabytes: { type: 'string' } })
  const rounds = positive('rounds', options.rounds, options.quick ? 3 : 9)
  const payload = positive('megabytes', options.megabytes, options.quick ? 1 : 8) * 1e6
  const result = await openResult('modem-demux', options.quick)
  const rows: Row[] = []
  for (const [name, bytes] of Object.entries(CHUNKS)) {
    const measurement = `frames of 64 bytes, ${name}`
    const chunk = chunkOf(bytes)
    const costs = Object.fromEntries(Object.keys(clients).map((client) => [client, [] as number[]]))
    for (let round = -1; round < rounds; round++) {
      progress(`${name}: ${round + 1} of ${rounds}`)
      for (const [client, demux] of Object.entries(clients)) {
        const cost = await run(demux, chunk, payload)
        // The first round includes compiling.
        if (round >= 0) costs[client]!.push(cost)
      }
    }
    for (const client of Object.keys(clients)) rows.push({ measurement, client, cpu: spread(costs[client]!) })
    const plans: RatioPlan[] = [
      // With one frame per chunk the writes are most of the cost, for everyone.
      { measurement, of: 'docker-modem', to: 'fairlead/modem', ...(bytes > FRAME && { goal: GOAL }) },
      { measurement, of: 'fairlead/modem', to: FLOOR, ...(bytes === FRAME && { goal: FLOOR_GOAL }) },
      { measurement, of: 'docker-modem', to: FLOOR },
    ]
    for (const plan of plans) {
      const ratio = ratioOf(plan, costs[plan.of], costs[plan.to])
      if (ratio !== undefined) result.ratios.push(ratio)
    }
    await lookAgain(result)
  }
  const about = 'CPU of the whole process, including the making of chunks; one write per frame, as with dockerode'
  result.tables.push({ name: 'demuxStream', unit: 'ns per frame', better: 'lower', about, rows })
  result.notes.push(`With one frame per chunk, Node's streams dominate: “${FLOOR}” parses nothing.`)
  closeResult(result, options.json)
}

await runMain(main)
