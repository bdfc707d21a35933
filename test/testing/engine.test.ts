// The embedded engine as a whole: where it listens, which requests it keeps, and that it leaves nothing behind. The messages were
// observed on Docker 20.10.24.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { EmbeddedEngine, type EmbeddedEngineOptions, REQUESTS_KEPT } from '../../src/testing.ts'
import { noSocketFiles } from '../support/local-socket.ts'
import { ask, eventually, Raw, run, withEngine } from './support.ts'

function get(path: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n`
}

describe('the embedded engine', () => {
  it('listens on a unix socket of its own and removes it', { skip: noSocketFiles }, async () => {
    const engine = await EmbeddedEngine.start()
    const path = engine.host.slice('unix://'.length)
    assert.ok(existsSync(path))
    assert.equal((await ask(engine.host, 'GET', '/_ping')).text, 'OK')
    await engine.close()
    await engine.close()
    assert.ok(!existsSync(join(path, '..')))
  })

  it('listens on a named pipe, its own or one that was given', {
    skip: noSocketFiles === false && 'Windows only',
  }, async () => {
    const own = await EmbeddedEngine.start()
    assert.match(own.host, /^npipe:\/\/\/\/\.\/pipe\/fairlead-/)
    const path = `\\\\.\\pipe\\fairlead-own-${process.pid}`
    const given = await EmbeddedEngine.start({ path })
    assert.equal(given.host, `npipe:${path.replaceAll('\\', '/').replace('//', '////')}`)
    for (const engine of [own, given]) {
      assert.equal((await ask(engine.host, 'GET', '/_ping')).text, 'OK')
      await engine.close()
      await assert.rejects(ask(engine.host, 'GET', '/_ping'), { code: 'ENOENT' })
    }
    await assert.rejects(EmbeddedEngine.start({ listen: 'unix' }), { code: 'ERR_OPTION', message: /npipe/ })
    await assert.rejects(EmbeddedEngine.start({ path: 'C:\\x.sock' }), { code: 'ERR_OPTION', message: /a pipe's name/ })
  })

  it('listens on TCP, or on a path that was given, and is disposed', { skip: noSocketFiles }, async () => {
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

  it('rejects invalid options', async () => {
    const wrong = [
      { listen: 'pipe' },
      { listen: process.platform === 'win32' ? 'unix' : 'npipe' },
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

  it('keeps the newest requests and counts connections', () =>
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
    // All four first: a stop that comes before them ends the program, and what waits for it.
    await eventually(() => engine.connections >= 4)
    const stopping = ask(engine.host, 'POST', '/containers/cc/stop?t=100').catch(
      (error: NodeJS.ErrnoException) => error.code,
    )
    await eventually(() => engine.requests.some(({ path }) => path.includes('/stop')))
    await engine.close()
    assert.equal(engine.connections, 0)
    await eventually(() => ended === 1)
    await Promise.all([waiting, stopping])
    for (const client of clients) {
      await client.until(({ closed, fin }) => closed || fin).catch(() => {})
      client.close()
    }
  })

  it('lets the process end: no timer, socket or program remains', () => {
    const module = new URL('../../src/testing.js', import.meta.url).href
    const script = `
      const { EmbeddedEngine } = await import(${JSON.stringify(module)})
      const { connect } = await import('node:net')
      const engine = await EmbeddedEngine.start()
      engine.image('sleeper', async ({ sleep }) => { await sleep(3_600_000) })
      const socket = connect(engine.host.replace(/^(unix|npipe):\\/\\//, ''))
      const body = '{"Image":"sleeper"}'
      const post = (path, body) => 'POST ' + path + ' HTTP/1.1\\r\\nHost: d\\r\\nContent-Type: application/json\\r\\nContent-Length: ' + body.length + '\\r\\n\\r\\n' + body
      socket.write(post('/containers/create?name=cc', body) + post('/containers/cc/start', '') + post('/containers/cc/stop?t=3000', ''))
      let text = ''
      for await (const piece of socket) { text += piece; if (text.match(/ 204 /g)?.length === 2) break }
      socket.write
      socket.destroy()
      await engine.close()
      console.log('closed')`
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    assert.deepEqual([child.status, child.stdout, child.stderr], [0, 'closed\n', ''])
  })
})
