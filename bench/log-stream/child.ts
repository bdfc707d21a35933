// The measured process: one client, one workload, nothing else. Warms up until the code is compiled and the speed is
// known, then reads a stream long enough for a steady figure, between two readings of process.cpuUsage.
import { setTimeout as sleep } from 'node:timers/promises'
import { peakMemory } from '../processes.ts'
import { clients } from './clients.ts'
import { buildBlock, streamOf, workloads } from './workloads.ts'

/** What to measure; in JSON as the process's argument. */
export interface Task {
  client: string
  workload: string
  socketPath: string
  /** The socket of a process that throws away what it is sent. */
  sink: string
  /** CPU seconds that the measured stream should cost, about. */
  seconds: number
  /** Payload bytes of the measured stream, instead of `seconds`. */
  bytes?: number
  /** A short warm-up: the figures are then rough. */
  quick?: boolean
}

/** What came out; in JSON over IPC. CPU is user and system time of the whole process, all its threads, in µs. */
export interface Measured {
  cpu: number
  /** Wall time, µs. */
  wall: number
  payload: number
  frames: number
  /** Peak resident set, bytes. */
  peak: number
}

/** Warm-up: streams of doubling length until one costs this much CPU (µs), so that the speed is known … */
const WARM_STREAM = 60_000
/** … and all of them this much (µs). Less flatters fairlead: dockerode's code is twice as slow until V8 has optimized it. */
const WARM_TOTAL = 500_000
/** The same for lines with timestamps: more code has a part in them. */
const WARM_STAMPED = 2_000_000
const QUICK_TOTAL = 120_000
/** No measured stream is longer than this (payload bytes): the server fills a second core for its whole length. */
const MAX_BYTES = 2_147_483_648

async function main(task: Task): Promise<Measured> {
  const block = buildBlock(workloads[task.workload]!)
  const open = await clients[task.client]!.load()
  const client = await open(task.socketPath, task.sink)

  async function read(bytes: number): Promise<Measured> {
    const stream = streamOf(task.workload, block, bytes)
    const began = performance.now()
    const before = process.cpuUsage()
    const payload = await client.read(stream)
    const { user, system } = process.cpuUsage(before)
    const wall = (performance.now() - began) * 1000
    if (payload !== stream.payload) throw new Error(`read ${payload} bytes of payload, ${stream.payload} were sent`)
    return { cpu: user + system, wall, payload, frames: stream.frames, peak: peakMemory() }
  }

  const long = workloads[task.workload]!.stamped ? WARM_STAMPED : WARM_TOTAL
  const enough = task.quick ? QUICK_TOTAL : long
  let warm = await read(block.payload)
  for (let spent = warm.cpu; warm.cpu < WARM_STREAM || spent < enough; spent += warm.cpu) {
    warm = await read(warm.cpu < WARM_STREAM ? warm.payload * 2 : warm.payload)
  }
  const bytes = task.bytes ?? Math.min(MAX_BYTES, (warm.payload * task.seconds * 1e6) / warm.cpu)
  await sleep(20) // what the warm-up left to other threads is not the stream's
  const measured = await read(bytes)
  await client.close()
  return measured
}

main(JSON.parse(process.argv[2]!) as Task).then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
