// Outputs for the tests of pipe(), and a response to pipe into them.

import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { Engine } from '../../../src/engine/engine.ts'
import type { EngineResponse } from '../../../src/engine/response/response.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { frameText, serve, turns } from '../kit.ts'

export const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
export const frames = [
  frameText(1, 'out1'),
  frameText(2, 'err1'),
  frameText(1, ''),
  frameText(0, 'in'),
  frameText(3, 'sys'),
  frameText(1, 'out2'),
]

/** Gathers what is written to it, `delay` turns a write. */
export class Sink extends Writable {
  text = ''
  destroyedWith: Error | null | undefined
  readonly #delay: number

  constructor(delay = 0, highWaterMark = 16_384) {
    super({ highWaterMark })
    this.#delay = delay
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    void turns(this.#delay).then(() => {
      this.text += chunk.toString('latin1')
      done()
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.destroyedWith = error
    done(error)
  }
}

const NAMES = ['drain', 'error', 'close', 'finish', 'end', 'data', 'pipe', 'unpipe'] as const

export function listeners(writable: Writable): Record<string, number> {
  return Object.fromEntries(NAMES.map((name) => [name, writable.listenerCount(name)]))
}

export async function ask(
  t: TestContext,
  play: (wire: Wire) => void | Promise<void>,
): Promise<{ engine: Engine; response: EngineResponse }> {
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    await play(wire)
  })
  return { engine, response: await engine.untyped.request('GET', '/containers/x/logs') }
}
