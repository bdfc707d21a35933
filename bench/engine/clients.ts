// Who reads a real Engine's streams from Node: fairlead, dockerode and a bare socket that discards. Each loads its own
// library only; fairlead also makes the floor's execs, outside of what is measured.
import type { Readable } from 'node:stream'
import { Counter, finished } from '../log-stream/clients/client.ts'
import { bareSocket, type Pacing } from '../paced-socket.ts'
import { UNPACED, unpaced } from '../pacing.ts'

/** What to read once. `Cmd` is an exec's; without it a log, its last `tail` lines. */
export interface Ask {
  id: string
  Cmd?: string[]
  hijack: boolean
  tail: number | 'all'
}

/** Payload bytes (for the floor, wire bytes as a negative number), and the frames received. */
export interface Got {
  payload: number
  frames: number
}

/** Prepares outside of the measured time; what it returns reads inside. */
export type Reader = (ask: Ask) => Promise<() => Promise<Got>>

const outputs = { stdout: true, stderr: true }

async function engineOf(host: string, options = {}) {
  const { connect } = await import('fairlead')
  const engine = connect({ host, ...options })
  const makeExec = async ({ id, Cmd }: Ask): Promise<string> => {
    const body = { Cmd: Cmd!, AttachStdout: true, AttachStderr: true }
    const { Id } = await engine.post('/containers/{id}/exec', { path: { id }, body })
    return Id
  }
  return { engine, makeExec }
}

async function openFairlead(host: string, options = {}) {
  const { engine, makeExec } = await engineOf(host, options)
  return async (ask: Ask) => {
    const { id, hijack, tail } = ask
    if (ask.Cmd !== undefined) {
      const exec = await makeExec(ask)
      return () => engine.tunnel('/exec/{id}/start', { path: { id: exec }, body: { Detach: false, Tty: false } })
    }
    const path = { id }
    if (hijack) {
      const query = { logs: true, stream: false, ...outputs }
      return () => engine.tunnel('/containers/{id}/attach', { path, query, tty: false })
    }
    const query = { follow: true, tail, ...outputs }
    return () => engine.request('GET', '/containers/{id}/logs', { path, query })
  }
}

/** What is sent by hand, for the floor. */
function requestOf({ id, hijack, tail }: Ask, exec: string | undefined): string {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: tcp\r\n'
  const start = '{"Detach":false,"Tty":false}'
  const json = `Content-Type: application/json\r\nContent-Length: ${start.length}\r\n`
  if (exec !== undefined) return `POST /exec/${exec}/start HTTP/1.1\r\nHost: docker\r\n${upgrade}${json}\r\n${start}`
  if (hijack) {
    return `POST /containers/${id}/attach?logs=1&stdout=1&stderr=1 HTTP/1.1\r\nHost: docker\r\n${upgrade}\r\n`
  }
  const query = `follow=1&stdout=1&stderr=1&tail=${tail}`
  return `GET /containers/${id}/logs?${query} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`
}

function discard(path: string, request: string, pacing: Pacing): Promise<Got> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const socket = bareSocket(path, pacing, (count) => {
      bytes += count
      return true
    })
    socket.on('error', reject).on('close', () => resolve({ payload: -bytes, frames: 0 }))
    socket.write(request)
  })
}

async function openFloor(host: string, pacing: Pacing): Promise<Reader> {
  const { makeExec } = await engineOf(host)
  return async (ask) => {
    const exec = ask.Cmd === undefined ? undefined : await makeExec(ask)
    return () => discard(new URL(host).pathname, requestOf(ask, exec), pacing)
  }
}

async function openOnFrame(host: string, options = {}): Promise<Reader> {
  const prepare = await openFairlead(host, options)
  return async (ask) => {
    const open = await prepare(ask)
    return async () => {
      let payload = 0
      let frames = 0
      await (await open()).onFrame((_kind, _bytes, from, to) => {
        payload += to - from
        frames++
      })
      return { payload, frames }
    }
  }
}

/** The readers by name: to be opened with the Engine's `unix://` host. */
export const clients: Record<string, (host: string) => Promise<Reader>> = {
  floor: (host) => openFloor(host, 'at once'),
  'floor, paced': (host) => openFloor(host, 'paced'),
  'fairlead onFrame': (host) => openOnFrame(host),
  [UNPACED]: (host) => openOnFrame(host, unpaced),
  'fairlead lines': async (host) => {
    const prepare = await openFairlead(host)
    return async (ask) => {
      const open = await prepare(ask)
      return async () => {
        let payload = 0
        for await (const line of (await open()).lines()) payload += line.text.length + 1
        return { payload, frames: 0 }
      }
    }
  },
  'fairlead pipe': async (host) => {
    const prepare = await openFairlead(host)
    return async (ask) => {
      const open = await prepare(ask)
      return async () => {
        const stdout = new Counter()
        await (await open()).pipe({ stdout })
        return { payload: stdout.bytes, frames: 0 }
      }
    }
  },
  dockerode: async (host) => {
    const { default: Docker } = await import('dockerode')
    const docker = new Docker({ socketPath: new URL(host).pathname })
    return async ({ id, Cmd, hijack, tail }) => {
      const container = docker.getContainer(id)
      const exec = Cmd === undefined ? undefined : await container.exec({ Cmd, AttachStdout: true, AttachStderr: true })
      const open = (): Promise<Readable> => {
        if (exec !== undefined) return exec.start({ hijack: true, stdin: false })
        if (hijack) return container.attach({ logs: true, stream: false, hijack: true, ...outputs })
        return container.logs({ follow: true, tail, ...outputs })
      }
      return async () => {
        const stream = await open()
        const stdout = new Counter()
        const stderr = new Counter()
        docker.modem.demuxStream(stream, stdout, stderr)
        await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject))
        await Promise.all([finished(stdout), finished(stderr)])
        return { payload: stdout.bytes, frames: 0 }
      }
    }
  },
}
