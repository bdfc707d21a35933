// The ports of a container: its exposed ones, and the published ones as listeners of this machine. Each connection goes to what the
// program listens with. As with docker-proxy, a published port accepts while the container runs, and closes a connection at once that
// nothing in the container wants. Listeners are on 127.0.0.1 unless the binding names an address.

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { HttpError } from '../base/http-error.ts'
import type { Config, HostConfig } from './container-config.ts'

/** A published port, as inspect and list show it. */
export interface Binding {
  HostIp: string
  HostPort: string
}

/** Where a program listens: receives each connection to its port. */
export type ConnectionListener = (socket: Socket) => void

/** What Docker shows for a binding without an address. */
const EVERY_ADDRESS = '0.0.0.0'

/** The ports of one container. */
export class PortMap {
  readonly #exposed: readonly string[]
  /** The bindings that were asked for, by `80/tcp`. */
  readonly #wanted = new Map<string, readonly Partial<Binding>[]>()
  readonly #open = new Map<string, Binding[]>()
  readonly #servers = new Set<Server>()
  readonly #sockets = new Set<Socket>()
  readonly #listeners = new Map<number, ConnectionListener>()
  #opening: Promise<void> | undefined

  constructor({ ExposedPorts }: Config, { PortBindings, PublishAllPorts }: HostConfig) {
    const bindings = (PortBindings ?? {}) as Record<string, Partial<Binding>[] | null>
    this.#exposed = [...new Set([...Object.keys((ExposedPorts ?? {}) as object), ...Object.keys(bindings)])].map(
      withProtocol,
    )
    for (const [name, asked] of Object.entries(bindings)) this.#wanted.set(withProtocol(name), asked ?? [{}])
    if (PublishAllPorts === true)
      for (const name of this.#exposed) if (!this.#wanted.has(name)) this.#wanted.set(name, [{}])
  }

  /** Opens the published ports, unless they are open. Rejects with a {@link HttpError} when one is taken. */
  open(): Promise<void> {
    this.#opening ??= this.#openAll()
    return this.#opening
  }

  async #openAll(): Promise<void> {
    try {
      for (const [name, bindings] of this.#wanted) {
        if (!name.endsWith('/tcp')) continue
        for (const binding of bindings) await this.#listen(name, binding)
      }
    } catch (error) {
      this.close()
      throw error
    }
  }

  async #listen(name: string, { HostIp: address = '', HostPort: hostPort = '' }: Partial<Binding>): Promise<void> {
    const number = Number.parseInt(name, 10)
    const server = createServer((socket) => this.#connected(number, socket))
    this.#servers.add(server)
    try {
      const isEvery = address === '' || address === EVERY_ADDRESS || address === '::'
      server.listen({ host: isEvery ? '127.0.0.1' : address, port: Number(hostPort || 0), exclusive: true })
      await once(server, 'listening')
    } catch (error) {
      const what = `Bind for ${address || EVERY_ADDRESS}:${hostPort} failed: port is already allocated`
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw new HttpError(500, (error as Error).message)
      throw new HttpError(500, `driver failed programming external connectivity on endpoint: ${what}`)
    }
    const { port } = server.address() as AddressInfo
    const shown = { HostIp: address || EVERY_ADDRESS, HostPort: String(port) }
    this.#open.set(name, [...(this.#open.get(name) ?? []), shown])
  }

  #connected(number: number, socket: Socket): void {
    const listener = this.#listeners.get(number)
    socket.on('error', () => {})
    if (listener === undefined) return void socket.destroy()
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    listener(socket)
  }

  /** Receives the connections to a port of the container from now on. Returns the function that stops it. Throws if the port is taken. */
  listen(number: number, listener: ConnectionListener): () => void {
    if (this.#listeners.has(number)) {
      throw Object.assign(new Error(`listen EADDRINUSE: address already in use :${number}`), { code: 'EADDRINUSE' })
    }
    this.#listeners.set(number, listener)
    return () => {
      if (this.#listeners.get(number) === listener) this.#listeners.delete(number)
    }
  }

  /** The run has ended: closes the listeners and the connections. */
  close(): void {
    this.#opening = undefined
    this.#listeners.clear()
    this.#open.clear()
    for (const server of this.#servers) server.close()
    this.#servers.clear()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Ports of GET /containers/{id}/json: published ones with their bindings, others as null. */
  describe(running: boolean): Record<string, Binding[] | null> {
    if (!running) return {}
    return Object.fromEntries(this.#exposed.map((name) => [name, this.#open.get(name) ?? null]))
  }

  /** Ports of an entry of GET /containers/json. */
  summarize(running: boolean): object[] {
    return Object.entries(this.describe(running)).flatMap(([name, bindings]) => {
      const [number, Type] = name.split('/')
      const PrivatePort = Number(number)
      if (bindings === null) return [{ PrivatePort, Type }]
      return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type }))
    })
  }
}

function withProtocol(name: string): string {
  return name.includes('/') ? name : `${name}/tcp`
}
