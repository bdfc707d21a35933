// A consumer that takes 1 MB/s from a 1 GB stream for ten seconds, then everything that is left: does the process grow,
// is the sender held back, is anything lost? For fairlead's readings, and for dockerode, which ignores write()'s answer.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { crc32 } from 'node:zlib'
import { describe, machine, warning } from './machine.ts'
import { nextMessage, runMain, type Server, start, startServer } from './processes.ts'
import type { EndReport, SlowReport, SlowTask } from './slow/child.ts'
import { readers } from './slow/readers.ts'
import type { Status } from './wire/server.ts'
import { type Block, buildBlock, type Stream, streamOf, workloads } from './wire/workloads.ts'

const usage = `A slow consumer on a long stream: memory, the sender, and what arrives.
  --rate <bytes/s>     (default 1000000)      --seconds <s>   (default 10)
  --bytes <n>          payload of the stream (default 1000000000)
  --workload <name>    of ${Object.keys(workloads).join(', ')} (default 1k)
  --readers <a,b>      of ${Object.keys(readers).join(', ')}
  --limit <bytes>      growth at which a reader is given up (default 536870912)
  --json <file>        where the figures go (default bench/build/slow-consumer.json)`

const options = {
  rate: { type: 'string', default: '1000000' },
  seconds: { type: 'string', default: '10' },
  bytes: { type: 'string', default: '1000000000' },
  workload: { type: 'string', default: '1k' },
  readers: { type: 'string', default: Object.keys(readers).join(',') },
  limit: { type: 'string', default: '536870912' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** The project's own aim: the process grows by less. */
const GROWTH_GOAL = 8e6
/** The sender is held back when it is no further ahead of the consumer: kernel buffers, one block, the client's own. */
const AHEAD_GOAL = 8e6
/** Read at full speed before memory is noted. */
const WARM_BYTES = 8e6
/** A reader that is this late (ms) with its report, or with the rest of the stream, hangs. */
const CHILD_LIMIT = 120_000

interface Result {
  reader: string
  slow: SlowReport
  sender: Status
  /** Bytes on the wire that the sender was ahead of the consumer when the slow part ended. */
  ahead: number
  /** Whether the sender was waiting then, no more than AHEAD_GOAL ahead. */
  blocked: boolean
  /** Undefined where the reader was given up. */
  complete?: boolean
  got?: EndReport
  sent?: EndReport
}

function expected(bytes: Buffer, times: number): { bytes: number; crc: number } {
  let crc = 0
  for (let i = 0; i < times; i++) crc = crc32(bytes, crc)
  return { bytes: bytes.length * times, crc }
}

async function observe(server: Server, task: SlowTask, stream: Stream, block: Block): Promise<Result> {
  const child = start('slow/child.js', [JSON.stringify(task)], ['--expose-gc'])
  const slow = await nextMessage<SlowReport>(child, task.seconds * 1000 + CHILD_LIMIT)
  const sender = await server.status()
  const ahead = sender.handed - (slow.taken / stream.payload) * stream.wire
  const blocked = sender.waiting > 0 && ahead < AHEAD_GOAL
  if (slow.gaveUp) return { reader: task.reader, slow, sender, ahead, blocked }
  const end = nextMessage<EndReport>(child, CHILD_LIMIT)
  child.send('go')
  const got = await end
  const sent = { stdout: expected(block.stdout, stream.blocks), stderr: expected(block.stderr, stream.blocks) }
  return { reader: task.reader, slow, sender, ahead, blocked, complete: isDeepStrictEqual(got, sent), got, sent }
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

// A reader that took far less than it was allowed proves nothing about its memory.
function goalMet({ slow }: Result, rate: number): boolean {
  return !slow.gaveUp && slow.taken > 0.8 * rate * slow.seconds && slow.most.rss < GROWTH_GOAL
}

function arrivedBytes(report?: EndReport): string {
  return report === undefined ? 'no' : `${report.stdout.bytes} + ${report.stderr.bytes}`
}

function tell(result: Result, rate: number): string {
  const { reader, slow, sender, ahead, blocked, complete } = result
  const { most, kept } = slow
  const goal = goalMet(result, rate) ? 'met' : 'NOT MET'
  const arrived =
    complete === undefined
      ? 'not read: given up at the limit'
      : complete
        ? `complete: ${arrivedBytes(result.got)} bytes`
        : `DIFFERENT: ${arrivedBytes(result.got)} bytes, sent ${arrivedBytes(result.sent)}`
  return [
    reader,
    `  took        ${mb(slow.taken)} in ${slow.seconds.toFixed(1)} s`,
    `  grew        rss ${mb(most.rss)} (goal < ${mb(GROWTH_GOAL)}: ${goal}), external ${mb(most.external)}, heap ${mb(most.heapUsed)}`,
    `  kept        rss ${mb(kept.rss)}, external ${mb(kept.external)}, heap ${mb(kept.heapUsed)} (after a forced collection)`,
    `  the sender  ${blocked ? 'blocked' : 'NOT BLOCKED'}: ${mb(sender.handed)} of ${mb(sender.total)} handed to the kernel, ${mb(ahead)} ahead of the consumer`,
    `  the rest    ${arrived}`,
  ].join('\n')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  if (values.help) return console.log(usage)
  const workload = workloads[values.workload]
  if (workload === undefined) throw new Error(`${values.workload} is not one of ${Object.keys(workloads).join(', ')}`)
  const block = buildBlock(workload)
  const stream = streamOf(values.workload, block, Number(values.bytes))
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)]
  const on = await machine()
  console.log(`${describe(on)}\n${workload.title}: ${mb(rate)}/s for ${seconds} s, from ${mb(stream.payload)}\n`)

  const server = await startServer()
  const common = { socketPath: server.socketPath, id: stream.id, rate, seconds, limit: Number(values.limit) }
  const warmId = streamOf(values.workload, block, WARM_BYTES).id
  const results: Result[] = []
  for (const reader of values.readers.split(',')) {
    if (!Object.hasOwn(readers, reader)) throw new Error(`${reader} is not one of ${Object.keys(readers).join(', ')}`)
    try {
      const result = await observe(server, { reader, warmId, ...common }, stream, block)
      results.push(result)
      console.log(`${tell(result, rate)}\n`)
      if (result.complete === false) process.exitCode = 1
    } catch (error) {
      console.log(`${reader}\n  FAILED: ${(error as Error).message}\n`)
      process.exitCode = 1
    }
  }
  await server.stop()
  const file = values.json ?? fileURLToPath(new URL('slow-consumer.json', import.meta.url))
  writeFileSync(file, `${JSON.stringify({ date: new Date().toISOString(), machine: on, stream, results }, null, 2)}\n`)
  const doubt = warning(on)
  if (doubt !== undefined) console.log(doubt)
  console.log(`figures in ${file}`)
}

await runMain(main)
