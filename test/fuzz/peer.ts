// The far end of the fuzzer: reads requests, answers `/warm` and `/next` well and every other one as the script of the case says. It
// listens on a unix socket and on TCP, and takes connections in memory, which are quicker.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Script } from './wire-bytes.ts'

/** Turns before a reset, so that what was sent has been read. */
const TURNS_BEFORE_RESET = 12

/** A request as it came. */
export interface Received {
  head: string
  body: string
  whole: boolean
}

/** One connection as the peer has it. Chars are bytes. */
interface Link {
  send(text: string): void
  end(): void
  reset(): void
  readonly closed: boolean
  /** The client has closed its side, or all of it. */
  readonly over: boolean
  hold(held: boolean): void
  drop(): void
}

/** The client's end of a connection in memory. */
class MemorySocket extends Duplex {
  onBytes: (text: string) => void = () => {}
  #held: (() => void)[] | undefined

  constructor() {
    super({ allowHalfOpen: true, writableHighWaterMark: 16_384 })
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.onBytes(chunk.toString('latin1'))
    if (this.#held === undefined) setImmediate(done)
    else this.#held.push(done)
  }

  hold(held: boolean): void {
    const waiting = this.#held
    this.#held = held ? (waiting ?? []) : undefined
    if (!held) for (const done of waiting ?? []) done()
  }
}

/** Whether a text holds a whole request, and its parts. */
function requestIn(text: string): { head: string; body: string; end: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = text.slice(0, headEnd + 2)
  const from = headEnd + 4
  if (/^transfer-encoding: chunked\r$/im.test(head)) {
    let body = ''
    for (let at = from; ; ) {
      const size = Number.parseInt(text.slice(at), 16)
      const data = text.indexOf('\r\n', at) + 2
      if (data < 2 || text.length < data + size + 2) return undefined
      body += text.slice(data, data + size)
      at = data + size + 2
      if (size === 0) return { head, body, end: at }
    }
  }
  const length = Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0)
  if (text.length < from + length) return undefined
  return { head, body: text.slice(from, from + length), end: from + length }
}

const well = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** A listening peer; it serves one case at a time. */
export class Peer {
  readonly unix: string
  readonly tcp: string
  script: Script | undefined
  /** The case's request, each time that it came. */
  asked: Received[] = []
  /** The script is being played. */
  playing = 0
  readonly #servers: net.Server[]
  readonly #folder: string
  readonly #links = new Set<Link>()
  #last: Link | undefined
  #twoWay = false

  private constructor(servers: net.Server[], folder: string) {
    this.#servers = servers
    this.#folder = folder
    this.unix = `unix://${join(folder, 'peer.sock')}`
    this.tcp = `tcp://127.0.0.1:${(servers[1]!.address() as net.AddressInfo).port}`
  }

  static async start(): Promise<Peer> {
    const folder = await mkdtemp(join(tmpdir(), 'fairlead-fuzz-'))
    const servers = [0, 1].map(() => net.createServer({ allowHalfOpen: true, noDelay: true }))
    servers[0]!.listen(join(folder, 'peer.sock'))
    servers[1]!.listen(0, '127.0.0.1')
    await Promise.all(servers.map((server) => once(server, 'listening')))
    const peer = new Peer(servers, folder)
    for (const server of servers) server.on('connection', (socket) => peer.#accept(socket))
    return peer
  }

  /** A connection in memory, for connect()'s `dial`. */
  dial(): Duplex {
    const socket = new MemorySocket()
    const link: Link = {
      send: (text) => void (socket.destroyed || socket.readableEnded || socket.push(text, 'latin1')),
      end: () => void (socket.destroyed || setImmediate(() => socket.push(null))),
      reset: () => void socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })),
      get closed() {
        return socket.destroyed
      },
      get over() {
        return socket.destroyed
      },
      hold: (held) => socket.hold(held),
      drop: () => void socket.destroy(),
    }
    this.#links.add(link)
    socket.onBytes = this.#reader(link)
    return socket
  }

  /** Begins the next case. `twoWay`: what comes behind the request is no further request. */
  play(script: Script, twoWay: boolean): void {
    this.script = script
    this.#twoWay = twoWay
    this.asked = []
  }

  /** Sends what comes behind a response on a connection that lies idle. */
  async late(): Promise<void> {
    const { late = '' } = this.script ?? {}
    if (late === '' || this.#last === undefined || this.#last.closed) return
    this.#last.send(late)
    for (let i = 0; i < 5; i++) await turn()
  }

  /** How many connections the client has not closed. */
  left(): number {
    let count = 0
    for (const link of this.#links) {
      // What is held back may hide the client's end.
      if (this.playing === 0) link.hold(false)
      if (!link.over) count++
    }
    return count
  }

  /** Forgets every connection. */
  clear(): void {
    for (const link of this.#links) link.drop()
    this.#links.clear()
  }

  async close(): Promise<void> {
    this.clear()
    await Promise.all(
      this.#servers.map((server) => {
        server.close()
        return once(server, 'close')
      }),
    )
    await rm(this.#folder, { recursive: true, force: true })
  }

  #accept(socket: net.Socket): void {
    const link: Link = {
      send: (text) => void (socket.writable && socket.write(text, 'latin1')),
      end: () => void socket.end(),
      reset: () => void socket.resetAndDestroy(),
      get closed() {
        return socket.destroyed
      },
      get over() {
        return socket.destroyed || socket.readableEnded
      },
      hold: (held) => void (held ? socket.pause() : socket.resume()),
      drop: () => void socket.destroy(),
    }
    this.#links.add(link)
    const read = this.#reader(link)
    socket.on('data', (bytes) => read(bytes.toString('latin1')))
    socket.on('error', () => {})
  }

  /** Takes a connection's bytes. */
  #reader(link: Link): (text: string) => void {
    let text = ''
    let upgraded = false
    let begun = false
    return (more) => {
      if (upgraded) return
      text += more
      for (;;) {
        const target = / (?:\/v1\.41)?(\/\S*) HTTP/.exec(text.slice(0, 300))?.[1] ?? ''
        const isCase = target !== '' && !/^\/(?:warm|next)$/.test(target)
        if (isCase && !begun && this.script?.early && text.includes('\r\n\r\n')) {
          begun = true
          this.asked.push({ head: text, body: '', whole: false })
          link.hold(true)
          void this.#perform(link)
        }
        const request = requestIn(text)
        if (request === undefined) return
        text = text.slice(request.end)
        if (!isCase) link.send(well(target === '/warm' ? '{"warm":true}' : '{"next":true}'))
        else if (begun) begun = false
        else {
          upgraded = this.#twoWay
          this.asked.push({ head: request.head, body: request.body, whole: true })
          void this.#perform(link)
          if (upgraded) return
        }
      }
    }
  }

  async #perform(link: Link): Promise<void> {
    const script = this.script!
    this.#last = link
    this.playing++
    try {
      for (const [index, piece] of script.pieces.entries()) {
        if (index > 0) await turn()
        if (link.closed) return
        link.send(piece)
      }
      if (script.ending === 'reset') for (let i = 0; i < TURNS_BEFORE_RESET && !link.closed; i++) await turn()
      if (link.closed) return
      if (script.ending === 'reset') link.reset()
      else if (script.ending === 'end') link.end()
      if (script.early) {
        for (let i = 0; i < 4; i++) await turn()
        link.hold(false)
      }
    } finally {
      this.playing--
    }
  }
}
