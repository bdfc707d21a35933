// The cookbook's programs in processes of their own, with the embedded engine: a job with its limit, waiting until healthy, events to a
// webhook that resumes, the gateway, stopping all. test/live/cookbook.test.ts has those that need a real Engine.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { connect } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { play } from './play.ts'

async function lab(t: TestContext) {
  const server = await EmbeddedEngine.start()
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  let isHealthy = false
  server.image(
    'busybox',
    async ({ args, stdout, stderr, sleep }) => {
      if (args[0] === 'fail') {
        await stderr.write('it failed\n')
        return 3
      }
      await stdout.write('it runs\n')
      await sleep(600_000)
      return 0
    },
    {
      commands: {
        check: async ({ stdout }) => {
          await stdout.write(isHealthy ? 'fine' : 'not yet')
          return isHealthy ? 0 : 1
        },
        cat: async ({ stdin, stdout, stderr }) => {
          for await (const piece of stdin) await stdout.write(piece)
          await stderr.write('to stderr\n')
          return 7
        },
      },
    },
  )
  const create = async (name: string, body: Record<string, unknown> = {}) => {
    await engine.untyped.post('/containers/create', { query: { name }, body: { Image: 'busybox', ...body } })
    return name
  }
  const start = async (name: string, body?: Record<string, unknown>) => {
    await create(name, body)
    await engine.post('/containers/{id}/start', { path: { id: name } })
  }
  const names = async () =>
    (await engine.get('/containers/json', { query: { all: true } })).map(({ Names }) => Names[0])
  const recover = () => (isHealthy = true)
  return { server, engine, host: server.host, folder: tempDir(t), create, start, names, recover }
}

test('job: its output and its exit code', async (t) => {
  const { host, names } = await lab(t)
  const outcome = await play(t, host, 'job', ['30', 'busybox', 'fail']).ended
  assert.deepEqual(outcome, { code: 3, stdout: '', stderr: 'it failed\n' })
  assert.deepEqual(await names(), [])
})

test('job: after its limit the container is gone, and the status is 124', async (t) => {
  const { host, names } = await lab(t)
  const { code, stdout, stderr } = await play(t, host, 'job', ['5', 'busybox', 'wait']).ended
  assert.deepEqual([code, stdout], [124, 'it runs\n'])
  assert.match(stderr, /^ERR_ABORTED: /)
  assert.deepEqual(await names(), [])
})

test('job: Ctrl-C removes the container', async (t) => {
  const { host, names } = await lab(t)
  const { child, first, ended } = play(t, host, 'job', ['30', 'busybox', 'wait'])
  await first
  child.kill('SIGINT')
  assert.equal((await ended).code, 130)
  assert.deepEqual(await names(), [])
})

test('job: an image that the Engine lacks is one sentence, which says what to do', async (t) => {
  const { host } = await lab(t)
  const { code, stderr } = await play(t, host, 'job', ['30', 'none:1']).ended
  assert.equal(code, 1)
  assert.match(
    stderr,
    /^ERR_ENGINE: POST \/containers\/create: 404 No such image: none:1 \(run\(\) does not pull it: pull\(\) does\)\n$/,
  )
})

const Healthcheck = { Test: ['CMD', 'check'], Interval: 20_000_000, Retries: 3, StartPeriod: 0 }

test('ready: resolves when the container is healthy', async (t) => {
  const { host, create, engine, recover } = await lab(t)
  await create('web', { Healthcheck: { ...Healthcheck, Retries: 1000 } })
  const { ended, texts } = play(t, host, 'ready', ['web', '30'])
  await eventually(
    async () => (await engine.get('/containers/{id}/json', { path: { id: 'web' } })).State.Running === true,
  )
  assert.equal(texts.stdout, '')
  recover()
  assert.deepEqual(await ended, { code: 0, stdout: 'web is healthy\n', stderr: '' })
})

test('ready: an unhealthy container is reported with its last check and its log', async (t) => {
  const { host, create } = await lab(t)
  await create('web', { Healthcheck })
  const { code, stderr } = await play(t, host, 'ready', ['web', '30']).ended
  assert.equal(code, 1)
  assert.match(stderr, /it is unhealthy \(container web\)[\s\S]*not yet[\s\S]*it runs/)
})

/** A web address that keeps what is posted; the first posts may be refused. */
async function hook(t: TestContext, refused: number) {
  const got: { Action?: string; gap?: string; Actor?: { Attributes: { name: string } } }[] = []
  const server = http.createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const isRefused = refused-- > 0
    if (!isRefused) got.push(JSON.parse(text))
    response.writeHead(isRefused ? 503 : 204).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got }
}

test('webhook: each event once, in order, over a refusal, a kill and a new start', async (t) => {
  const { host, create, folder } = await lab(t)
  const { url, got } = await hook(t, 1)
  const file = path.join(folder, 'place.json')
  const created = () => got.filter(({ Action }) => Action === 'create').map(({ Actor }) => Actor?.Attributes.name)
  const one = play(t, host, 'webhook', [url, file])
  await one.first
  for (const name of ['one', 'two']) await create(name)
  await eventually(() => created().length === 2 && existsSync(file) && readFileSync(file, 'utf8') !== '')
  // Between the response and the writing of the place it would repeat one.
  await eventually(() => assert.ok(JSON.parse(readFileSync(file, 'utf8')).cursor.length > 0))
  await new Promise((resolve) => setTimeout(resolve, 300))
  one.child.kill('SIGKILL')
  await one.ended
  assert.match(one.texts.stderr, /: 503\n/)
  await create('three')
  const two = play(t, host, 'webhook', [url, file])
  await two.first
  await create('four')
  await eventually(() => created().length >= 4)
  assert.deepEqual(created(), ['one', 'two', 'three', 'four'])
  assert.deepEqual(
    got.filter(({ gap }) => gap !== undefined),
    [],
  )
  two.child.kill('SIGTERM')
  assert.deepEqual((await two.ended).code, 0)
})

test('gateway: only with the token, only containers with the label', async (t) => {
  const { host, start, server } = await lab(t)
  await start('web', { Labels: { gateway: 'on' } })
  await start('secret')
  const { first } = play(t, host, 'gateway', ['gateway=on'], { TOKEN: 'word' })
  const url = (await first).trim()
  const headers = { authorization: 'Bearer word' }
  assert.equal((await fetch(`${url}/web/logs`)).status, 401)
  assert.equal((await fetch(`${url}/web/logs`, { headers: { authorization: 'Bearer wort' } })).status, 401)
  for (const name of ['secret', 'none', '..', 'web%2F..%2Fsecret'])
    assert.equal((await fetch(`${url}/${name}/logs`, { headers })).status, 404, name)
  assert.equal(await (await fetch(`${url}/web/logs`, { headers })).text(), 'it runs\n')

  // The exit code is a trailer, which fetch does not show.
  const request = http.request(`${url}/web/exec?cmd=cat`, { method: 'POST', headers })
  request.end('some text\n')
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const piece of response.setEncoding('utf8')) text += piece
  assert.deepEqual([text, response.trailers['x-exit-code']], ['some text\nto stderr\n', '7'])

  // A caller that leaves ends the reading of the log.
  const left = new AbortController()
  const following = await fetch(`${url}/web/logs?follow`, { headers, signal: left.signal })
  assert.equal(following.status, 200)
  const before = server.connections
  left.abort()
  await eventually(() => assert.ok(server.connections < before))
})

test('stop-all: those with the label, at the same time', async (t) => {
  const { host, start, engine } = await lab(t)
  for (const name of ['one', 'two']) await start(name, { Labels: { app: 'x' } })
  await start('other')
  const { code, stdout, stderr } = await play(t, host, 'stop-all', ['app=x', '1']).ended
  assert.deepEqual([code, stderr, stdout.split('\n').sort().join(' ')], [0, '', ' stopped one stopped two'])
  const running = await engine.get('/containers/json')
  assert.deepEqual(
    running.map(({ Names }) => Names[0]),
    ['/other'],
  )
})

test('an Engine that is not there: each program says so in one sentence, with status 1', async (t) => {
  const host = `unix://${tempDir(t)}/none.sock`
  const calls: [string, ...string[]][] = [
    ['job', '1', 'busybox'],
    ['ready', 'web'],
    ['stop-all'],
    ['top', '1'],
    ['version'],
    ['prune', 'app=x'],
    ['commit', 'web', 'web:saved'],
    ['shell', 'web'],
    ['webhook', 'http://127.0.0.1:1/', path.join(tempDir(t), 'place')],
  ]
  for (const [name, ...args] of calls) {
    const { code, stdout, stderr } = await play(t, host, name, args).ended
    assert.deepEqual([code, stdout], [1, ''], `${name}: ${stderr}`)
    assert.match(stderr, /^ERR_CONNECT: [^\n]*none\.sock[^\n]*\n$/, name)
  }
})
