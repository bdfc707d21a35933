// The measured process of the transfers part: one client, one direction. A small archive warms it up, then the large one goes
// through between two readings of process.cpuUsage.
import { setTimeout as sleep } from 'node:timers/promises'
import { clients } from './clients.ts'

export interface Task {
  client: string
  direction: 'download' | 'upload'
  socketPath: string
  bytes: number
}

/** CPU and wall time in µs, of the whole archive. */
export interface Measured {
  cpu: number
  wall: number
  peak: number
}

/** Before it, in bytes, at most. */
const WARM_BYTES = 134_217_728

async function main({ client, direction, socketPath, bytes }: Task): Promise<Measured> {
  const open = await clients[client]!()
  const opened = await open(socketPath)
  const run = async (size: number): Promise<void> => {
    if (direction === 'upload') return opened.upload(size)
    const read = await opened.download(size)
    if (read !== size) throw new Error(`read ${read} bytes of ${size}`)
  }
  await run(Math.min(bytes, WARM_BYTES))
  await sleep(20)
  const began = performance.now()
  const before = process.cpuUsage()
  await run(bytes)
  const { user, system } = process.cpuUsage(before)
  const wall = (performance.now() - began) * 1000
  const peak = process.resourceUsage().maxRSS * 1024
  await opened.close()
  return { cpu: user + system, wall, peak }
}

main(JSON.parse(process.argv[2]!) as Task).then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
