// The measured process of the requests part: one client, and every cell in turn. Warms up until the code is compiled and the
// speed is known, then runs as many requests as cost the time asked for, between two readings of process.cpuUsage.
import { setTimeout as sleep } from 'node:timers/promises'
import { peakMemory } from '../processes.ts'
import type { Operation } from './answers.ts'
import { type Cell, type Measured, nameOf, type Task } from './cells.ts'
import type { OpenRequests, RequestClient } from './client.ts'
import { clients } from './clients.ts'

/** For each operation before the first cell, CPU µs: less flatters fairlead, since larger libraries take longer to be compiled. */
const WARM_FIRST = 400_000
/** So many at a time, then. */
const WARM_WIDTH = 16
/** Before each cell. */
const WARM = 100_000
/** The CPU µs of a run that shows the speed. */
const WARM_RUN = 20_000

interface Run {
  cpu: number
  wall: number
  count: number
}

async function run(client: RequestClient, operation: Operation, count: number): Promise<Run> {
  const began = performance.now()
  const before = process.cpuUsage()
  await client.run(operation, count)
  const { user, system } = process.cpuUsage(before)
  return { cpu: user + system, wall: (performance.now() - began) * 1000, count }
}

/** Runs until `warm` µs of CPU are spent. Returns the last run, which shows the speed. */
async function warmUp(client: RequestClient, operation: Operation, at: number, warm: number): Promise<Run> {
  let last = await run(client, operation, at)
  for (let spent = last.cpu; last.cpu < WARM_RUN || spent < warm; spent += last.cpu) {
    last = await run(client, operation, last.cpu < WARM_RUN ? last.count * 2 : last.count)
  }
  return last
}

async function measureCell(client: RequestClient, cell: Cell, seconds: number): Promise<Measured> {
  const { operation, at } = cell
  const last = await warmUp(client, operation, at, WARM)
  const count = Math.max(at, Math.round((last.count * seconds * 1e6) / last.cpu))
  await sleep(20) // what the warm-up left to other threads is not the measured requests'
  const { cpu, wall } = await run(client, operation, count)
  const peak = peakMemory()
  return { cell: nameOf(cell), cpu: cpu / count, wall: wall / count, peak, count }
}

async function main({ client, socketPath, cells, seconds }: Task): Promise<Measured[]> {
  const open: OpenRequests = await clients[client]!()
  const first = await open(socketPath, { at: WARM_WIDTH, cold: false })
  for (const operation of new Set(cells.map((cell) => cell.operation))) {
    await warmUp(first, operation, WARM_WIDTH, WARM_FIRST)
  }
  await first.close()
  const all: Measured[] = []
  for (const cell of cells) {
    const opened = await open(socketPath, cell)
    all.push(await measureCell(opened, cell, seconds))
    await opened.close()
  }
  return all
}

main(JSON.parse(process.argv[2]!) as Task).then(
  (all) => process.send?.(all, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
