// The behaviour that all surfaces share: whole bodies, all bytes before an error, pooled connections after clean ends, closed
// ones after leaving, immediate aborts, back-pressure up to the peer, whole characters.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EngineResponse } from '../../../src/index.ts'
import { all, answer, chunked, frameText, serve, turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import type { Script, Wire } from '../../support/scripted-peer.ts'
import { drain, latin1, surfaces } from './surfaces.ts'

const PATH = '/containers/x/logs'
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }
const FRAMES = [
  frameText(1, 'out1'),
  frameText(2, 'err1'),
  frameText(0, 'in'),
  frameText(3, 'sys'),
  frameText(1, 'out2'),
]

/** A script that reads a head and then sends. */
const after =
  (play: (wire: Wire) => unknown): Script =>
  async (wire) => {
    await wire.head()
    await play(wire)
  }

/** Sends chunks that hold these pieces, a turn apart, cut into single bytes where `bytewise`. */
async function trickle(wire: Wire, text: string, bytewise: boolean): Promise<void> {
  const step = bytewise ? 1 : text.length
  for (let at = 0; at < text.length; at += step) {
    wire.send(text.slice(at, at + step))
    await turns(1)
  }
}

for (const [name, surface] of Object.entries(surfaces)) {
  describe(name, () => {
    for (const [how, sent, ends] of [
      ['a length', answer('200 OK', '', 'a body'), false],
      ['chunks', CHUNKED + chunked('a', ' ', 'body'), false],
      ['the end of the connection', 'HTTP/1.1 200 OK\r\n\r\na body', true],
    ] as const) {
      test(`a body that ends by ${how} arrives whole, and its connection is pooled if it can be`, async (t) => {
        const { engine } = await serve(
          t,
          after(async (wire) => {
            await trickle(wire, sent, true)
            if (ends) wire.end()
          }),
        )
        const { pieces, code } = await drain(surface.bytes(await engine.untyped.request('GET', PATH)))
        assert.equal(latin1(Buffer.concat(pieces)), 'a body')
        assert.equal(code, undefined)
        assert.deepEqual(engine.connections, { ...NONE, idle: ends ? 0 : 1 })
      })
    }

    test('an empty body is a clean end', async (t) => {
      const { engine } = await serve(
        t,
        after((wire) => wire.send('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')),
      )
      assert.deepEqual(await drain(surface.bytes(await engine.untyped.request('GET', PATH))), {
        pieces: [],
        code: undefined,
      })
    })

    for (const [what, sent, ending, code] of [
      ['a length that is not reached', answer('200 OK', '', 'part').replace(': 4', ': 9'), 'end', 'ERR_TRUNCATED_BODY'],
      ['chunks without the last', `${CHUNKED}4\r\npart\r\n`, 'end', 'ERR_TRUNCATED_BODY'],
      ['a chunk that is none', `${CHUNKED}4\r\npart\r\nxx\r\n`, 'stay', 'ERR_CHUNK_SYNTAX'],
      ['a reset', `${CHUNKED}4\r\npart\r\n`, 'reset', 'ERR_CONNECTION_RESET'],
    ] as const) {
      test(`${what}: the bytes that came, then ${code}, and the connection closes`, async (t) => {
        let part = (): void => {}
        const read = new Promise<void>((resolve) => {
          part = resolve
        })
        const script = after(async (wire) => {
          wire.send(sent)
          if (ending === 'end') wire.end()
          // A reset makes the kernel discard unread bytes.
          if (ending === 'reset') await read.then(() => wire.reset())
          await wire.ended()
        })
        const { engine } = await serve(t, script, { listen: 'tcp' })
        const reading = surface.bytes(await engine.untyped.request('GET', PATH))
        if (ending === 'reset') {
          assert.equal(latin1((await reading.next())!), 'part')
          part()
          assert.deepEqual(await drain(reading), { pieces: [], code })
        } else {
          const { pieces, code: ending } = await drain(reading)
          assert.equal(latin1(Buffer.concat(pieces)), 'part')
          assert.equal(ending, code)
        }
        assert.deepEqual(engine.connections, NONE)
      })
    }

    test('an error follows all unread bytes, however slow the reader', async (t) => {
      const body = 'x'.repeat(20_000)
      const { engine } = await serve(
        t,
        after(async (wire) => {
          wire.send(`HTTP/1.1 200 OK\r\nContent-Length: 60001\r\n\r\n${body}`)
          await turns(3)
          wire.send(body)
          await turns(3)
          wire.send(body)
          wire.end()
        }),
      )
      const reading = surface.bytes(await engine.untyped.request('GET', PATH))
      let bytes = (await reading.next())!.length
      await eventually(() => assert.deepEqual(engine.connections, NONE))
      await turns()
      const { pieces, code } = await drain(reading)
      for (const piece of pieces) bytes += piece.length
      assert.equal(bytes, 60_000)
      assert.equal(code, 'ERR_TRUNCATED_BODY')
    })

    test('leaving closes the connection: unread, half read, and while no bytes come', async (t) => {
      const { engine, peer } = await serve(
        t,
        after(async (wire) => {
          wire.send(`${CHUNKED}5\r\nhello\r\n`)
          await wire.ended()
        }),
      )
      surface.bytes(await engine.untyped.request('GET', PATH)).leave()
      assert.deepEqual(engine.connections, NONE)
      const half = surface.bytes(await engine.untyped.request('GET', PATH))
      assert.equal(latin1((await half.next())!), 'hello')
      half.leave()
      await turns(1)
      assert.deepEqual(engine.connections, NONE)
      const quiet = surface.bytes(await engine.untyped.request('GET', PATH))
      await quiet.next()
      const waiting = quiet.next().catch(() => undefined)
      await turns(2)
      quiet.leave()
      assert.equal(await waiting, undefined)
      assert.deepEqual(engine.connections, NONE)
      await eventually(() => peer.open.size === 0)
    })

    test('an abort ends the stream at once, before unread bytes', async (t) => {
      const { engine } = await serve(
        t,
        after(async (wire) => {
          wire.send(`${CHUNKED}5\r\nhello\r\n`)
          await wire.ended()
        }),
      )
      const abort = new AbortController()
      const reading = surface.bytes(await engine.untyped.request('GET', PATH, { signal: abort.signal }))
      await reading.next()
      const reason = new Error('enough')
      const waiting = reading.next()
      abort.abort(reason)
      await assert.rejects(waiting, { name: 'AbortError', code: 'ERR_ABORTED', cause: reason })
      assert.deepEqual(engine.connections, NONE)
    })

    test('a reader that stops blocks the peer; when it resumes, everything arrives', async (t) => {
      const CHUNK = Buffer.alloc(65_536, 'abcdefgh')
      const CHUNKS = 256
      let accepted = 0
      const { engine } = await serve(
        t,
        after(async (wire) => {
          wire.send(`HTTP/1.1 200 OK\r\nContent-Length: ${CHUNKS * CHUNK.length}\r\n\r\n`)
          for (let i = 0; i < CHUNKS; i++) {
            await new Promise((resolve) => wire.socket.write(CHUNK, resolve))
            accepted++
          }
        }),
      )
      const reading = surface.bytes(await engine.untyped.request('GET', PATH))
      let bytes = (await reading.next())!.length
      let before = -1
      // Until the peer is blocked.
      await eventually(
        () => {
          const stands = accepted === before
          before = accepted
          return stands
        },
        { every: 100 },
      )
      // The stream's own 64 KiB or the iterator's 256, one read more each in Node's bridges, and the kernel's buffers.
      assert.ok(accepted < 24, `the peer got rid of ${accepted} chunks of 64 KiB`)
      const { pieces, code } = await drain(reading)
      for (const piece of pieces) bytes += piece.length
      assert.equal(code, undefined)
      assert.equal(bytes, CHUNKS * CHUNK.length)
      assert.equal(accepted, CHUNKS)
    })

    test('characters cut anywhere are whole; half a character at the end is U+FFFD', async (t) => {
      const text = 'naïve — 日本語 🚢 ﻿end'
      const pieces = [...Buffer.from(text).toString('latin1')]
      const { engine } = await serve(
        t,
        after((wire) => trickle(wire, CHUNKED + chunked(...pieces, 'é'), true)),
      )
      assert.equal(await surface.text(await engine.untyped.request('GET', PATH)), `${text}\ufffd`)
    })

    test('a body is taken once: a second reader rejects, and the first continues', async (t) => {
      const { engine } = await serve(
        t,
        after(async (wire) => {
          wire.send(`${CHUNKED}5\r\nhello\r\n`)
          await turns(20)
          wire.send('0\r\n\r\n')
        }),
      )
      const response = await engine.untyped.request('GET', PATH)
      const first = surface.bytes(response)
      assert.equal(latin1((await first.next())!), 'hello')
      await assert.rejects(surface.bytes(response).next(), { code: 'ERR_BODY_TAKEN' })
      assert.equal(await first.next(), undefined)
      assert.deepEqual(engine.connections, { ...NONE, idle: 1 })
    })

    test('an unread body does not start', async (t) => {
      const { engine } = await serve(
        t,
        after((wire) => wire.send(answer('200 OK', '', 'kept'))),
        { timeouts: { untaken: 30 } },
      )
      const reading = surface.bytes(await engine.untyped.request('GET', PATH))
      await eventually(() => assert.deepEqual(engine.connections, NONE))
      await assert.rejects(reading.next(), { code: 'ERR_BODY_UNTAKEN' })
    })

    test('both outputs, bytewise, each in its order', async (t) => {
      const { engine } = await serve(
        t,
        after((wire) => trickle(wire, CHUNKED + chunked(...FRAMES.join('')), true)),
      )
      const response: EngineResponse = await engine.untyped.request('GET', PATH)
      assert.deepEqual(await surface.both(response), { stdout: 'out1inout2', stderr: 'err1sys', codes: [undefined] })
      assert.deepEqual(engine.connections, { ...NONE, idle: 1 })
    })

    for (const [what, body, code] of [
      ['a frame that is cut', `${FRAMES.join('')}${frameText(1, 'whole').slice(0, -2)}`, 'ERR_TRUNCATED_FRAME'],
      ['what is no frame', `${FRAMES.join('')}${frameText(1, 'who')}\x07raw bytes`, 'ERR_FRAME_TYPE'],
    ] as const) {
      test(`${what}: both outputs end with ${code}, after the bytes that came`, async (t) => {
        const { engine } = await serve(
          t,
          after((wire) => wire.send(CHUNKED + chunked(body))),
        )
        const both = await surface.both(await engine.untyped.request('GET', PATH))
        assert.deepEqual(both, { stdout: 'out1inout2who', stderr: 'err1sys', codes: [code] })
      })
    }
  })
}

test('text() equals the text of the byte iterator', async (t) => {
  const { engine } = await serve(
    t,
    after((wire) => wire.send(answer('200 OK', '', 'a body'))),
  )
  assert.equal(latin1(Buffer.concat(await all(await engine.untyped.request('GET', PATH)))), 'a body')
})
