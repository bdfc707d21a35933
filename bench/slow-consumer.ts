// A consumer that takes 1 MB/s from a 1 GB stream for ten seconds, then everything that is left: does the process grow,
// is the sender held back, is anything lost? For fairlead's ways to read, and for dockerode, which ignores write()'s result.
import { isDeepStrictEqual } from 'node:util'
import { crc32 } from 'node:zlib'
import type { Status } from './log-stream/server.ts'
import { type Block, buildBlock, type Stream, streamOf, workloads } from './log-stream/workloads.ts'
import { names, optionsOf, positive } from './options.ts'
import { nextMessage, progress, runMain, start } from './processes.ts'
import { closeResult, megabytes } from './report.ts'
import { lookAgain, openResult, type Result, type Row, ratioOf, spread } from './result.ts'
import { type LogServer, serveLogs } from './serve.ts'
import type { EndReport, SlowReport, SlowTask } from './slow/child.ts'
import { readers } from './slow/readers.ts'

const usage = `A slow consumer on a long stream: memory, the sender, and what arrives.
  --rate <bytes/s>     (default 1000000)      --seconds <s>   (default 10)
  --bytes <n>          payload of the stream (default 1000000000)
  --workload <name>    of ${Object.keys(workloads).join(', ')} (default 1k)
  --readers <a,b>      of ${Object.keys(readers).join(', ')}
  --limit <bytes>      growth at which a reader is stopped (default 800000000)`

/** The project's own aim: the process grows by less than so many MB. */
const GROWTH_GOAL = 8
const MB = 1e6
/** Less than this (MB) is noise, and no divisor. */
const LEAST_GROWTH = 0.1
/** The sender counts as held back if it is at most this far ahead of the consumer: kernel buffers, one block, the client's own. */
const AHEAD_GOAL = 8e6
/** Read at full speed before memory is noted. */
const WARM_BYTES = 8e6
/** A reader that is this late (ms) with its report, or with the rest of the stream, hangs. */
const CHILD_LIMIT = 120_000

interface Observed {
  reader: string
  slow: SlowReport
  sender: Status
  /** Bytes on the wire that the sender was ahead of the consumer when the slow part ended. */
  ahead: number
  /** Whether the sender was waiting then, no more than AHEAD_GOAL ahead. */
  blocked: boolean
  /** Undefined if the reader was stopped. */
  complete?: boolean
  got?: EndReport
  sent?: EndReport
}

function expected(bytes: Buffer, times: number): { bytes: number; crc: number } {
  let crc = 0
  for (let i = 0; i < times; i++) crc = crc32(bytes, crc)
  return { bytes: bytes.length * times, crc }
}

async function observe(server: LogServer, task: SlowTask, stream: Stream, block: Block): Promise<Observed> {
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

// A reader that took far less than it was allowed proves nothing about its memory.
function complaintOf({ reader, slow, blocked, complete }: Observed, rate: number): string | undefined {
  if (complete === false) return `${reader}: what arrived is not what was sent`
  if (!reader.startsWith('fairlead')) return undefined
  if (!blocked) return `${reader}: the sender was not held back`
  if (slow.taken < 0.8 * rate * slow.seconds) return `${reader}: took ${slow.taken} bytes in ${slow.seconds} s`
  return undefined
}

function rowOf(measurement: string, rounds: Observed[]): Row {
  const { reader, slow, ahead, blocked, complete } = rounds.at(-1)!
  return {
    measurement,
    client: reader,
    value: spread(rounds.map(({ slow }) => slow.most.rss / MB)),
    extra: {
      'took MB': megabytes(slow.taken),
      'in s': slow.seconds.toFixed(1),
      'kept MB': megabytes(slow.kept.rss),
      'external MB': megabytes(slow.most.external),
      sender: `${blocked ? 'held back' : 'not held back'}, ${megabytes(ahead)} MB ahead`,
      rest: complete === undefined ? 'given up at the limit' : complete ? 'complete' : 'DIFFERENT',
    },
  }
}

interface Plan {
  result: Result
  who: readonly string[]
  rounds: number
  observe(reader: string): Promise<Observed>
}

async function runRounds({ result, who, rounds, observe }: Plan): Promise<Map<string, Observed[]>> {
  const all = new Map<string, Observed[]>(who.map((reader) => [reader, []]))
  for (let round = 1; round <= rounds; round++) {
    await lookAgain(result)
    for (const [reader, own] of all) {
      progress(`round ${round} of ${rounds}: ${reader}`)
      try {
        own.push(await observe(reader))
      } catch (error) {
        all.delete(reader)
        result.failures.push(`${reader}: ${(error as Error).message}`)
      }
    }
  }
  progress('')
  return all
}

async function main(): Promise<void> {
  const values = optionsOf(usage, {
    rate: { type: 'string' },
    seconds: { type: 'string' },
    bytes: { type: 'string' },
    workload: { type: 'string', default: '1k' },
    readers: { type: 'string' },
    limit: { type: 'string' },
  })
  const { quick } = values
  const name = values.workload
  const workload = workloads[name]
  if (workload === undefined) throw new Error(`${name} is not one of ${Object.keys(workloads).join(', ')}`)
  const rounds = Math.ceil(positive('rounds', values.rounds, 1))
  const rate = positive('rate', values.rate, 1e6)
  const seconds = positive('seconds', values.seconds, quick ? 1 : 10)
  const limit = positive('limit', values.limit, quick ? 100e6 : 800e6)
  const block = buildBlock(workload)
  const stream = streamOf(name, block, positive('bytes', values.bytes, quick ? 100e6 : 1e9))
  const warmId = streamOf(name, block, WARM_BYTES).id
  const result = await openResult('slow-consumer', quick)

  const server = await serveLogs()
  const task = { socketPath: server.socketPath, id: stream.id, warmId, rate, seconds, limit }
  const observed = await runRounds({
    result,
    who: names(values.readers, Object.keys(readers)),
    rounds,
    observe: (reader) => observe(server, { reader, ...task }, stream, block),
  })
  await server.stop()

  const what = `${megabytes(rate)} MB/s out of ${megabytes(stream.payload)} MB, for ${seconds} s`
  const rows = [...observed].map(([, own]) => rowOf(what, own))
  const about = `${workload.title}; growth of the resident set since the end of a first stream in the same process`
  result.tables.push({ name: 'Slow consumer', unit: 'MB', better: 'lower', about, rows })
  const growthOf = (own: Observed[]) => own.map(({ slow }) => Math.max(LEAST_GROWTH, slow.most.rss / MB))
  for (const [reader, own] of observed) {
    const complaint = own.map((one) => complaintOf(one, rate)).find((one) => one !== undefined)
    if (complaint !== undefined) result.failures.push(complaint)
    const growth = growthOf(own)
    const goal = { op: '<=', value: GROWTH_GOAL } as const
    const plan = { measurement: `growth, ${what}`, of: reader, to: '1 MB', by: 'memory' as const }
    const found = reader.startsWith('fairlead')
      ? ratioOf(
          { ...plan, goal },
          growth,
          growth.map(() => 1),
        )
      : undefined
    if (found !== undefined) result.ratios.push(found)
  }
  for (const [of, dockerode] of observed) {
    for (const [to, ours] of of.startsWith('dockerode') ? observed : []) {
      const plan = { measurement: `growth, ${what}`, of, to, by: 'memory' as const }
      const found = to.startsWith('fairlead') ? ratioOf(plan, growthOf(dockerode), growthOf(ours)) : undefined
      if (found !== undefined) result.ratios.push(found)
    }
  }
  closeResult(result, values.json)
}

await runMain(main)
