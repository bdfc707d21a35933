// Attach over the hijacked connection: its heads, half-close, log replay, detaching, back-pressure, and error responses.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EmbeddedEngine } from '../../src/testing.ts'
import { LOCAL, noHalfClose } from '../support/local-socket.ts'
import { ALL, attach, cat, HEAD_101, HEAD_200, UPGRADE } from './attach-kit.ts'
import { ask, eventually, exitCode, frames, gate, pause, type Raw, run, still, withEngine } from './support.ts'

/** What followed the head. */
function stream(raw: Raw): Buffer {
  return raw.bytes.subarray(raw.text.indexOf('\r\n\r\n') + 4)
}

async function attached(engine: EmbeddedEngine, name: string, query?: string, fields?: string): Promise<Raw> {
  return attach(engine, name, query, fields).contains('\r\n\r\n')
}

const output = (raw: Raw) =>
  frames(stream(raw))
    .map(({ kind, text }) => `${kind}${text}`)
    .join('')

describe('attach', () => {
  it('responds 101 with an Upgrade, 200 without, and names frames from API 1.42 on', async () => {
    await withEngine(async (engine) => {
      engine.image('cat', cat)
      await run(engine, 'cc', { Image: 'cat', OpenStdin: true })
      for (const [fields, head] of [
        [UPGRADE, HEAD_101],
        ['Upgrade: anything\r\n', HEAD_101],
        ['Connection: Upgrade\r\n', HEAD_200],
      ] as const) {
        const raw = await attached(engine, 'cc', ALL, fields)
        assert.equal(raw.text, head)
        raw.close()
      }
    })
    await withEngine(
      async (engine) => {
        engine.image('cat', cat)
        for (const Tty of [false, true]) {
          const name = `tty${Tty}`
          await run(engine, name, { Image: 'cat', OpenStdin: true, Tty })
          const type = Tty ? HEAD_101 : HEAD_101.replace('raw-stream', 'multiplexed-stream')
          assert.equal((await attached(engine, name)).text, type)
          assert.equal((await attached(engine, name, ALL, '')).text, HEAD_200)
          assert.equal((await attach(engine, name, ALL, UPGRADE, '/v1.41').contains('\r\n\r\n')).text, HEAD_101)
        }
      },
      { apiVersion: '1.45' },
    )
  })

  for (const listen of noHalfClose ? (['tcp'] as const) : ([LOCAL, 'tcp'] as const)) {
    it(`passes a half-close on with StdinOnce, and detaches without (${listen})`, () =>
      withEngine(
        async (engine) => {
          engine.image('late', async ({ stdin, stdout, sleep }) => {
            for await (const piece of stdin) await stdout.write(piece)
            await sleep(20)
            await stdout.write('late\n')
          })
          await run(engine, 'once', { Image: 'late', OpenStdin: true, StdinOnce: true })
          const once = await attached(engine, 'once')
          once.socket.end('in\n')
          await once.ended()
          assert.equal(output(once), '1in\n1late\n')
          assert.equal(await exitCode(engine, 'once'), 0)

          await run(engine, 'keep', { Image: 'late', OpenStdin: true })
          const keep = await attached(engine, 'keep')
          keep.send('in\n')
          await keep.contains('in\n')
          keep.socket.end()
          await keep.ended()
          assert.equal(output(keep), '1in\n')
          const { State } = JSON.parse((await ask(engine.host, 'GET', '/containers/keep/json')).text)
          assert.equal(State.Running, true)
        },
        { listen },
      ))
  }

  it('loses what was sent before the head, and reads a late body as input', () =>
    withEngine(async (engine) => {
      engine.image('cat', cat)
      await run(engine, 'cc', { Image: 'cat', OpenStdin: true, StdinOnce: true })
      engine.faults.add({ match: /attach/, times: 1, plan: { delayHead: 10 } })
      const raw = attach(engine, 'cc', ALL, `${UPGRADE}Content-Length: 9\r\n`).send('early')
      await raw.contains('\r\n\r\n')
      raw.socket.end('late body')
      await raw.ended()
      assert.equal(output(raw), '1late body')
    }))

  it('has no input if the container has none, or if it was not requested', () =>
    withEngine(async (engine) => {
      engine.image('cat', cat)
      engine.image('once', async ({ stdin, stdout }) => {
        for await (const piece of stdin) return stdout.write(piece).then(() => 0)
        return 1
      })
      await ask(engine.host, 'POST', '/containers/create?name=none', { Image: 'cat' })
      const none = await attached(engine, 'none')
      none.send('x')
      await ask(engine.host, 'POST', '/containers/none/start')
      await none.ended()
      assert.equal(output(none), '')

      await run(engine, 'unasked', { Image: 'once', OpenStdin: true, StdinOnce: true })
      const unasked = await attached(engine, 'unasked', 'stream=1&stdout=1')
      unasked.socket.end('dropped')
      const asked = await attached(engine, 'unasked', 'stream=1&stdin=1&stdout=0')
      asked.socket.end('kept')
      await unasked.ended()
      await asked.ended()
      assert.equal(output(unasked), '1kept')
      assert.equal(output(asked), '')
    }))

  it('waits for a container that has not started, and stays silent for one that has ended', () =>
    withEngine(async (engine) => {
      engine.image('twice', async ({ stdout, stderr }) => {
        await stdout.write('out\n')
        await stderr.write('err\n')
      })
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'twice' })
      const both = await attached(engine, 'cc', 'stream=1&stdout=1&stderr=1')
      const err = await attached(engine, 'cc', 'stream=1&stderr=1')
      const nothing = await attached(engine, 'cc', 'stream=1')
      const neither = await attached(engine, 'cc', 'stdout=1')
      await nothing.ended()
      await neither.ended()
      await ask(engine.host, 'POST', '/containers/cc/start')
      await both.ended()
      await err.ended()
      assert.equal(output(both), '1out\n2err\n')
      assert.equal(output(err), '2err\n')

      const silent = await attached(engine, 'cc', 'stream=1&stdout=1')
      await pause(20)
      assert.equal(silent.fin, false)
      await ask(engine.host, 'POST', '/containers/cc/start')
      await silent.ended()
      assert.equal(output(silent), '1out\n')
    }))

  it('replays the log, then streams without a gap or a repetition', () =>
    withEngine(async (engine) => {
      const go = gate()
      engine.image('logs', async ({ stdout, stderr }) => {
        await stdout.write('one\ntwo\n')
        await stderr.write('three\n')
        await go.opened
        await stdout.write('four\n')
      })
      await run(engine, 'cc', { Image: 'logs' })
      const all = await attached(engine, 'cc', 'logs=1&stream=1&stdout=1&stderr=1')
      await all.contains('three')
      const past = await attached(engine, 'cc', 'logs=1&stdout=1')
      await past.ended()
      assert.equal(output(past), '1one\n1two\n')
      go.open()
      await all.ended()
      assert.equal(output(all), '1one\n1two\n2three\n1four\n')
    }))

  it('is raw in both directions with a TTY, until the detach keys', () =>
    withEngine(async (engine) => {
      engine.image('sh', async ({ stdin, stdout, stderr }) => {
        await stdout.write('/ # ')
        for await (const piece of stdin) {
          await stdout.write(piece)
          await stderr.write('\n')
        }
      })
      await run(engine, 'cc', { Image: 'sh', OpenStdin: true, StdinOnce: true, Tty: true })
      const raw = await attached(engine, 'cc')
      raw.send(Uint8Array.of(0, 1, 2, 3, 16, 16))
      await raw.contains('\r\n\r\n\x00\x01\x02\x03\x10\r\n')
      raw.send(Uint8Array.of(17, 65))
      await raw.ended()
      assert.equal(raw.text.slice(HEAD_101.length), '\x00\x01\x02\x03\x10\r\n')
      const events = (await ask(engine.host, 'GET', `/events?since=1&until=${Date.now() / 1000 + 0.01}`)).text
      assert.match(events, /"detach"/)

      const other = await attached(engine, 'cc', `${ALL}&detachKeys=ctrl-a,x,DEL`)
      other.send(Uint8Array.of(1, 66))
      await other.contains('B')
      other.send(Uint8Array.of(1, 120))
      await pause(5)
      other.send(Uint8Array.of(127))
      await other.ended()
      assert.equal(other.text.slice(HEAD_101.length), '\x01B\r\n')

      // A process with a terminal does not receive the half-close. The client is detached, and its held-back bytes are passed on.
      const closing = await attached(engine, 'cc')
      closing.socket.end(Uint8Array.of(16))
      await closing.ended()
    }))

  it('sends errors in plain text without a length, and closes', () =>
    withEngine(async (engine) => {
      engine.image('idle', async ({ sleep }) => sleep(60_000))
      await run(engine, 'cc', { Image: 'idle' })
      const head = (status: string) => `HTTP/1.1 ${status}\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n`
      for (const [name, query, wanted] of [
        ['nope', ALL, `${head('404 Not Found')}No such container: nope\r\n`],
        ['cc', 'detachKeys=ctrl-1', `${head('400 Bad Request')}Invalid detach keys (ctrl-1) provided\r\n`],
        ['cc', 'detachKeys=a,,b', `${head('400 Bad Request')}Invalid detach keys (a,,b) provided\r\n`],
      ] as const) {
        const raw = await attach(engine, name, query).ended()
        assert.equal(raw.text, wanted)
        raw.close()
      }
      assert.equal((await ask(engine.host, 'POST', '/containers/cc/pause')).status, 204)
      assert.match((await attach(engine, 'cc').ended()).text, /^HTTP\/1.1 409 .*\r\ncontainer cc is paused, unpause/s)
    }))

  it('blocks a program whose client does not read, and a client whose program does not', () =>
    withEngine(async (engine) => {
      let written = 0
      engine.image('busy', async ({ stdout, signal }) => {
        const line = Buffer.alloc(64 * 1024, 'x')
        while (!signal.aborted) {
          await stdout.write(line)
          written += line.length
        }
      })
      await ask(engine.host, 'POST', '/containers/create?name=busy', { Image: 'busy', HostConfig: NO_LOG })
      const raw = await attached(engine, 'busy', 'stream=1&stdout=1')
      raw.socket.pause()
      await ask(engine.host, 'POST', '/containers/busy/start')
      await eventually(() => written > 0)
      const stuck = await still(() => written)
      await pause(30)
      assert.equal(written, stuck)
      assert.ok(stuck < 8_000_000, String(stuck))
      raw.socket.resume()
      await raw.until(() => written > stuck + 4_000_000)
      raw.close()

      const go = gate()
      let read = 0
      engine.image('lazy', async ({ stdin }) => {
        await go.opened
        for await (const piece of stdin) read += piece.length
      })
      await run(engine, 'lazy', { Image: 'lazy', OpenStdin: true, StdinOnce: true })
      const lazy = await attached(engine, 'lazy')
      const TOTAL = 16_000_000
      lazy.socket.end(Buffer.alloc(TOTAL))
      // All that is accepted without a reader.
      await still(() => lazy.socket.writableLength)
      assert.ok(lazy.socket.writableLength > 8_000_000)
      go.open()
      await lazy.ended()
      assert.equal(read, TOTAL)
    }))

  it('detaches a client that has disconnected, and keeps no socket', () =>
    withEngine(async (engine) => {
      engine.image('cat', cat)
      await run(engine, 'cc', { Image: 'cat', OpenStdin: true })
      for (const query of [ALL, 'stream=1&stdout=1']) {
        const raw = await attached(engine, 'cc', query)
        raw.close()
        await until(() => engine.connections === 0)
      }
      const half = await attached(engine, 'cc', 'stream=1&stdout=1')
      half.socket.end()
      await pause(60)
      assert.equal(engine.connections, 1)
      half.close()
      await until(() => engine.connections === 0)
    }))
})

const NO_LOG = { LogConfig: { Type: 'none' } }

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await pause(5)
  assert.ok(holds())
}
