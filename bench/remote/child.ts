// The measured process of the remote part: the CPU time of a log, or how long the first response takes, and one on a connection that is
// kept; each after the same on a client of its own, by which the code is compiled.
import { setTimeout as sleep } from 'node:timers/promises'
import { buildBlock, streamOf, workloads } from '../log-stream/workloads.ts'
import { clients, type Endpoint } from './clients.ts'
import type { First, Measured, Task } from './task.ts'

const FIRST_LOG = streamOf('64', buildBlock(workloads['64']!), 1).id

async function readLog(name: string, endpoint: Endpoint, workload: string, bytes: number): Promise<Measured> {
  const block = buildBlock(workloads[workload]!)
  const client = await clients[name]!(endpoint)
  await client.log(streamOf(workload, block, bytes / 4).id)
  await sleep(20)
  const stream = streamOf(workload, block, bytes)
  const began = performance.now()
  const before = process.cpuUsage()
  const got = await client.log(stream.id)
  const { user, system } = process.cpuUsage(before)
  const wall = (performance.now() - began) * 1000
  if (got < stream.payload) throw new Error(`read ${got} bytes of payload, ${stream.payload} were sent`)
  await client.close()
  return { cpu: user + system, wall, payload: stream.payload }
}

async function timeFirsts(name: string, endpoint: Endpoint): Promise<Measured> {
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now()
    await work()
    return performance.now() - began
  }
  const round = async (): Promise<Record<First, number>> => {
    const open = () => clients[name]!(endpoint)
    const [one, two, three] = [await open(), await open(), await open()]
    const found = {
      'first ping': await timed(() => one.ping()),
      'first list': await timed(() => two.list()),
      'first log': await timed(() => three.log(FIRST_LOG)),
      'a ping on a kept connection': await timed(() => one.ping()),
    }
    for (const client of [one, two, three]) await client.close()
    return found
  }
  await round()
  return round()
}

const { client, endpoint, log } = JSON.parse(process.argv[2]!) as Task
const work = log === undefined ? timeFirsts(client, endpoint) : readLog(client, endpoint, log.workload, log.bytes)
work.then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
