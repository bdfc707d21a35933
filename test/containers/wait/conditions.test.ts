// Each condition of waitFor() on the embedded engine: when it is met, when it fails, and with which message.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { all, any, exit, healthy, http, log, port, waitFor } from '../../../src/containers.ts'
import type { Program } from '../../../src/testing.ts'
import { eventually } from '../../support/eventually.ts'
import { failureOf, idle, lateFailure, ms, world } from './world.ts'

test('healthy(): by one event, with three requests', async (t) => {
  const { server, engine, start } = await world(t)
  let ready = false
  server.image('db', idle, { commands: { ready: () => (ready ? 0 : 1) } })
  const id = await start({ Image: 'db', Healthcheck: { Test: ['CMD', 'ready'], Interval: ms(5), Retries: 10_000 } })
  const before = server.requests.length
  const wait = waitFor(engine, id, healthy())
  await sleep(50)
  ready = true
  await wait
  assert.deepEqual(
    server.requests.slice(before).map(({ path }) => path),
    ['/events', `/containers/${id}/json`],
  )
  await waitFor(engine, id, healthy())
})

test('healthy(): unhealthy, and its output in the message', async (t) => {
  const { server, engine, start } = await world(t)
  const check: Program = async ({ stdout }) => {
    await stdout.write('connection refused\n')
    return 2
  }
  server.image(
    'db',
    async ({ stdout, sleep }) => {
      for (let n = 0; n < 12; n++) await stdout.write(`line ${n}\n`)
      await sleep(60_000)
    },
    { commands: { check } },
  )
  const id = await start({ Image: 'db', Healthcheck: { Test: ['CMD', 'check'], Interval: ms(5), Retries: 2 } })
  const error = await failureOf(engine, id, healthy())
  assert.equal(error.code, 'ERR_WAIT_FAILED')
  assert.equal(error.blame, 'peer')
  assert.deepEqual(
    [error.container, error.condition, error.state, error.health],
    [id, 'healthy()', 'running', 'unhealthy'],
  )
  assert.deepEqual([error.healthExitCode, error.healthOutput], [2, 'connection refused\n'])
  assert.deepEqual(
    error.lines,
    Array.from({ length: 10 }, (_, n) => `line ${n + 2}`),
  )
  assert.match(
    error.message,
    /it is unhealthy \(container \w+\)\nstate: running, health: unhealthy\nlast health check: exit code 2, connection refused\nlast lines of its log:\n {2}line 2\n/,
  )
  assert.match(error.stack!, /conditions\.test/)
})

test('log(): before and after the call, over a cut stream', async (t) => {
  const { server, engine, start } = await world(t)
  let go: (() => void) | undefined
  server.image('talker', async ({ stdout, stderr, sleep }) => {
    await stdout.write('first ready\n')
    await new Promise<void>((resolve) => {
      go = resolve
    })
    await stderr.write('second ready\n')
    await sleep(60_000)
  })
  const id = await start({ Image: 'talker' })
  await waitFor(engine, id, log(/^first/))
  server.faults.add({ match: /logs$/, times: 1, plan: { cutAfter: 4 } })
  const wait = waitFor(engine, id, all(log('ready', 2), log(/second/g)))
  await eventually(() => server.requests.filter(({ path }) => path.endsWith('/logs')).length >= 3)
  go!()
  await wait
})

test('log(): the end of the run fails it, after its last line was read', async (t) => {
  const { server, engine, start } = await world(t)
  server.image('short', async ({ stdout }) => {
    await stdout.write('a\nb\n')
    return 4
  })
  const id = await start({ Image: 'short' })
  const error = await failureOf(engine, id, log('ready', 2))
  assert.match(error.message, /^waiting for log\("ready", 2\): it exited with code 4, and 0 of 2 lines had it/)
  assert.deepEqual([error.state, error.exitCode, error.lines], ['exited', 4, ['a', 'b']])
  await waitFor(engine, id, log('b'))
})

test('exit(): before the start, of any code, of another one', async (t) => {
  const { server, engine } = await world(t)
  server.image('short', async ({ sleep }) => {
    await sleep(20)
    return 4
  })
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'short' } })
  const waits = [waitFor(engine, id, exit()), waitFor(engine, id, exit(4)), failureOf(engine, id, exit(0))]
  await eventually(() => server.requests.filter(({ path }) => path.endsWith('/json')).length >= 3)
  await engine.post('/containers/{id}/start', { path: { id } })
  const [, , failure] = await Promise.all(waits)
  assert.match(failure!.message, /^waiting for exit\(0\): it exited with code 4/)
  await waitFor(engine, id, exit(4))
})

test('port() and http(): over the published port, when the program listens', async (t) => {
  const { server, engine, start } = await world(t)
  const web = createServer((request, response) => {
    response.writeHead(request.url === '/moved' ? 302 : request.headers.via === 'test' ? 200 : 503)
    response.end()
  })
  let go: (() => void) | undefined
  server.image(
    'web',
    async ({ listen, sleep }) => {
      await new Promise<void>((resolve) => {
        go = resolve
      })
      listen(80, (socket) => web.emit('connection', socket))
      await sleep(60_000)
    },
    { commands: {} },
  )
  const id = await start({ Image: 'web', ExposedPorts: { '80/tcp': {} }, HostConfig: { PublishAllPorts: true } })
  const closed = /not met within \d+ ms: 127\.0\.0\.1:\d+ closed the connection at once/
  assert.match((await lateFailure(engine, id, port(80), closed)).message, closed)
  const waits = [
    port(80),
    http('/', { headers: { Via: 'test' } }),
    http('/moved', { status: 302 }),
    http('/', { port: 80, status: [404, 503] }),
  ]
  const met = Promise.all(waits.map((condition) => waitFor(engine, id, condition)))
  go!()
  await met
  const refused = /^waiting for http\("\/"\): not met within \d+ ms: status 503/
  assert.match((await lateFailure(engine, id, http('/'), refused)).message, refused)
  web.closeAllConnections()
})

test('port() and http() fail at once where no port is published', async (t) => {
  const { engine, start } = await world(t)
  const id = await start({ Image: 'idle', ExposedPorts: { '80/tcp': {} } })
  const reasons = [port(80), http('/', { port: 80 }), http('/')].map(async (condition) => {
    const { code, message } = await failureOf(engine, id, condition)
    return [code, message.split(' (container')[0]!.split(': ').slice(1).join(': ')]
  })
  assert.deepEqual(await Promise.all(reasons), [
    ['ERR_WAIT_FAILED', 'port 80 is not published, and its image has no shell to look inside'],
    ['ERR_WAIT_FAILED', 'port 80 is not published'],
    ['ERR_WAIT_FAILED', 'no port is published: say which one with { port }'],
  ])
})

test('all() names what is missing; any() fails when all have failed', async (t) => {
  const { server, engine, start } = await world(t)
  server.image('talker', async ({ stdout, sleep }) => {
    await stdout.write('hi\n')
    await sleep(60_000)
  })
  const id = await start({ Image: 'talker' })
  await waitFor(engine, id, any(exit(), log('hi')))
  const missing = /not met within \d+ ms: not met: log\("ho"\) \(no line had it\), exit\(0\) \(/
  const late = await lateFailure(engine, id, all(log('hi'), log('ho'), exit(0)), missing)
  assert.match(late.message, missing)
  const both = await failureOf(engine, id, any(healthy(), all(healthy(), log('hi'))))
  assert.match(
    both.message,
    /: healthy\(\): the container has no health check; all\(healthy\(\), log\("hi"\)\): healthy\(\): the container has no health check \(/,
  )
})
