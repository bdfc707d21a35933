// What every kind of connection must carry: a tunnel whose last output comes after this side has ended, with its first bytes
// in the packet of the head, and the same for a socket that is given away. The Engine's part, and the client's.

import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import type { Engine } from '../../src/index.ts'
import { attach, frame, outcome, upgraded } from '../engine/response/tunnel-kit.ts'
import type { Wire } from '../support/scripted-peer.ts'

/** The Engine's part of {@link typeAndEnd}. @param request the head that must come; any, by default */
export async function lastWords(wire: Wire, request?: string): Promise<void> {
  if (request === undefined) await wire.head()
  else await wire.expect(request)
  wire.send(Buffer.concat([Buffer.from(upgraded()), frame(1, 'first ')]))
  await wire.expect('typed')
  await wire.ended()
  wire.send(frame(1, 'last'))
  wire.end()
}

/** Attaches, types and ends; all output arrives. */
export async function typeAndEnd(engine: Engine): Promise<void> {
  const tunnel = await attach(engine)
  await tunnel.write('typed')
  tunnel.end()
  assert.deepEqual(await outcome(tunnel), { frames: ['stdout first last'], code: undefined })
}

/** The Engine's part of {@link takeSocket}. */
export async function earlyAndLate(wire: Wire): Promise<void> {
  await wire.head()
  wire.send(`${upgraded('')}early `)
  await wire.expect('written')
  await wire.ended()
  wire.send('late')
  wire.end()
}

/** Takes over the socket, writes and ends; all output arrives. */
export async function takeSocket(engine: Engine): Promise<void> {
  const { socket } = await engine.upgrade('/session', { protocol: 'h2c' })
  socket.end('written')
  assert.equal(await text(socket), 'early late')
}
