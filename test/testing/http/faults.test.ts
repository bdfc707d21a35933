// Faults: each changes exactly what it describes, and nothing when it is used up or does not match.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EmbeddedEngine, EmbeddedEngineOptions, FaultPlan } from '../../../src/testing.ts'
import { LOCAL } from '../../support/local-socket.ts'
import {
  ask,
  asked,
  eventually,
  exchange,
  exitCode,
  gate,
  pause,
  Raw,
  run,
  splitAnswer,
  withEngine,
} from '../support.ts'

const PING = 'GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'
const CLOSE = 'GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n'
const LOGS = 'GET /containers/cc/logs?stdout=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n'

/** An engine with a container `cc` that has logged ten lines of twenty bytes, and with a fault. */
function faulty<T>(
  plan: FaultPlan,
  use: (engine: EmbeddedEngine) => Promise<T>,
  options?: EmbeddedEngineOptions,
): Promise<T> {
  return withEngine(async (engine) => {
    engine.image('ten', async ({ stdout }) => {
      for (let i = 0; i < 10; i++) await stdout.write(`${String(i).padStart(19, '.')}\n`)
    })
    await run(engine, 'cc', { Image: 'ten' })
    await exitCode(engine, 'cc')
    engine.faults.add({ plan })
    return use(engine)
  }, options)
}

/** The body of the chunks received so far. */
function splitWhole(text: string): string {
  return text.includes('\r\n\r\n') ? splitAnswer(text).body : ''
}

async function logsWithout(engine: EmbeddedEngine): Promise<string> {
  engine.faults.clear()
  return exchange(engine.host, LOGS)
}

describe('a fault', () => {
  it('is selected by pattern, by function, and a number of times', () =>
    withEngine(async (engine) => {
      engine.faults.add({ match: /^HEAD \/_ping$/g, plan: { cutAfter: 0 } })
      engine.faults.add({
        match: ({ version, headers }) => version === '1.40' && headers['x-me'] === 'y',
        plan: { cutAfter: 0 },
      })
      const off = engine.faults.add({ match: /version/, times: 2, plan: { cutAfter: 0 } })
      const failed = async (method: string, path: string) =>
        ask(engine.host, method, path).then(
          () => false,
          () => true,
        )
      assert.equal(await failed('GET', '/_ping'), false)
      assert.deepEqual([await failed('HEAD', '/_ping'), await failed('HEAD', '/v1.41/_ping')], [true, true])
      assert.equal(await failed('GET', '/v1.40/info'), false)
      assert.equal(await exchange(engine.host, 'GET /v1.40/info HTTP/1.1\r\nHost: d\r\nX-Me: y\r\n\r\n'), '')
      assert.deepEqual([await failed('GET', '/version'), await failed('GET', '/version')], [true, true])
      assert.equal(await failed('GET', '/version'), false)
      engine.faults.add({ match: /version/, plan: { cutAfter: 0 } })()
      off()
      assert.equal(await failed('GET', '/version'), false)
    }))

  it('has to be valid', () =>
    withEngine(async ({ faults }) => {
      const plans: FaultPlan[] = [
        { rechunk: 0 },
        { cutAfter: -1 },
        { delayHead: Number.NaN },
        { trickle: { bytes: 0, ms: 1 } },
      ]
      for (const plan of plans) assert.throws(() => faults.add({ plan }), { code: 'ERR_OPTION', name: 'FairleadError' })
    }))

  it('rechunks a body across its records, also a live one', () =>
    faulty({ rechunk: 7 }, async (engine) => {
      const spoilt = splitAnswer(await exchange(engine.host, LOGS))
      const whole = splitAnswer(await logsWithout(engine))
      assert.equal(spoilt.body, whole.body)
      assert.deepEqual(
        spoilt.chunks.map(({ length }) => length),
        Array.from({ length: 40 }, () => 7),
      )
      const { opened, open } = gate()
      engine.image('gated', async ({ stdout }) => {
        await stdout.write('now\n')
        await opened
      })
      await run(engine, 'live', { Image: 'gated' })
      engine.faults.add({ plan: { rechunk: 5 } })
      const raw = new Raw(engine.host).send('GET /containers/live/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: d\r\n\r\n')
      await raw.until(({ text }) => splitWhole(text).endsWith('now\n'))
      open()
      await raw.contains('0\r\n\r\n')
      raw.close()
      const ping = splitAnswer(await exchange(engine.host, CLOSE))
      assert.deepEqual(ping.chunks, ['OK'])
      assert.match((await ask(engine.host, 'GET', '/containers/cc/json')).text, /^\{"Id".*\}\n$/s)
    }))

  it('announces a wrong length', async () => {
    await faulty({ wrongLength: 3 }, async ({ host }) => {
      assert.match(await exchange(host, CLOSE), /Content-Length: 5\r\n.*\r\n\r\nOK$/s)
      assert.match(await exchange(host, LOGS), /\r\n\r\n1f\r\n/)
    })
    await faulty({ wrongLength: -9 }, async ({ host }) => {
      assert.match(await exchange(host, CLOSE), /Content-Length: 0\r\n.*\r\n\r\nOK$/s)
      assert.match(await exchange(host, LOGS), /\r\n\r\n13\r\n.*\r\n1c\r\n/s)
    })
  })

  for (const listen of [LOCAL, 'tcp'] as const) {
    it(`cuts a response after any number of bytes (${listen})`, () =>
      faulty(
        { delayHead: 0 },
        async (engine) => {
          const whole = await logsWithout(engine)
          for (let n = 0; n <= whole.length; n += n > 230 && n < whole.length - 40 ? 11 : 1) {
            engine.faults.clear()
            engine.faults.add({ times: 1, plan: { cutAfter: n } })
            const raw = await new Raw(engine.host).send(LOGS).ended()
            const head = (text: string) => text.replace(/^Date: .*$/m, '')
            assert.equal(head(raw.text).length, head(whole.slice(0, n)).length, String(n))
            assert.equal(raw.error, undefined)
            raw.close()
          }
        },
        { listen },
      ))
  }

  it('resets a TCP connection', () =>
    faulty(
      { resetAfter: 60 },
      async ({ host }) => {
        const raw = new Raw(host).send(LOGS)
        await raw.until(({ closed }) => closed)
        assert.equal(raw.error?.code, 'ECONNRESET')
        assert.equal(raw.bytes.length, 60)
      },
      { listen: 'tcp' },
    ))

  it('cuts a unix socket, which cannot be reset', () =>
    faulty({ resetAfter: 60 }, async ({ host }) => {
      assert.equal((await exchange(host, LOGS)).length, 60)
    }))

  it('does not change a shorter response', () =>
    faulty({ cutAfter: 100_000 }, async ({ host }) => {
      const raw = await new Raw(host).send(PING).contains('OK')
      await raw.send(CLOSE).ended()
      assert.equal(raw.text.match(/OK$|OKHTTP/g)!.length, 2)
      raw.close()
    }))

  it('trickles, and delays head and body', async () => {
    await faulty({ trickle: { bytes: 100, ms: 1 } }, async (engine) => {
      const spoilt = await exchange(engine.host, LOGS)
      assert.equal(splitAnswer(spoilt).body, splitAnswer(await logsWithout(engine)).body)
    })
    await faulty({ delayHead: 0 }, async (engine) => {
      for (const [plan, whole] of [
        [{ delayHead: 300 }, ''],
        [{ delayBody: 300 }, '\r\n\r\n'],
      ] as const) {
        engine.faults.clear()
        engine.faults.add({ times: 1, plan })
        const late = new Raw(engine.host).send(CLOSE)
        await asked(engine, '/_ping')
        await late.until(({ text }) => text.endsWith(whole))
        // Requested later, received earlier.
        assert.match(await exchange(engine.host, CLOSE), /OK$/)
        assert.ok(late.text.endsWith(whole))
        await late.until(({ text }) => text.endsWith('\r\n\r\nOK'))
        late.close()
      }
    })
  })

  it('is silent until the client disconnects', () =>
    faulty({ silent: true }, async (engine) => {
      const raw = new Raw(engine.host).send(PING)
      await asked(engine, '/_ping')
      await pause(5)
      assert.equal(raw.text, '')
      assert.equal(raw.fin, false)
      raw.socket.end()
      await raw.ended()
      assert.equal(raw.text, '')
      const other = new Raw(engine.host).send(PING)
      await pause(5)
      other.close()
      await eventually(() => engine.connections === 0)
    }))

  it('does not outlive its client: delays end with the connection', () =>
    faulty({ delayHead: 60_000 }, async (engine) => {
      const raw = new Raw(engine.host).send(PING)
      await asked(engine, '/_ping')
      raw.close()
      await eventually(() => engine.connections === 0)
    }))

  it('latency delays every response', () =>
    withEngine(
      async ({ host }) => {
        const raw = new Raw(host).send(PING)
        await pause(20)
        assert.equal(raw.text, '')
        await raw.contains('\r\n\r\nOK')
        raw.close()
      },
      { latency: 300 },
    ))
})
