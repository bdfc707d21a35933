// A peer that runs a script for each connection: it expects exact bytes, sends exact bytes, and ends as the script says. close() throws
// a script's errors, so that a test cannot ignore them.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hostOf, localSocket } from './local-socket.ts'

/** One connection, for its script. */
export class Wire {
  readonly socket: net.Socket
  #received = Buffer.alloc(0)
  #ended = false
  #wake = (): void => {}

  constructor(socket: net.Socket) {
    this.socket = socket
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes])
      this.#wake()
    })
    const stop = (): void => {
      this.#ended = true
      this.#wake()
    }
    socket.on('end', stop)
    socket.on('error', stop)
    socket.on('close', stop)
  }

  /** Reads the next bytes, which must be these, as latin1 text. */
  async expect(text: string): Promise<void> {
    assert.equal(await this.take(text.length), text)
  }

  /** Reads the next `count` bytes as latin1 text; fewer if the client ends before. */
  async take(count: number): Promise<string> {
    while (this.#received.length < count && !this.#ended) await this.#more()
    const taken = this.#received.subarray(0, count).toString('latin1')
    this.#received = this.#received.subarray(count)
    return taken
  }

  /** Reads everything up to these bytes, which are included and must be the last for now. */
  async until(last: string): Promise<void> {
    while (this.#received.subarray(-last.length).toString('latin1') !== last && !this.#ended) {
      this.#received = this.#received.subarray(-last.length)
      await this.#more()
    }
    this.#received = Buffer.alloc(0)
  }

  /** Reads the next request's head with its empty line. */
  async head(): Promise<string> {
    const head = await this.nextHead()
    assert.ok(head !== undefined, 'the client ended before a complete head')
    return head
  }

  /** Reads the next request's head; undefined if the client ends before. */
  async nextHead(): Promise<string | undefined> {
    for (;;) {
      const at = this.#received.indexOf('\r\n\r\n')
      if (at >= 0) return this.take(at + 4)
      if (this.#ended) return undefined
      await this.#more()
    }
  }

  /** Sends these bytes in response to every request until the client ends; only the head in response to HEAD. */
  async answerAll(text: string): Promise<void> {
    const headEnd = text.indexOf('\r\n\r\n') + 4
    for (let head = await this.nextHead(); head !== undefined; head = await this.nextHead()) {
      this.send(head.startsWith('HEAD ') ? text.slice(0, headEnd) : text)
    }
  }

  /** Resolves when the client has ended its side or the connection is closed. */
  async ended(): Promise<void> {
    while (!this.#ended) await this.#more()
  }

  /** Asserts that the script has read everything received. */
  quiet(): void {
    assert.equal(this.#received.toString('latin1'), '')
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** Sends a FIN. */
  end(): void {
    this.socket.end()
  }

  /** Destroys the connection: a reset over TCP. */
  reset(): void {
    this.socket.resetAndDestroy()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** The script of one connection; `index` counts connections from 0. */
export type Script = (wire: Wire, index: number) => void | Promise<void>

/** A listening peer. */
export class ScriptedPeer {
  /** `unix:///…`, a pipe on Windows, or `tcp://127.0.0.1:port` */
  readonly host: string
  /** Connections accepted in all. */
  accepted = 0
  readonly open = new Set<net.Socket>()
  readonly #server: net.Server
  readonly #folder: string
  readonly #failures: unknown[] = []

  private constructor(server: net.Server, host: string, folder: string) {
    this.#server = server
    this.host = host
    this.#folder = folder
  }

  static async start(script: Script, listen: 'unix' | 'tcp' = 'unix'): Promise<ScriptedPeer> {
    const folder = await mkdtemp(join(tmpdir(), 'fairlead-peer-'))
    const server = net.createServer({ allowHalfOpen: true })
    if (listen === 'unix') server.listen(localSocket(folder, 'peer.sock').path)
    else server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const host = typeof address === 'string' ? hostOf(address) : `tcp://127.0.0.1:${address?.port}`
    const peer = new ScriptedPeer(server, host, folder)
    server.on('connection', (socket) => peer.#play(socket, script))
    return peer
  }

  /** Ends everything. @throws the first error of a script. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.open) socket.destroy()
    await closed
    await rm(this.#folder, { recursive: true, force: true })
    if (this.#failures.length > 0) throw this.#failures[0]
  }

  #play(socket: net.Socket, script: Script): void {
    const index = this.accepted++
    this.open.add(socket)
    socket.on('close', () => this.open.delete(socket))
    const wire = new Wire(socket)
    const play = async (): Promise<void> => {
      await script(wire, index)
      // The script has ended: the connection closes when the client closes it.
      await wire.ended()
      socket.destroySoon()
    }
    play().catch((error: unknown) => {
      this.#failures.push(error)
      socket.destroy()
    })
  }
}
