// The measured process of the requests part: one client, and every cell in turn. Warms up until the code is compiled and the
// speed is known, then runs as many requests as cost the time asked for, between two readings of process.cpuUsage.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cell, Measured, Task } from './cells.ts'
import { nameOf } from './cells.ts'
import { clients, type OpenRequests, type RequestClient } from './client.ts'

/** Before a process's first cell, CPU µs: less flatters fairlead, since larger libraries take longer to be compiled. */
const WARM_FIRST = 700_000
/** Before each other one. */
const WARM = 100_000
/** A run whose cost (CPU µs) tells the speed. */
const WARM_RUN = 20_000

async function measureCell(client: RequestClient, { operation, at, cold }: Cell, warm: number, seconds: number) {
  const run = async (count: number) => {
    const began = performance.now()
    const before = process.cpuUsage()
    await client.run(operation, count)
    const { user, system } = process.cpuUsage(before)
    return { cpu: user + system, wall: (performance.now() - began) * 1000, count }
  }
  let last = await run(at)
  for (let spent = last.cpu; last.cpu < WARM_RUN || spent < warm; spent += last.cpu) {
    last = await run(last.cpu < WARM_RUN ? last.count * 2 : last.count)
  }
  const count = Math.max(at, Math.round((last.count * seconds * 1e6) / last.cpu))
  await sleep(20) // what the warm-up left to other threads is not the measured requests'
  const measured = await run(count)
  const { maxRSS } = process.resourceUsage()
  const name = nameOf({ operation, at, cold })
  return { cell: name, cpu: measured.cpu / count, wall: measured.wall / count, peak: maxRSS * 1024, count }
}

async function main({ client, socketPath, cells, seconds }: Task): Promise<Measured[]> {
  const open: OpenRequests = await clients[client]!()
  const all: Measured[] = []
  for (const cell of cells) {
    const opened = await open(socketPath, cell)
    all.push(await measureCell(opened, cell, all.length === 0 ? WARM_FIRST : WARM, seconds))
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
