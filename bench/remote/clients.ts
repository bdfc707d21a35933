// The clients of the remote part: over TCP or TLS to 127.0.0.1, which the certificates name. Each loads its own library only.
import net from 'node:net'
import tls from 'node:tls'
import { Counter, finished } from '../log-stream/clients/client.ts'

export interface Endpoint {
  port: number
  /** PEM; with it, TLS. */
  ca?: string
}

export interface RemoteClient {
  /** The payload bytes of a log, or for a client that parses no frames those of its body. */
  log(id: string): Promise<number>
  ping(): Promise<void>
  /** A value under a versioned path: the list of containers. */
  list(): Promise<void>
  close(): void | Promise<void>
}

const HOST = '127.0.0.1'
const READ_BYTES = 65_536
const pathOf = (id: string) => `/v1.41/containers/${id}/logs?follow=1&stdout=1&stderr=1`

async function openFairlead({ port, ca }: Endpoint): Promise<RemoteClient> {
  const { connect } = await import('fairlead')
  const engine = connect({ host: `${ca ? 'https' : 'tcp'}://${HOST}:${port}`, ...(ca && { tls: { ca } }) })
  return {
    async log(id) {
      const query = { follow: true, stdout: true, stderr: true }
      let payload = 0
      const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
      await response.onFrame((_kind, _bytes, start, end) => {
        payload += end - start
      })
      return payload
    },
    ping: async () => void (await engine.get('/_ping')),
    list: async () => void (await engine.get('/containers/json', { query: { all: true } })),
    close: () => engine.close(),
  }
}

async function openDockerode({ port, ca }: Endpoint): Promise<RemoteClient> {
  const { default: Docker } = await import('dockerode')
  const http = await import('node:http')
  const https = await import('node:https')
  // An agent of its own: Node's global one would keep the connections of the client before.
  const agent = ca ? new https.Agent({ keepAlive: true, ca }) : new http.Agent({ keepAlive: true })
  const options = { host: HOST, port, agent, ...(ca ? { protocol: 'https', ca } : { protocol: 'http' }) }
  const docker = new Docker(options as unknown as ConstructorParameters<typeof Docker>[0])
  return {
    async log(id) {
      const logs = await docker.getContainer(id).logs({ follow: true, stdout: true, stderr: true })
      const [stdout, stderr] = [new Counter(), new Counter()]
      docker.modem.demuxStream(logs, stdout, stderr)
      await new Promise((resolve, reject) => logs.on('end', resolve).on('error', reject))
      await Promise.all([finished(stdout), finished(stderr)])
      return stdout.bytes + stderr.bytes
    },
    ping: async () => void (await docker.ping()),
    list: async () => void (await docker.listContainers({ all: true })),
    close: () => agent.destroy(),
  }
}

async function openUndici({ port, ca }: Endpoint): Promise<RemoteClient> {
  const { Client } = await import('undici')
  const options = { bodyTimeout: 0, headersTimeout: 0, ...(ca && { connect: { ca } }) }
  const client = new Client(`${ca ? 'https' : 'http'}://${HOST}:${port}`, options)
  const get = async (path: string): Promise<number> => {
    const { body } = await client.request({ method: 'GET', path })
    let bytes = 0
    for await (const piece of body) bytes += (piece as Buffer).length
    return bytes
  }
  return {
    log: (id) => get(pathOf(id)),
    ping: async () => void (await get('/_ping')),
    list: async () => void (await get('/v1.41/containers/json?all=1')),
    close: () => client.close(),
  }
}

async function openNodeHttp({ port, ca }: Endpoint): Promise<RemoteClient> {
  const http = await import('node:http')
  const https = await import('node:https')
  const agent = ca ? new https.Agent({ keepAlive: true, ca }) : new http.Agent({ keepAlive: true })
  const get = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = (ca ? https : http).get({ host: HOST, port, agent, path }, (response) => {
        let bytes = 0
        response.on('data', (piece: Buffer) => {
          bytes += piece.length
        })
        response.on('error', reject).on('end', () => resolve(bytes))
      })
      request.on('error', reject)
    })
  return {
    log: (id) => get(pathOf(id)),
    ping: async () => void (await get('/_ping')),
    list: async () => void (await get('/v1.41/containers/json?all=1')),
    close: () => agent.destroy(),
  }
}

/** A bare socket that discards: by `onread` over TCP, by 'data' over TLS, whose sockets have no `onread` of their own. */
async function openFloor({ port, ca }: Endpoint): Promise<RemoteClient> {
  const get = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      let bytes = 0
      const count = (length: number): boolean => {
        bytes += length
        return true
      }
      const onread = { buffer: Buffer.alloc(READ_BYTES), callback: count }
      const socket = ca ? tls.connect({ host: HOST, port, ca }) : net.connect({ host: HOST, port, onread })
      if (ca) socket.on('data', (piece: Buffer) => count(piece.length))
      socket.on('error', reject).on('close', () => resolve(bytes))
      socket.write(`GET ${path} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`)
    })
  return {
    log: (id) => get(pathOf(id)),
    ping: async () => void (await get('/_ping')),
    list: async () => void (await get('/v1.41/containers/json?all=1')),
    close() {},
  }
}

/** The clients by name, to be opened with the endpoint. */
export const clients: Record<string, (endpoint: Endpoint) => Promise<RemoteClient>> = {
  floor: openFloor,
  fairlead: openFairlead,
  'undici request': openUndici,
  'node:http': openNodeHttp,
  dockerode: openDockerode,
}
