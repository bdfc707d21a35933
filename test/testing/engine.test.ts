// The embedded engine as a whole: where it listens, what it remembers, what it leaves behind (nothing), and the answers
// that belong to no container. The texts were observed on Docker 20.10.24.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Clock, compare, fixedStamp, shortStamp } from '../../src/testing/clock.ts'
import { humanDuration } from '../../src/testing/describe.ts'
import { versionBelow } from '../../src/testing/router.ts'
import { EmbeddedEngine, type EmbeddedEngineOptions, REQUESTS_KEPT } from '../../src/testing.ts'
import { ask, eventually, exchange, Raw, run, withEngine } from './support.ts'

function get(path: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n`
}

describe('the embedded engine', () => {
  it('listens on a unix socket of its own and removes it', async () => {
    const engine = await EmbeddedEngine.start()
    const path = engine.host.slice('unix://'.length)
    assert.ok(existsSync(path))
    assert.equal((await ask(engine.host, 'GET', '/_ping')).text, 'OK')
    await engine.close()
    await engine.close()
    assert.ok(!existsSync(join(path, '..')))
  })

  it('listens on TCP, or on a path that was given, and is disposed', async () => {
    const tcp = await EmbeddedEngine.start({ listen: 'tcp' })
    assert.match(tcp.host, /^tcp:\/\/127\.0\.0\.1:\d+$/)
    assert.equal((await ask(tcp.host, 'GET', '/_ping')).text, 'OK')
    await tcp[Symbol.asyncDispose]()
    await assert.rejects(ask(tcp.host, 'GET', '/_ping'), { code: 'ECONNREFUSED' })
    const directory = mkdtempSync(join(tmpdir(), 'fairlead-test-'))
    const path = join(directory, 'own.sock')
    const unix = await EmbeddedEngine.start({ path })
    assert.equal(unix.host, `unix://${path}`)
    await assert.rejects(EmbeddedEngine.start({ path }), { code: 'EADDRINUSE' })
    await unix.close()
    assert.ok(!existsSync(path))
    rmSync(directory, { recursive: true })
  })

  it('refuses options that cannot be', async () => {
    const wrong = [
      { listen: 'pipe' },
      { listen: 'tcp', path: '/x' },
      { port: 1 },
      { apiVersion: '1' },
      { minApiVersion: 'v1.12' },
      { latency: -1 },
      { logBytes: 0 },
    ] as EmbeddedEngineOptions[]
    for (const options of wrong)
      await assert.rejects(EmbeddedEngine.start(options), { code: 'ERR_OPTION' }, JSON.stringify(options))
    await withEngine(async (engine) => {
      assert.throws(() => engine.image('Not A Name', () => 0), { code: 'ERR_OPTION' })
    })
  })

  it('remembers the newest requests and counts connections', () =>
    withEngine(async (engine) => {
      const raw = new Raw(engine.host)
      raw.send('GET /v1.40/containers/a%20b/json?x=1 HTTP/1.1\r\nHost: d\r\nX-Id: 7\r\n\r\n')
      await raw.contains('No such container: a b')
      assert.deepEqual(JSON.parse(JSON.stringify(engine.requests)), [
        {
          method: 'GET',
          target: '/v1.40/containers/a%20b/json?x=1',
          path: '/containers/a b/json',
          version: '1.40',
          headers: { host: 'd', 'x-id': '7' },
        },
      ])
      assert.equal(engine.connections, 1)
      raw.send('GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'.repeat(REQUESTS_KEPT))
      await raw.until(() => engine.requests[0]!.path === '/_ping')
      assert.equal(engine.requests.length, REQUESTS_KEPT)
      raw.close()
      await eventually(() => engine.connections === 0)
    }))

  it('closes under load: programs, streams and waiting clients', async () => {
    const engine = await EmbeddedEngine.start()
    let ended = 0
    engine.image('endless', async ({ stdout, signal }) => {
      while (!signal.aborted) await stdout.write('y\n').catch(() => {})
      ended++
    })
    await run(engine, 'cc', { Image: 'endless', HostConfig: { AutoRemove: true } })
    const clients = ['/containers/cc/logs?stdout=1&follow=1', '/events', '/containers/cc/json'].map((path) =>
      new Raw(engine.host).send(get(path)),
    )
    const waiting = ask(engine.host, 'POST', '/containers/cc/wait').catch((error: NodeJS.ErrnoException) => error.code)
    const stopping = ask(engine.host, 'POST', '/containers/cc/stop?t=100').catch(
      (error: NodeJS.ErrnoException) => error.code,
    )
    await eventually(() => engine.connections >= 4)
    await engine.close()
    assert.equal(engine.connections, 0)
    await eventually(() => ended === 1)
    await Promise.all([waiting, stopping])
    for (const client of clients) {
      await client.until(({ closed, fin }) => closed || fin).catch(() => {})
      client.close()
    }
  })

  it('lets the process end: no timer, no socket, no program is left', () => {
    const module = fileURLToPath(new URL('../../src/testing.js', import.meta.url))
    const script = `
      const { EmbeddedEngine } = await import(${JSON.stringify(module)})
      const { connect } = await import('node:net')
      const engine = await EmbeddedEngine.start()
      engine.image('sleeper', async ({ sleep }) => { await sleep(3_600_000) })
      const socket = connect(engine.host.slice(7))
      const body = '{"Image":"sleeper"}'
      const post = (path, body) => 'POST ' + path + ' HTTP/1.1\\r\\nHost: d\\r\\nContent-Type: application/json\\r\\nContent-Length: ' + body.length + '\\r\\n\\r\\n' + body
      socket.write(post('/containers/create?name=cc', body) + post('/containers/cc/start', '') + post('/containers/cc/stop?t=3000', ''))
      let text = ''
      for await (const piece of socket) { text += piece; if (text.match(/204/g)?.length === 2) break }
      socket.write
      socket.destroy()
      await engine.close()
      console.log('closed')`
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 10_000,
    })
    assert.deepEqual([child.status, child.stdout, child.stderr], [0, 'closed\n', ''])
  })
})

describe('answers of no container', () => {
  it('refuse versions outside the range, in text before 1.24', () =>
    withEngine(async ({ host }) => {
      const tooOld = await exchange(host, get('/v1.10/_ping'))
      assert.match(
        tooOld,
        /^HTTP\/1.1 400 Bad Request\r\nApi-Version: 1.41\r\nContent-Type: text\/plain; charset=utf-8\r\nOstype: linux\r\nServer: Docker\/20.10.24 \(linux\)\r\nX-Content-Type-Options: nosniff\r\n/,
      )
      assert.ok(
        tooOld.endsWith(
          '\r\n\r\nclient version 1.10 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n',
        ),
      )
      assert.match(await exchange(host, get('/v1/_ping')), /client version 1 is too old/)
      assert.match(
        await exchange(host, get('/v1.20/containers/nope/json')),
        /nosniff.*\r\n\r\nNo such container: nope\n$/s,
      )
      assert.match(
        await exchange(host, get('/v1.99/_ping', 'HEAD')),
        /Content-Length: 84\r\nConnection: close\r\n\r\n$/,
      )
      assert.match(await exchange(host, get('/', 'OPTIONS')), /^HTTP\/1.1 200 OK/)
      for (const path of ['/v1.99/nope', '/vabc/_ping', '/containers/json/']) {
        assert.match(
          await exchange(host, get(path)),
          /^HTTP\/1.1 404 Not Found\r\nContent-Type: application\/json\r\nDate: /,
        )
      }
    }))

  it('send an unclean path elsewhere', () =>
    withEngine(async ({ host }) => {
      for (const [asked, location] of [
        ['//containers/json?x=1', '/containers/json?x=1'],
        ['/containers//json', '/containers/json'],
        ['/v1.41/../version', '/version'],
      ] as const) {
        const answer = (await exchange(host, get(asked))).replace(/Date: .*\r\n/, '')
        const head = 'HTTP/1.1 301 Moved Permanently\r\nLocation: '
        assert.equal(answer, `${head}${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      }
    }))

  it('answer OPTIONS and HEAD as the Engine does', () =>
    withEngine(async ({ host }) => {
      assert.match(
        await exchange(host, get('/x', 'OPTIONS')),
        /^HTTP\/1.1 200 OK\r\nApi-Version: 1.41\r\n.*Content-Length: 0\r\n/s,
      )
      assert.match(
        await exchange(host, get('/containers/json', 'HEAD')),
        /404 Not Found.*Content-Length: 29\r\nConnection: close\r\n\r\n$/s,
      )
    }))

  it('describe the daemon', () =>
    withEngine(
      async (engine) => {
        engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
        await run(engine, 'cc', { Image: 'idle' })
        const info = JSON.parse((await ask(engine.host, 'GET', '/info')).text) as Record<string, unknown>
        assert.deepEqual([info.Containers, info.ContainersRunning, info.Images, info.ServerVersion], [1, 1, 1, '9.9'])
        const version = JSON.parse((await ask(engine.host, 'GET', '/version')).text) as Record<string, unknown>
        assert.deepEqual([version.Version, version.ApiVersion, version.MinAPIVersion], ['9.9', '1.45', '1.30'])
        assert.equal((await ask(engine.host, 'GET', '/_ping')).headers.server, 'Docker/9.9 (linux)')
      },
      { version: '9.9', apiVersion: '1.45', minApiVersion: '1.30' },
    ))

  it('list and describe images', () =>
    withEngine(async (engine) => {
      engine.image('alpha', () => 0, { cmd: ['run'], env: { A: '1' }, labels: { app: 'web' } })
      engine.image('docker.io/library/beta:2', () => 0)
      const list = async (filters: object) => {
        const reply = await ask(
          engine.host,
          'GET',
          `/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}`,
        )
        return reply.status === 200
          ? (JSON.parse(reply.text) as { RepoTags: string[] }[]).map(({ RepoTags }) => RepoTags[0]).join()
          : reply.text
      }
      assert.equal(await list({}), 'beta:2,alpha:latest')
      assert.equal(await list({ reference: ['al*'] }), 'alpha:latest')
      assert.equal(await list({ reference: ['bet?:2'] }), 'beta:2')
      assert.equal(await list({ label: ['app=web'] }), 'alpha:latest')
      assert.equal(await list({ dangling: ['true'] }), '')
      assert.equal(await list({ zz: ['x'] }), '{"message":"Invalid filter \'zz\'"}\n')
      const alpha = JSON.parse((await ask(engine.host, 'GET', '/images/alpha/json')).text)
      assert.deepEqual([alpha.Config.Cmd, alpha.Config.Env, alpha.RepoTags], [['run'], ['A=1'], ['alpha:latest']])
      for (const name of ['library/alpha', alpha.Id, alpha.Id.slice(7, 20)]) {
        assert.equal(JSON.parse((await ask(engine.host, 'GET', `/images/${name}/json`)).text).Id, alpha.Id)
      }
      engine.image('fade', () => 0)
      assert.deepEqual(JSON.parse((await ask(engine.host, 'GET', '/images/fade/json')).text).RepoTags, ['fade:latest'])
      const none = await ask(engine.host, 'GET', '/images/nope/json')
      assert.deepEqual(
        [none.status, none.text],
        [404, '{"message":"no such image: nope: No such image: nope:latest"}\n'],
      )
      const bad = await ask(engine.host, 'GET', '/images/a%20b/json')
      assert.deepEqual([bad.status, bad.text], [400, '{"message":"no such image: a b: invalid reference format"}\n'])
    }))
})

describe('small parts', () => {
  it('compare versions by number', () => {
    assert.deepEqual(
      [versionBelow('1.9', '1.10'), versionBelow('1.41', '1.41'), versionBelow('1', '1.12'), versionBelow('2', '1.99')],
      [true, false, true, false],
    )
  })

  it('say how long ago something was', () => {
    const times = [
      0.4,
      1.9,
      59,
      60,
      119,
      120,
      3599,
      3600 * 1.4,
      3600 * 47,
      86400 * 3,
      86400 * 15,
      86400 * 70,
      86400 * 800,
    ]
    assert.deepEqual(times.map(humanDuration), [
      'Less than a second',
      '1 second',
      '59 seconds',
      'About a minute',
      'About a minute',
      '2 minutes',
      '59 minutes',
      'About an hour',
      '47 hours',
      '3 days',
      '2 weeks',
      '2 months',
      '2 years',
    ])
  })

  it('tell the time, always later', () => {
    const clock = new Clock()
    let last = clock.now()
    for (let i = 0; i < 10_000; i++) {
      const next = clock.now()
      assert.equal(compare(last, next), -1)
      last = next
    }
    clock.nanos = 999_999_999
    const { seconds } = clock
    clock.step()
    assert.deepEqual([clock.seconds, clock.nanos], [seconds + 1, 0])
    assert.equal(fixedStamp(0, 5), '1970-01-01T00:00:00.000000005Z')
    assert.equal(shortStamp({ seconds: 1, nanos: 120_000_000 }), '1970-01-01T00:00:01.12Z')
    assert.equal(shortStamp({ seconds: 1, nanos: 0 }), '1970-01-01T00:00:01Z')
  })
})
