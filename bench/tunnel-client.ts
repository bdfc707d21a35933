// The measured process of bench/tunnel.ts: one client reads a hijacked stream; shorter ones first to be compiled by, then
// the measured one, between two readings of process.cpuUsage.
import net from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, finished } from './clients/client.ts'

/** What to measure; in JSON as the process's argument. */
export interface TunnelTask {
  client: string
  /** `unix://path` */
  host: string
  container: string
  /** `exec`: the output of a command; `logs`: what the container has written, by attach with `logs`. */
  way: 'exec' | 'logs'
  /** Payload bytes of the measured stream. */
  bytes: number
  /** The program writes so many bytes at a time; 64 is a line. */
  block: number
}

/** What came out; in JSON over IPC. µs; CPU is user and system time of all threads. */
export interface TunnelMeasured {
  cpu: number
  wall: number
  /** Frames that were told; 0 where the client does not tell. */
  frames: number
}

/** Writes `bytes` in lines of 64, `block` at a time. */
export const command = (bytes: number, block: number): string[] => [
  'sh',
  '-c',
  `yes ${'x'.repeat(63)} | dd iflag=fullblock bs=${block} count=${bytes / block} 2>/dev/null`,
]

/** Payload bytes of an exec's warm-up, and how many there are: dockerode costs twice as much until V8 has optimized it. */
const WARM_BYTES = 16_777_216
const WARM_TIMES = 3

/** Reads one stream; `Cmd` is an exec's, else it is an attach. Gives payload bytes, or wire bytes below zero, and frames. */
type Read = (Cmd: string[] | undefined) => Promise<{ payload: number; frames: number }>

const query = { logs: true, stream: false, stdout: true, stderr: true }

async function openFairlead(host: string, id: string) {
  const { connect } = await import('fairlead')
  const engine = connect({ host })
  const make = async (Cmd: string[]) => {
    const body = { Cmd, AttachStdout: true, AttachStderr: true }
    return engine.post('/containers/{id}/exec', { path: { id }, body })
  }
  const open = async (Cmd: string[] | undefined) => {
    if (Cmd === undefined) return engine.tunnel('/containers/{id}/attach', { path: { id }, query, tty: false })
    const { Id } = await make(Cmd)
    return engine.tunnel('/exec/{id}/start', { path: { id: Id }, body: { Detach: false, Tty: false } })
  }
  return { make, open }
}

const clients: Record<string, (host: string, container: string) => Promise<Read>> = {
  // A bare socket that discards: what the kernel and one call per read cost anybody.
  floor: async (host, container) => {
    const { make } = await openFairlead(host, container)
    return async (Cmd) => {
      const attach = `/containers/${container}/attach?logs=1&stdout=1&stderr=1`
      const path = Cmd === undefined ? attach : `/exec/${(await make(Cmd)).Id}/start`
      const body = Cmd === undefined ? '' : '{"Detach":false,"Tty":false}'
      return new Promise((resolve, reject) => {
        let bytes = 0
        const callback = (count: number): boolean => {
          bytes += count
          return true
        }
        const onread = { buffer: Buffer.alloc(65_536), callback }
        const socket = net.connect({ path: new URL(host).pathname, onread })
        socket.on('error', reject).on('close', () => resolve({ payload: -bytes, frames: 0 }))
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n` +
            `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        )
      })
    }
  },
  'fairlead onFrame': async (host, container) => {
    const { open } = await openFairlead(host, container)
    return async (Cmd) => {
      let payload = 0
      let frames = 0
      const tunnel = await open(Cmd)
      await tunnel.onFrame((_kind, _bytes, from, to) => {
        payload += to - from
        frames++
      })
      return { payload, frames }
    }
  },
  'fairlead pipe': async (host, container) => {
    const { open } = await openFairlead(host, container)
    return async (Cmd) => {
      const stdout = new Counter()
      await (await open(Cmd)).pipe({ stdout })
      return { payload: stdout.bytes, frames: 0 }
    }
  },
  dockerode: async (host, container) => {
    const { default: Docker } = await import('dockerode')
    const docker = new Docker({ socketPath: new URL(host).pathname })
    interface Hijacks {
      attach(options: object): Promise<Readable>
      exec(options: object): Promise<{ start(options: object): Promise<Readable> }>
    }
    const from = docker.getContainer(container) as unknown as Hijacks
    const open = async (Cmd: string[] | undefined): Promise<Readable> => {
      if (Cmd === undefined) return from.attach({ ...query, hijack: true })
      const exec = await from.exec({ Cmd, AttachStdout: true, AttachStderr: true })
      return exec.start({ hijack: true, stdin: false })
    }
    return async (Cmd) => {
      const stream = await open(Cmd)
      const stdout = new Counter()
      const stderr = new Counter()
      docker.modem.demuxStream(stream, stdout, stderr)
      await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
      await Promise.all([finished(stdout), finished(stderr)])
      return { payload: stdout.bytes, frames: 0 }
    }
  },
}

async function main({ client, host, container, way, bytes, block }: TunnelTask): Promise<TunnelMeasured> {
  const read = await clients[client]!(host, container)
  const run = async (count: number): Promise<TunnelMeasured> => {
    const began = performance.now()
    const before = process.cpuUsage()
    const { payload, frames } = await read(way === 'exec' ? command(count, block) : undefined)
    const { user, system } = process.cpuUsage(before)
    if (payload >= 0 ? payload !== count : -payload < count) {
      throw new Error(`${client} read ${payload} bytes of ${count}`)
    }
    return { cpu: user + system, wall: (performance.now() - began) * 1000, frames }
  }
  for (let i = 0; i < WARM_TIMES; i++) await run(way === 'exec' ? Math.min(WARM_BYTES, bytes) : bytes)
  await sleep(20) // what the warm-up left to other threads is not the stream's
  return run(bytes)
}

if (process.send !== undefined) {
  main(JSON.parse(process.argv[2]!) as TunnelTask).then(
    (measured) => process.send?.(measured, () => process.exit()),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
