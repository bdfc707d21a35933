// The measured process of bench/tunnel.ts: one client reads execs' hijacked output; a short one to be compiled by, then
// the measured one, between two readings of process.cpuUsage.
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, finished } from './clients/client.ts'

/** What to measure; in JSON as the process's argument. */
export interface TunnelTask {
  client: string
  /** `unix://path` */
  host: string
  container: string
  /** Payload bytes of the measured stream. */
  bytes: number
}

/** What came out; in JSON over IPC. µs; CPU is user and system time of all threads. */
export interface TunnelMeasured {
  cpu: number
  wall: number
  /** Frames that were told; 0 where the client does not tell. */
  frames: number
}

/** Reads one exec's output; gives payload bytes and frames. */
type Read = (command: string[]) => Promise<{ payload: number; frames: number }>

const LINE = 'x'.repeat(63)
/** Payload bytes of a warm-up, and how many there are: dockerode costs twice as much until V8 has optimized it. */
const WARM_BYTES = 16e6
const WARM_TIMES = 3

const clients: Record<string, (host: string, container: string) => Promise<Read>> = {
  'fairlead onFrame': async (host, container) => {
    const open = await openFairlead(host, container)
    return async (command) => {
      let payload = 0
      let frames = 0
      const tunnel = await open(command)
      await tunnel.onFrame((_kind, _bytes, from, to) => {
        payload += to - from
        frames++
      })
      return { payload, frames }
    }
  },
  'fairlead pipe': async (host, container) => {
    const open = await openFairlead(host, container)
    return async (command) => {
      const stdout = new Counter()
      await (await open(command)).pipe({ stdout })
      return { payload: stdout.bytes, frames: 0 }
    }
  },
  dockerode: async (host, container) => {
    const { default: Docker } = await import('dockerode')
    const docker = new Docker({ socketPath: new URL(host).pathname })
    interface Execs {
      exec(options: object): Promise<{ start(options: object): Promise<Readable> }>
    }
    return async (Cmd) => {
      const from = docker.getContainer(container) as unknown as Execs
      const exec = await from.exec({ Cmd, AttachStdout: true, AttachStderr: true })
      const stream = await exec.start({ hijack: true, stdin: false })
      const stdout = new Counter()
      const stderr = new Counter()
      docker.modem.demuxStream(stream, stdout, stderr)
      await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
      await Promise.all([finished(stdout), finished(stderr)])
      return { payload: stdout.bytes, frames: 0 }
    }
  },
}

async function openFairlead(host: string, id: string) {
  const { connect } = await import('fairlead')
  const engine = connect({ host })
  return async (Cmd: string[]) => {
    const body = { Cmd, AttachStdout: true, AttachStderr: true }
    const { Id } = await engine.post<{ Id: string }>('/containers/{id}/exec', { path: { id }, body })
    return engine.tunnel('/exec/{id}/start', { path: { id: Id }, body: { Detach: false, Tty: false } })
  }
}

async function main({ client, host, container, bytes }: TunnelTask): Promise<TunnelMeasured> {
  const read = await clients[client]!(host, container)
  const run = async (count: number): Promise<TunnelMeasured> => {
    const began = performance.now()
    const before = process.cpuUsage()
    const { payload, frames } = await read(['sh', '-c', `yes ${LINE} | head -c ${count}`])
    const { user, system } = process.cpuUsage(before)
    if (payload !== count) throw new Error(`${client} read ${payload} bytes of ${count}`)
    return { cpu: user + system, wall: (performance.now() - began) * 1000, frames }
  }
  for (let i = 0; i < WARM_TIMES; i++) await run(WARM_BYTES)
  await sleep(20) // what the warm-up left to other threads is not the stream's
  return run(bytes)
}

main(JSON.parse(process.argv[2]!) as TunnelTask).then(
  (measured) => process.send?.(measured, () => process.exit()),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
