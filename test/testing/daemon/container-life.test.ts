// A container of the embedded engine from its start to its removal, and waiting for it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ProgramSignal } from '../../../src/testing.ts'
import { ask, asked, eventually, exchange, exitCode, gate, pause, Raw, run, withEngine } from '../support.ts'
import { inspect, message, withIdle } from './container-kit.ts'

describe('a container’s life', () => {
  it('goes from created to running to exited, and runs again', () =>
    withEngine(async (engine) => {
      let runs = 0
      let end = gate()
      engine.image('twice', async () => {
        await end.opened
        return ++runs + 256
      })
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'twice' })
      let { State } = await inspect(engine, 'cc')
      assert.deepEqual([State.Status, State.Pid, State.StartedAt], ['created', 0, '0001-01-01T00:00:00Z'])
      assert.equal(await exitCode(engine, 'cc'), 0)
      for (const expected of [1, 2]) {
        assert.equal((await ask(engine.host, 'POST', '/containers/cc/start')).status, 204)
        assert.equal((await ask(engine.host, 'POST', '/containers/cc/start')).status, 304)
        State = (await inspect(engine, 'cc')).State
        assert.deepEqual([State.Status, State.Running, State.Pid > 0], ['running', true, true])
        end.open()
        assert.equal(await exitCode(engine, 'cc'), expected)
        end = gate()
      }
      State = (await inspect(engine, 'cc')).State
      assert.deepEqual([State.Status, State.ExitCode], ['exited', 2])
      assert.ok(Date.parse(State.FinishedAt) >= Date.parse(State.StartedAt))
    }))

  it('rejects a body on start, even an empty chunked one, but not before API 1.24', () =>
    withIdle(async (engine) => {
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'idle' })
      const text = 'starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24'
      const chunked = (path: string) =>
        `POST ${path} HTTP/1.1\r\nHost: d\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
      const answer = await exchange(engine.host, chunked('/containers/cc/start'))
      assert.equal(message(answer.split('\r\n\r\n')[1]!), text)
      assert.match(await exchange(engine.host, chunked('/v1.23/containers/cc/start')), /^HTTP\/1.1 204/)
    }))

  it('stops with a signal, then with SIGKILL after the timeout', () =>
    withEngine(async (engine) => {
      const seen: string[] = []
      engine.image('polite', async ({ signal, sleep }) => {
        await sleep(60_000).catch(() => {})
        seen.push((signal.reason as ProgramSignal).signal)
        return 5
      })
      engine.image('stubborn', async ({ signal, sleep }) => {
        while (!signal.aborted) await sleep(1000).catch(() => {})
        await pause(1200)
        seen.push('late')
      })
      await run(engine, 'polite', { Image: 'polite', StopSignal: 'SIGINT' })
      await pause(5)
      assert.equal((await ask(engine.host, 'POST', '/containers/polite/stop')).status, 204)
      assert.equal((await ask(engine.host, 'POST', '/containers/polite/stop')).status, 304)
      assert.equal(await exitCode(engine, 'polite'), 5)
      assert.deepEqual(seen, ['SIGINT'])
      await run(engine, 'stubborn', { Image: 'stubborn', StopTimeout: 60 })
      await pause(5)
      const stop = ask(engine.host, 'POST', '/containers/stubborn/stop?t=1')
      await pause(50)
      assert.equal((await inspect(engine, 'stubborn')).State.Status, 'running')
      assert.equal((await stop).status, 204)
      assert.equal(await exitCode(engine, 'stubborn'), 137)
      assert.deepEqual(seen, ['SIGINT'])
      await pause(250)
    }))

  it('never kills with a negative timeout', () =>
    withEngine(async (engine) => {
      engine.image('slow', async ({ signal, sleep }) => {
        await sleep(60_000).catch(() => {})
        await pause(30)
        return signal.aborted ? 9 : 0
      })
      await run(engine, 'slow', { Image: 'slow' })
      await pause(5)
      assert.equal((await ask(engine.host, 'POST', '/containers/slow/stop?t=-1')).status, 204)
      assert.equal(await exitCode(engine, 'slow'), 9)
    }))

  it('kills by signal name and number; signals that a process ignores have no effect', () =>
    withIdle(async (engine) => {
      const codes: number[] = []
      for (const signal of ['', '?signal=TERM', '?signal=sigint', '?signal=1', '?signal=9']) {
        await run(engine, 'kk', { Image: 'idle' })
        await pause(2)
        assert.equal((await ask(engine.host, 'POST', '/containers/kk/kill?signal=WINCH')).status, 204)
        assert.equal((await inspect(engine, 'kk')).State.Status, 'running')
        assert.equal((await ask(engine.host, 'POST', `/containers/kk/kill${signal}`)).status, 204)
        codes.push(await exitCode(engine, 'kk'))
        await ask(engine.host, 'DELETE', '/containers/kk')
      }
      assert.deepEqual(codes, [137, 143, 130, 129, 137])
    }))

  it('rejects invalid requests with the Engine’s messages', () =>
    withIdle(async (engine) => {
      const Id = await run(engine, 'rr', { Image: 'idle' })
      const cases: readonly (readonly [string, string, number, string])[] = [
        ['POST', '/containers/rr/kill?signal=FOO', 400, 'Invalid signal: FOO'],
        ['POST', '/containers/nope/kill?signal=FOO', 400, 'Invalid signal: FOO'],
        ['POST', '/containers/rr/kill?signal=0', 400, 'Invalid signal: 0'],
        [
          'POST',
          '/containers/rr/kill?signal=99',
          500,
          'Cannot kill container: rr: The linux daemon does not support signal 99',
        ],
        ['POST', '/containers/nope/kill', 404, 'Cannot kill container: nope: No such container: nope'],
        ['POST', '/containers/nope/start', 404, 'No such container: nope'],
        ['POST', '/containers/nope/stop', 404, 'No such container: nope'],
        ['POST', '/containers/nope/wait', 404, 'No such container: nope'],
        ['DELETE', '/containers/nope', 404, 'No such container: nope'],
        ['GET', '/containers/q%2Fz/logs?stdout=1', 404, 'No such container: q/z'],
        ['POST', '/containers/rr/stop?t=x', 500, 'strconv.Atoi: parsing "x": invalid syntax'],
        ['GET', '/containers/json?limit=x', 500, 'strconv.Atoi: parsing "x": invalid syntax'],
        [
          'DELETE',
          '/containers/rr',
          409,
          `You cannot remove a running container ${Id}. Stop the container before attempting removal or force remove`,
        ],
        ['GET', '/containers/json?x=%zz', 400, 'invalid URL escape "%zz"'],
      ]
      for (const [method, path, status, text] of cases) {
        const reply = await ask(engine.host, method, path)
        assert.deepEqual([reply.status, message(reply.text)], [status, text])
      }
    }))

  it('is removed by force, and automatically with AutoRemove', () =>
    withIdle(async (engine) => {
      await run(engine, 'forced', { Image: 'idle' })
      const removed = ask(engine.host, 'POST', '/containers/forced/wait?condition=removed')
      await asked(engine, '/containers/forced/wait')
      assert.equal((await ask(engine.host, 'DELETE', '/containers/forced?force=1&v=1')).status, 204)
      assert.equal((await removed).text, '{"Error":null,"StatusCode":137}\n')
      await run(engine, 'auto', { Image: 'idle', HostConfig: { AutoRemove: true } })
      const gone = ask(engine.host, 'POST', '/containers/auto/wait?condition=removed')
      await asked(engine, '/containers/auto/wait')
      assert.equal((await ask(engine.host, 'POST', '/containers/auto/stop')).status, 204)
      assert.equal((await gone).text, '{"Error":null,"StatusCode":143}\n')
      assert.equal((await ask(engine.host, 'GET', '/containers/json?all=1')).text, '[]\n')
    }))
})

describe('wait', () => {
  it('rejects an unknown condition from API 1.42 on', () =>
    withEngine(
      async (engine) => {
        engine.image('app', () => 0)
        await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'app' })
        const { status, text } = await ask(engine.host, 'POST', '/containers/cc/wait?condition=x')
        assert.deepEqual([status, JSON.parse(text)], [400, { message: 'invalid condition: "x"' }])
        assert.equal((await ask(engine.host, 'POST', '/containers/cc/wait?condition=not-running')).status, 200)
      },
      { apiVersion: '1.45' },
    ))

  it('responds at once for not-running, later for next-exit, and with a length before API 1.30', () =>
    withIdle(async (engine) => {
      await run(engine, 'ww', { Image: 'idle' })
      const next = ask(engine.host, 'POST', '/containers/ww/wait?condition=next-exit')
      const old = ask(engine.host, 'POST', '/v1.29/containers/ww/wait?condition=next-exit')
      await eventually(() => engine.requests.filter(({ path }) => path === '/containers/ww/wait').length === 2)
      await ask(engine.host, 'POST', '/containers/ww/kill')
      assert.equal((await next).text, '{"Error":null,"StatusCode":137}\n')
      const reply = await old
      assert.deepEqual([reply.text, reply.headers['content-length']], ['{"Error":null,"StatusCode":137}\n', '32'])
      assert.equal(
        (await ask(engine.host, 'POST', '/containers/ww/wait?condition=bogus')).text,
        '{"Error":null,"StatusCode":137}\n',
      )
    }))

  it('reports its cancellation to a client that half-closed', () =>
    withIdle(async (engine) => {
      await run(engine, 'ww', { Image: 'idle' })
      const raw = new Raw(engine.host)
      raw.socket.end('POST /containers/ww/wait HTTP/1.1\r\nHost: d\r\n\r\n')
      await raw.ended()
      assert.match(
        raw.text,
        /\r\n\r\n39\r\n\{"Error":\{"Message":"context canceled"\},"StatusCode":-1\}\n\r\n0\r\n\r\n$/,
      )
    }))

  it('omits an absent error from API 1.42 on', () =>
    withEngine(
      async (engine) => {
        engine.image('quick', () => 4)
        await run(engine, 'ww', { Image: 'quick' })
        assert.equal((await ask(engine.host, 'POST', '/containers/ww/wait')).text, '{"StatusCode":4}\n')
      },
      { apiVersion: '1.45' },
    ))
})
