// What a program receives, and what its end does.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pass } from 'node:timers/promises'
import { StdinQueue } from '../../../src/testing/base/stdin-queue.ts'
import { type Program, ProgramSignal } from '../../../src/testing.ts'
import { ask, eventually, exitCode, frames, pause, Raw, run, withEngine } from '../support.ts'

/** Runs `program` to its end, sends it a signal if one is given, and returns its code and its output. */
function outcome(program: Program, signal?: string): Promise<[number, string]> {
  return withEngine(async (engine) => {
    engine.image('program', program)
    await run(engine, 'cc', { Image: 'program' })
    if (signal !== undefined) {
      await pause(5)
      await ask(engine.host, 'POST', `/containers/cc/kill?signal=${signal}`)
    }
    const code = await exitCode(engine, 'cc')
    const { body } = await ask(engine.host, 'GET', '/containers/cc/logs?stdout=1&stderr=1')
    return [
      code,
      frames(body)
        .map(({ kind, text }) => `${kind}${text}`)
        .join(''),
    ]
  })
}

describe('a program', () => {
  it('ends with the number it returns, or 0', async () => {
    assert.deepEqual(await outcome(() => 7), [7, ''])
    assert.deepEqual(await outcome(() => undefined), [0, ''])
    assert.deepEqual(await outcome(async () => 300), [44, ''])
  })

  it('that throws ends with 1 and its message on stderr', async () => {
    const thrown: Program = async ({ stdout }) => {
      void stdout.write('out\n')
      throw new TypeError('no such thing')
    }
    assert.deepEqual(await outcome(thrown), [1, '1out\n2no such thing\n'])
    const odd: Program = () => {
      throw 'a string'
    }
    assert.deepEqual(await outcome(odd), [1, '2a string\n'])
  })

  it('that a signal ends has 128 plus its number, however it waited', async () => {
    assert.deepEqual(await outcome(async ({ sleep }) => sleep(60_000).then(() => 0), 'TERM'), [143, ''])
    assert.deepEqual(await outcome(async ({ signal }) => pass(60_000, 0, { signal }), 'HUP'), [129, ''])
    assert.deepEqual(await outcome(async ({ sleep }) => sleep(60_000).then(() => 0), 'KILL'), [137, ''])
  })

  it('may handle a signal, or fail for another reason afterwards', async () => {
    const handles: Program = async ({ signal, sleep, stdout }) => {
      await sleep(60_000).catch(() => {})
      assert.ok(signal.reason instanceof ProgramSignal)
      await stdout.write(`${signal.reason.signal} ${signal.reason.number}: ${signal.reason.message}\n`)
      return 0
    }
    assert.deepEqual(await outcome(handles, 'USR1'), [0, '1SIGUSR1 10: the container received SIGUSR1\n'])
    const fails: Program = async ({ sleep }) => {
      await sleep(60_000).catch(() => {})
      throw new Error('cleaning up failed')
    }
    assert.deepEqual(await outcome(fails, 'TERM'), [1, '2cleaning up failed\n'])
  })

  it('that was killed cannot write, and its late end has no effect', async () => {
    const late: unknown[] = []
    const program: Program = async ({ stdout, sleep }) => {
      void stdout.write('unfinished')
      await sleep(60_000).catch((error: unknown) => late.push(error))
      void stdout.write('unobserved')
      await stdout.write('x').catch((error: unknown) => late.push(error))
      throw new Error('too late')
    }
    assert.deepEqual(await outcome(program, 'KILL'), [137, '1unfinished'])
    assert.equal(late.length, 2)
    for (const error of late) assert.ok(error instanceof ProgramSignal && error.signal === 'SIGKILL')
  })

  it('has an empty input, or one that ends with the container', async () => {
    assert.deepEqual(
      await outcome(async ({ stdin }) => {
        for await (const _piece of stdin) return 1
        return 0
      }),
      [0, ''],
    )
    await withEngine(async (engine) => {
      let done = false
      engine.image('reader', async ({ stdin }) => {
        for await (const _piece of stdin) break
        done = true
      })
      await run(engine, 'cc', { Image: 'reader', OpenStdin: true })
      await pause(5)
      assert.equal(done, false)
      await ask(engine.host, 'POST', '/containers/cc/kill')
      await eventually(() => done)
    })
  })

  it('reads its input in order', async () => {
    const queue = new StdinQueue()
    queue.push(Buffer.from('a'))
    setImmediate(() => {
      queue.push(Buffer.from('b'))
      queue.end()
      queue.push(Buffer.from('ignored'))
    })
    const pieces: string[] = []
    for await (const piece of queue) pieces.push(String(piece))
    assert.deepEqual(pieces, ['a', 'b'])
  })

  it('does not starve the sockets when it writes endlessly', () =>
    withEngine(
      async (engine) => {
        engine.image('busy', async ({ stdout, signal }) => {
          while (!signal.aborted) await stdout.write('y\n')
        })
        await run(engine, 'cc', { Image: 'busy' })
        for (let i = 0; i < 5; i++) assert.equal((await ask(engine.host, 'GET', '/_ping')).text, 'OK')
        assert.equal((await ask(engine.host, 'POST', '/containers/cc/stop')).status, 204)
        assert.equal(await exitCode(engine, 'cc'), 0)
      },
      { logBytes: 100_000 },
    ))

  it('is not started when the container is killed at once, nor when the engine closes', async () => {
    let started = 0
    const program: Program = () => {
      started++
    }
    await withEngine(async (engine) => {
      engine.image('program', program)
      const target = (path: string) => `POST /containers/cc/${path} HTTP/1.1\r\nHost: d\r\n\r\n`
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'program' })
      const raw = await new Raw(engine.host)
        .send(target('start') + target('kill'))
        .until((each) => /204.*204/s.test(each.text))
      raw.close()
      const code = await exitCode(engine, 'cc')
      assert.ok(code === 137 || started === 1)
    })
    await withEngine(async (engine) => {
      engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
      await run(engine, 'cc', { Image: 'idle', HostConfig: { AutoRemove: true } })
    })
  })
})
