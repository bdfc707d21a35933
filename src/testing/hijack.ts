// An answer that takes the connection over (moby httputils.HijackConnection): attach and exec start. Its head is written
// by hand, 101 where the request has an Upgrade and 200 where not; after it the stream goes both ways until the end.
// What the client sent before the head was written is lost, as in the Engine.

import type { Answer } from './answer.ts'
import type { FaultPlan } from './faults.ts'
import type { HijackedLine, LineUser } from './hijacked-line.ts'
import type { Outlet } from './outlet.ts'
import { STDIN_AHEAD_BYTES, StdinQueue } from './stdin-queue.ts'

export class Hijack implements LineUser {
  /** What the client sends, and its half-close. */
  readonly input = new StdinQueue()
  /** Fulfilled when the connection is gone both ways. */
  readonly gone: Promise<void>
  readonly #line: HijackedLine
  readonly #outlet: Outlet
  readonly #plan: FaultPlan
  /** A head that waits for its first bytes. */
  #held: Buffer | undefined
  #done = false
  #leave = () => {}

  constructor(line: HijackedLine, outlet: Outlet, plan: FaultPlan, held: Buffer | undefined) {
    this.#line = line
    this.#outlet = outlet
    this.#plan = plan
    this.#held = held
    this.gone = new Promise((resolve) => {
      this.#leave = resolve
    })
    this.input.onRead = () => {
      if (this.input.waiting <= STDIN_AHEAD_BYTES) line.resume()
    }
    if (line.takeOver(this)) this.onEnd()
  }

  get closed(): boolean {
    return this.#outlet.closed
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    const head = this.#held
    this.#held = undefined
    const framed = this.#plan.chunked200 ? chunk(bytes) : bytes
    return this.#outlet.write(head ? Buffer.concat([head, framed]) : framed)
  }

  /** Nothing more is written, and what the client still sends is dropped. */
  async end(): Promise<void> {
    this.input.end()
    this.#done = true
    if (this.#held) await this.#outlet.write(this.#held)
    this.#held = undefined
    if (this.#plan.neverFin) return
    if (this.#plan.chunked200) await this.#outlet.write(Buffer.from('0\r\n\r\n'))
    this.#line.finish()
  }

  onData(bytes: Buffer): void {
    // A proxy that answers in chunks has taken the request for an ordinary one, without a body.
    if (this.#plan.chunked200) return
    this.input.push(bytes)
    if (this.input.waiting > STDIN_AHEAD_BYTES && !this.input.ended) this.#line.pause()
  }

  onEnd(): void {
    if (!this.#plan.chunked200) this.input.end()
    if (this.#done) this.#line.finish()
  }

  onClose(): void {
    this.input.end()
    this.#leave()
  }
}

function chunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

/** What a hijacking route says of its stream. */
export interface HijackOptions {
  /** In frames: from API 1.42 on an upgraded answer says so. */
  readonly framed: boolean
  readonly typed: boolean
  /** Whether the fields that the router has set are kept, as exec does. */
  readonly keepFields: boolean
}

/** Writes the head and takes the connection over. */
export async function hijack(answer: Answer, { framed, typed, keepFields }: HijackOptions): Promise<Hijack> {
  const { request, plan = {} } = answer
  const upgraded = request.headers.upgrade !== undefined && !plan.answer200 && !plan.chunked200
  const type = framed && typed && upgraded ? 'multiplexed-stream' : 'raw-stream'
  const lines = [
    upgraded ? 'HTTP/1.1 101 UPGRADED' : 'HTTP/1.1 200 OK',
    `Content-Type: application/vnd.docker.${type}`,
    ...(upgraded ? ['Connection: Upgrade', 'Upgrade: tcp'] : []),
    ...(plan.chunked200 ? ['Transfer-Encoding: chunked'] : []),
    ...(keepFields ? answer.fields : []),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  answer.begun = true
  if (!plan.headWithBody) await answer.outlet.write(head)
  return new Hijack(answer.line, answer.outlet, plan, plan.headWithBody ? head : undefined)
}
