// Logs with every parameter, live and afterwards, and flow control: a client that does not read holds the program back.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { POUR_WORDS } from '../contract/stream-data.ts'
import {
  ask,
  eventually,
  exchange,
  exitCode,
  frames,
  gate,
  pause,
  Raw,
  run,
  splitAnswer,
  withEngine,
} from './support.ts'

/** Writes three records to each stream, alternately, some milliseconds apart. */
const turns: Program = async ({ stdout, stderr, sleep }) => {
  for (let i = 1; i <= 3; i++) {
    await stdout.write(`out${i}\n`)
    await stderr.write(`err${i}\n`)
    await sleep(5)
  }
}

async function ran(engine: EmbeddedEngine, program: Program, config: object = {}): Promise<void> {
  engine.image('program', program)
  await run(engine, 'cc', { Image: 'program', ...config })
  await exitCode(engine, 'cc')
}

async function logs(engine: EmbeddedEngine, query: string): Promise<string[]> {
  const { body } = await ask(engine.host, 'GET', `/containers/cc/logs?${query}`)
  return frames(body).map(({ kind, text }) => `${kind}${text.replace(/\n$/, '')}`)
}

describe('logs', () => {
  it('select streams, after counting the tail', () =>
    withEngine(async (engine) => {
      await ran(engine, turns)
      const all = ['1out1', '2err1', '1out2', '2err2', '1out3', '2err3']
      assert.deepEqual(await logs(engine, 'stdout=1&stderr=1'), all)
      assert.deepEqual(await logs(engine, 'stdout=true'), ['1out1', '1out2', '1out3'])
      assert.deepEqual(await logs(engine, 'stderr=yes&stdout=0'), ['2err1', '2err2', '2err3'])
      assert.deepEqual(await logs(engine, 'stdout=1&stderr=1&tail=2'), ['1out3', '2err3'])
      assert.deepEqual(await logs(engine, 'stdout=1&tail=2'), ['1out3'])
      assert.deepEqual(await logs(engine, 'stdout=1&tail=0'), [])
      for (const every of ['all', '-1', '', '99']) {
        assert.deepEqual(await logs(engine, `stdout=1&stderr=1&tail=${every}`), all, every)
      }
    }))

  it('have times that since and until accept', () =>
    withEngine(async (engine) => {
      await ran(engine, turns)
      const stamped = await logs(engine, 'stdout=1&timestamps=1')
      const times = stamped.map((line) => /^1(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) out\d$/.exec(line)![1]!)
      const seconds = (time: string) => `${Date.parse(`${time.slice(0, 19)}Z`) / 1000}.${time.slice(20, 29)}`
      const [first, second, third] = times.map(seconds)
      assert.deepEqual(await logs(engine, `stdout=1&since=${second}`), ['1out2', '1out3'])
      assert.deepEqual(await logs(engine, `stdout=1&until=${second}`), ['1out1', '1out2'])
      assert.deepEqual(await logs(engine, `stdout=1&since=${second}&until=${second}`), ['1out2'])
      assert.deepEqual(await logs(engine, `stdout=1&tail=2&since=${first}`), ['1out3'])
      assert.deepEqual(await logs(engine, `stdout=1&since=${Number(third) + 9}`), [])
      assert.deepEqual(await logs(engine, 'stdout=1&until=1'), [])
      assert.equal((await logs(engine, 'stdout=1&until=0&since=0')).length, 3)
    }))

  it('have details: escaped, sorted, after the time; a space if there are none', () =>
    withEngine(async (engine) => {
      const LogConfig = { Type: 'json-file', Config: { labels: 'app,b,none', env: 'A,NONE' } }
      await ran(engine, turns, { Labels: { app: "w(e)b'", b: '<x> y' }, Env: ['A=1'], HostConfig: { LogConfig } })
      const [plain] = await logs(engine, 'stdout=1&details=1&tail=2')
      assert.equal(plain, '1A=1,app=w%28e%29b%27,b=%3Cx%3E+y out3')
      const [stamped] = await logs(engine, 'stdout=1&details=1&timestamps=1&tail=2')
      assert.match(stamped!, /^1\d{4}-\S{24}Z A=1,app=\S+ out3$/)
      await ask(engine.host, 'DELETE', '/containers/cc')
      await ran(engine, turns)
      assert.deepEqual(await logs(engine, 'stdout=1&details=1&tail=2'), ['1 out3'])
    }))

  it('are rejected without a stream, with a bad time, and for a driver that keeps nothing', () =>
    withEngine(async (engine) => {
      await ran(engine, turns, { HostConfig: { LogConfig: { Type: 'none' } } })
      const { host } = engine
      const none = await ask(host, 'GET', '/containers/cc/logs?stdout=1')
      assert.deepEqual(
        [none.status, none.text],
        [501, '{"message":"configured logging driver does not support reading"}\n'],
      )
      await ask(host, 'DELETE', '/containers/cc')
      await ran(engine, turns)
      const time = await ask(host, 'GET', '/containers/cc/logs?stdout=1&since=2030-01-01')
      assert.deepEqual(
        [time.status, time.text],
        [500, '{"message":"strconv.ParseInt: parsing \\"2030-01-01\\": invalid syntax"}\n'],
      )
    }))

  it('of a terminal are raw, with carriage returns, all on stdout', () =>
    withEngine(async (engine) => {
      const program: Program = async ({ stdout, stderr, tty }) => {
        await stdout.write(`a${tty}\n`)
        await stderr.write('e\n')
        await stdout.write('x\r\n')
        await stdout.write(new Uint8Array([0xff, 0xc3, 0xa4]))
      }
      await ran(engine, program, { Tty: true })
      const text = await exchange(
        engine.host,
        'GET /containers/cc/logs?stdout=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n',
      )
      assert.deepEqual(splitAnswer(text).chunks, ['atrue\r\n', 'e\r\n', 'x\r\r\n', '\xff\xc3\xa4'])
      assert.equal((await ask(engine.host, 'GET', '/containers/cc/logs?stderr=1')).text, '')
    }))

  it('have a Content-Type from API 1.42 on', () =>
    withEngine(
      async (engine) => {
        await ran(engine, turns)
        await run(engine, 'tty', { Image: 'program', Tty: true })
        const type = async (path: string) => (await ask(engine.host, 'GET', `${path}?stdout=1`)).headers['content-type']
        assert.equal(await type('/containers/cc/logs'), 'application/vnd.docker.multiplexed-stream')
        assert.equal(await type('/v1.42/containers/tty/logs'), 'application/vnd.docker.raw-stream')
        assert.equal(await type('/v1.41/containers/cc/logs'), undefined)
      },
      { apiVersion: '1.45' },
    ))

  it('follow: past records, new ones, one record per chunk, and the end at the exit', () =>
    withEngine(async (engine) => {
      const { opened, open } = gate()
      engine.image('gated', async ({ stdout }) => {
        await stdout.write('before\n')
        await opened
        await stdout.write('after\nunfinished')
      })
      await run(engine, 'cc', { Image: 'gated' })
      const raw = new Raw(engine.host).send('GET /containers/cc/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: d\r\n\r\n')
      await raw.contains('before\n')
      assert.ok(!raw.text.includes('after'))
      open()
      await raw.contains('\r\n0\r\n\r\n')
      const { chunks } = splitAnswer(raw.text)
      assert.deepEqual(
        chunks.map((chunk) => chunk.slice(8)),
        ['before\n', 'after\n', 'unfinished'],
      )
      raw.close()
    }))

  it('follow from a tail, until a time, and not at all if the container does not run', () =>
    withEngine(async (engine) => {
      await ran(engine, turns)
      assert.deepEqual(await logs(engine, 'stdout=1&follow=1&tail=1&stderr=1'), ['2err3'])
      const [started, rest] = [gate(), gate()]
      engine.image('gated', async ({ stdout }) => {
        await stdout.write('one\ntwo\n')
        started.open()
        await rest.opened
        await stdout.write('three\n')
      })
      await ask(engine.host, 'DELETE', '/containers/cc')
      await run(engine, 'cc', { Image: 'gated' })
      await started.opened
      const tail = logs(engine, 'stdout=1&follow=1&tail=1')
      const none = logs(engine, 'stdout=1&follow=1&tail=0')
      await pause(2)
      const until = logs(engine, `stdout=1&follow=1&until=${Date.now() / 1000}`)
      await eventually(() => engine.connections >= 3)
      await pause(20)
      rest.open()
      assert.deepEqual(await tail, ['1two', '1three'])
      assert.deepEqual(await none, ['1three'])
      assert.deepEqual(await until, ['1one', '1two'])
    }))

  it('end cleanly for a client that half-closes, and for one that disconnects', () =>
    withEngine(async (engine) => {
      engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
      await run(engine, 'cc', { Image: 'idle' })
      const follow = 'GET /containers/cc/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: d\r\n\r\n'
      const raw = new Raw(engine.host)
      raw.socket.end(follow)
      await raw.ended()
      assert.match(raw.text, /\r\n\r\n0\r\n\r\n$/)
      const gone = await new Raw(engine.host).send(follow).contains('\r\n\r\n')
      gone.close()
      await eventually(() => engine.connections === 0)
    }))

  it(`deliver ${POUR_WORDS} byte for byte, live and afterwards`, () =>
    withEngine(async (engine) => {
      const wanted = [createHash('sha256'), createHash('sha256')]
      const bytes = Buffer.alloc(20_000, 'äöü€😀 ')
      const program: Program = async ({ stdout, stderr }) => {
        for (let i = 0, total = 0; total < 50e6; i++) {
          const size = 1 + ((i * 7919) % 20_000)
          bytes[size - 1] = 10
          const line = bytes.subarray(0, size)
          wanted[i & 1]!.update(line)
          await (i & 1 ? stderr : stdout).write(line)
          bytes[size - 1] = 0x80
          total += size
        }
      }
      engine.image('program', program)
      await run(engine, 'cc', { Image: 'program' })
      const digests: string[][] = []
      for (const follow of [1, 0]) {
        const { body } = await ask(engine.host, 'GET', `/containers/cc/logs?stdout=1&stderr=1&follow=${follow}`)
        const hashes = [createHash('sha256'), createHash('sha256')]
        for (let at = 0; at < body.length; ) {
          const size = body.readUInt32BE(at + 4)
          hashes[body[at]! - 1]!.update(body.subarray(at + 8, at + 8 + size))
          at += 8 + size
        }
        digests.push(hashes.map((hash) => hash.digest('hex')))
      }
      const expected = wanted.map((hash) => hash.digest('hex'))
      assert.deepEqual(digests, [expected, expected])
    }))

  it('block the program’s write while a client does not read, and lose nothing', () =>
    withEngine(
      async (engine) => {
        const line = Buffer.from(`${'x'.repeat(99_999)}\n`)
        let written = 0
        const { opened, open } = gate()
        engine.image('endless', async ({ stdout }) => {
          await opened
          for (; written < 200; written++) await stdout.write(line)
        })
        await run(engine, 'cc', { Image: 'endless' })
        const raw = new Raw(engine.host).send('GET /containers/cc/logs?stdout=1&follow=1 HTTP/1.0\r\nHost: d\r\n\r\n')
        await raw.contains('\r\n\r\n')
        raw.socket.pause()
        open()
        let before = -1
        while (before !== written || written === 0) {
          before = written
          await pause(60)
        }
        assert.ok(written < 60, `${written} writes of 100 KB passed a client that does not read`)
        raw.socket.resume()
        await raw.ended()
        const payload = frames(raw.bytes.subarray(raw.bytes.indexOf('\r\n\r\n') + 4))
          .map(({ text }) => text)
          .join('')
        assert.equal(payload.length, 200 * line.length)
        raw.close()
      },
      { logBytes: 1024 * 1024 },
    ))

  it('let the program continue when the client that blocked it disconnects, or when the container is killed', () =>
    withEngine(async (engine) => {
      let written = 0
      let rejected: unknown
      const { opened, open } = gate()
      engine.image('endless', async ({ stdout }) => {
        await opened
        try {
          for (; ; written++) await stdout.write(Buffer.alloc(100_000, 10))
        } catch (error) {
          rejected = error
        }
      })
      await run(engine, 'cc', { Image: 'endless' })
      const blocked = async () => {
        const raw = new Raw(engine.host).send(
          'GET /containers/cc/logs?stdout=1&follow=1&tail=0 HTTP/1.0\r\nHost: d\r\n\r\n',
        )
        await raw.contains('\r\n\r\n')
        raw.socket.pause()
        open()
        let before = -1
        while (before !== written || written === 0) {
          before = written
          await pause(60)
        }
        return raw
      }
      const first = await blocked()
      const stuck = written
      first.close()
      await eventually(() => written > stuck)
      const second = await blocked()
      await ask(engine.host, 'POST', '/containers/cc/kill')
      await eventually(() => rejected !== undefined)
      assert.equal((rejected as Error).name, 'AbortError')
      second.close()
    }))
})
