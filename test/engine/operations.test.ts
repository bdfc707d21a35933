// Every operation of the API document once through the typed surface, against a peer that records: the request is these bytes and
// no others. An operation that is missing from the table, or in it and not in the schema, does not compile.

import assert from 'node:assert/strict'
import test from 'node:test'
import type { operations } from '../../src/index.ts'
import { answer, JSON_TYPE, serve } from './kit.ts'
import { type Case, TABLE_VERSION } from './operations/case.ts'
import { containers } from './operations/containers.ts'
import { images } from './operations/images.ts'
import { swarm } from './operations/swarm.ts'
import { system } from './operations/system.ts'

const table = { ...containers, ...images, ...system, ...swarm } satisfies Record<keyof operations, Case>
type Unknown = Exclude<keyof typeof table, keyof operations>
const unknown: [Unknown] extends [never] ? true : Unknown = true

/** What an Engine would say to a request: its head to HEAD, 101 to an upgrade, an empty object to everything else. */
function answerTo(sent: string): string {
  if (sent.startsWith('HEAD ')) return 'HTTP/1.1 200 OK\r\n\r\n'
  const protocol = /\r\nUpgrade: (\w+)\r\n/.exec(sent)?.[1]
  if (protocol === undefined) return answer('200 OK', JSON_TYPE, '{}')
  const type = 'Content-Type: application/vnd.docker.multiplexed-stream\r\n'
  return `HTTP/1.1 101 UPGRADED\r\n${type}Connection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`
}

/** Releases the result: a response, a Tunnel, a socket. */
function letGo(answered: unknown): void {
  const { close, socket } = (answered ?? {}) as { close?: () => void; socket?: { destroy: () => void } }
  close?.call(answered)
  socket?.destroy()
}

test('the table has every operation', () => {
  assert.ok(unknown)
  assert.ok(Object.keys(table).length >= 108, `${Object.keys(table).length} operations`)
})

for (const [name, { sent, ask }] of Object.entries<Case>(table)) {
  test(name, async (t) => {
    const { engine } = await serve(
      t,
      async (wire) => {
        await wire.expect(sent)
        wire.send(answerTo(sent))
        await wire.ended()
        wire.quiet()
      },
      { apiVersion: TABLE_VERSION },
    )
    letGo(await ask(engine))
    await engine.close()
  })
}
