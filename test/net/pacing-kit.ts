// What the tests of paced reads share: a clock that the test moves, and a stream of small records whose reads are counted. Paced and
// unpaced do not depend on how busy the machine is: the peer sends a record when the one before has arrived, and time stands still.

import { mock, type TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Engine } from '../../src/engine/engine.ts'
import type { ConnectOptions, RequestOptions } from '../../src/engine/request/options.ts'
import { takeClock, takeTimers } from '../../src/net/base/timers.ts'
import type { Call } from '../../src/net/call.ts'
import { serve, turns } from '../engine/kit.ts'
import type { ScriptedPeer, Wire } from '../support/scripted-peer.ts'

export const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** Small reads that make a stream paced: the first run only starts the clock. */
export const READS = 32

export const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`

/** A clock of the test's own. */
export interface Clock {
  /** Moves it without running timers, as a busy process does. */
  pass(ms: number): void
  /** Runs the timers of so many ms. */
  tick(ms: number): void
}

export function stopClock(t: TestContext): Clock {
  let now = 5_000
  mock.timers.enable({ apis: ['setTimeout'] })
  takeClock(() => now)
  takeTimers()
  t.after(() => {
    // A wait that is left over would be for a clock that stands still.
    mock.timers.tick(1)
    mock.timers.reset()
    takeClock(undefined)
    takeTimers()
  })
  const pass = (ms: number): void => void (now += ms)
  return {
    pass,
    tick(ms) {
      pass(ms)
      mock.timers.tick(ms)
    },
  }
}

/** What a stream has received. */
export class Received {
  text = ''
  /** The length of each read. */
  readonly reads: number[] = []
  ends = 0
  error: (Error & { code?: string }) | undefined
  onRead: () => void = () => {}
  #open = 0

  start(source: Pick<Call, 'start'>): this {
    source.start({
      onReadStart: () => void (this.#open = 0),
      onData: (bytes, start, end) => {
        this.text += Buffer.from(bytes.subarray(start, end)).toString('latin1')
        this.#open += end - start
      },
      onReadEnd: () => {
        this.reads.push(this.#open)
        this.onRead()
      },
      onEnd: () => void this.ends++,
      onFail: (error) => void (this.error = error),
    })
    return this
  }

  get over(): boolean {
    return this.ends > 0 || this.error !== undefined
  }
}

export interface Stream {
  engine: Engine
  peer: ScriptedPeer
  wire: Wire
  call: Call
  received: Received
}

/** Opens a chunked stream with a reader. `then` runs at the peer after the head was sent. */
export async function open(
  t: TestContext,
  options: ConnectOptions & { listen?: 'unix' | 'tcp' } = {},
  request: RequestOptions = {},
): Promise<Stream> {
  let wire: Wire | undefined
  const { engine, peer } = await serve(
    t,
    async (opened) => {
      await opened.head()
      // Otherwise its second small write over TCP waits for an acknowledgement.
      opened.socket.setNoDelay(true)
      opened.send(HEAD)
      wire ??= opened
    },
    options,
  )
  const response = await engine.untyped.request('GET', '/containers/x/logs', request)
  const { source: call } = response as unknown as { source: Call }
  return { engine, peer, wire: wire as Wire, call, received: new Received().start(call) }
}

/** Sends a text and waits until all of it has arrived, as it does unless the socket is paused. */
export async function arrive(wire: Wire, received: Received, sent: string, payload: string): Promise<void> {
  const due = received.text.length + payload.length
  wire.send(sent)
  for (let i = 0; i < 10_000 && received.text.length < due && !received.over; i++) await turn()
  if (received.text.length < due) throw new Error('it has not arrived')
}

/** Sends small records, one a read, until the stream is paced and its socket waits for the tick. */
export async function busy(wire: Wire, received: Received, clock: Clock): Promise<void> {
  for (let i = 0; i < READS; i++) await arrive(wire, received, chunk('r'), 'r')
  // Paced from the last one on: the next record arrives at once, and then the socket waits.
  await arrive(wire, received, chunk('w'), 'w')
  await turns()
  clock.pass(0)
}

/** Whether the next record waits for the tick. Sends one. */
export async function waits(wire: Wire, received: Received): Promise<boolean> {
  const had = received.text.length
  wire.send(chunk('?'))
  await turns(30)
  return received.text.length === had
}
