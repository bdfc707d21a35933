// A response that takes the connection over (moby httputils.HijackConnection): attach and exec start. Its head has status 101 if
// the request has an Upgrade, else 200. After it both sides send a stream until the end. What the client sent before the head
// was written is lost, as in the Engine.

import { STDIN_AHEAD_BYTES, StdinQueue } from '../base/stdin-queue.ts'
import type { FaultPlan } from './faults.ts'
import type { HijackableConnection, HijackListener, ResponseWriter } from './response-writer.ts'
import type { Sink } from './sink.ts'

/** A hijacked connection: its input and its output. */
export class Hijack implements HijackListener {
  /** What the client sends; it ends with the client's half-close. */
  readonly input = new StdinQueue()
  /** Fulfills when the connection is closed in both directions. */
  readonly disconnected: Promise<void>
  readonly #connection: HijackableConnection
  readonly #sink: Sink
  readonly #plan: FaultPlan
  /** The head, held back for the first bytes by the fault `headWithBody`. */
  #held: Buffer | undefined
  #done = false
  #disconnect = () => {}

  constructor(connection: HijackableConnection, sink: Sink, plan: FaultPlan, held: Buffer | undefined) {
    this.#connection = connection
    this.#sink = sink
    this.#plan = plan
    this.#held = held
    this.disconnected = new Promise((resolve) => {
      this.#disconnect = resolve
    })
    this.input.onRead = () => {
      if (this.input.unread <= STDIN_AHEAD_BYTES) connection.resume()
    }
    if (connection.hijack(this)) this.onEnd()
  }

  /** Whether writes have no effect any more. */
  get closed(): boolean {
    return this.#sink.closed
  }

  /** Sends bytes to the client; a promise if the client is slow. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    const head = this.#held
    this.#held = undefined
    const framed = this.#plan.chunked200 ? chunk(bytes) : bytes
    return this.#sink.write(head ? Buffer.concat([head, framed]) : framed)
  }

  /** Ends the stream to the client and discards what the client still sends. */
  async end(): Promise<void> {
    this.input.end()
    this.#done = true
    if (this.#held) await this.#sink.write(this.#held)
    this.#held = undefined
    if (this.#plan.neverFin) return
    if (this.#plan.chunked200) await this.#sink.write(Buffer.from('0\r\n\r\n'))
    this.#connection.finish()
  }

  onData(bytes: Buffer): void {
    // To a proxy that responds in chunks the request is an ordinary one, without a body.
    if (this.#plan.chunked200) return
    this.input.push(bytes)
    if (this.input.unread > STDIN_AHEAD_BYTES && !this.input.ended) this.#connection.pause()
  }

  onEnd(): void {
    if (!this.#plan.chunked200) this.input.end()
    if (this.#done) this.#connection.finish()
  }

  onClose(): void {
    this.input.end()
    this.#disconnect()
  }
}

function chunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

/** How a route hijacks its connection. */
export interface HijackOptions {
  /** Whether the stream consists of frames. */
  readonly framed: boolean
  /** Whether an upgraded response's Content-Type says that it has frames: from API 1.42 on. */
  readonly typed: boolean
  /** Whether the head has the fields that the router has set, as that of exec has. */
  readonly keepFields: boolean
}

/** Writes the head and hijacks the connection. */
export async function hijack(response: ResponseWriter, { framed, typed, keepFields }: HijackOptions): Promise<Hijack> {
  const { request, plan = {} } = response
  const upgraded = request.headers.upgrade !== undefined && !plan.status200 && !plan.chunked200
  const type = framed && typed && upgraded ? 'multiplexed-stream' : 'raw-stream'
  const lines = [
    upgraded ? 'HTTP/1.1 101 UPGRADED' : 'HTTP/1.1 200 OK',
    `Content-Type: application/vnd.docker.${type}`,
    ...(upgraded ? ['Connection: Upgrade', 'Upgrade: tcp'] : []),
    ...(plan.chunked200 ? ['Transfer-Encoding: chunked'] : []),
    ...(keepFields ? response.fields : []),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  response.begun = true
  if (!plan.headWithBody) await response.sink.write(head)
  return new Hijack(response.connection, response.sink, plan, plan.headWithBody ? head : undefined)
}
