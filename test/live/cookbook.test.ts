// The cookbook's programs on the real Engine of this run: those whose operations the embedded engine lacks, or that are compared with
// the docker CLI.

import assert from 'node:assert/strict'
import http from 'node:http'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/index.ts'
import { play } from '../examples/play.ts'
import { eventually } from '../support/eventually.ts'
import { liveBody, liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { docker, withoutDockerCli } from './docker-cli.ts'

const { host, skip } = liveEngine()
let made = 0

async function container(t: TestContext, cmd: readonly string[], body: Record<string, unknown> = {}) {
  const engine = connect(host)
  const name = `cookbook-${process.pid}-${++made}`
  const { Labels = {}, ...rest } = body as { Labels?: Record<string, string> }
  const spec = liveBody({ Image: 'busybox:latest', Cmd: cmd, Labels, ...rest })
  await engine.untyped.post('/containers/create', { query: { name }, body: spec })
  t.after(async () => {
    await engine.delete('/containers/{id}', { path: { id: name }, query: { force: true, v: true } }).catch(() => {})
    await engine.close()
  })
  return { engine, name, start: () => engine.post('/containers/{id}/start', { path: { id: name } }) }
}

test('job: exit code, limit and Ctrl-C; no container stays', { skip }, async (t) => {
  const ended = await play(t, host, 'job', ['60', 'busybox:latest', 'sh', '-c', 'echo out; echo err >&2; exit 3']).ended
  assert.deepEqual(ended, { code: 3, stdout: 'out\n', stderr: 'err\n' })
  const mark = `job-${process.pid}`
  const limited = await play(t, host, 'job', ['6', 'busybox:latest', 'sh', '-c', `echo ${mark}; sleep 600`]).ended
  assert.deepEqual([limited.code, limited.stdout], [124, `${mark}\n`])
  const broken = play(t, host, 'job', ['60', 'busybox:latest', 'sh', '-c', `echo ${mark}; sleep 600`])
  await broken.first
  broken.child.kill('SIGINT')
  assert.equal((await broken.ended).code, 130)
  const engine = connect(host)
  const all = await engine.get('/containers/json', { query: { all: true } })
  await engine.close()
  assert.deepEqual(
    all.filter(({ Command }) => Command.includes(mark)),
    [],
  )
})

test('ready: a real health check', { skip }, async (t) => {
  const Healthcheck = { Test: ['CMD', 'test', '-e', '/tmp/ready'], Interval: 200_000_000, Retries: 100 }
  const { name } = await container(t, ['sh', '-c', 'sleep 1; touch /tmp/ready; sleep 600'], { Healthcheck })
  assert.deepEqual(await play(t, host, 'ready', [name, '30']).ended, {
    code: 0,
    stdout: `${name} is healthy\n`,
    stderr: '',
  })
})

test('top: one table, with a busy container’s CPU', { skip }, async (t) => {
  const { name, start } = await container(t, ['sh', '-c', 'while :; do :; done'])
  await start()
  const { code, stdout } = await play(t, host, 'top', ['3']).ended
  assert.equal(code, 0)
  assert.match(stdout, /^NAME +CPU % +MEMORY +LIMIT +NET IN +NET OUT +PIDS\n/)
  const [, cpu] = new RegExp(`^${name} +([\\d.]+)%`, 'm').exec(stdout.slice(stdout.lastIndexOf('NAME'))) ?? []
  assert.ok(Number(cpu) > 1, stdout)
})

test('version: what docker version says', { skip: skip || withoutDockerCli() }, async (t) => {
  const { code, stdout } = await play(t, host, 'version').ended
  assert.equal(code, 0)
  const theirs = (await docker({ DOCKER_HOST: host, HOME: '/nowhere' }, 'version')).stdout
  const server = (text: string) => text.slice(text.indexOf('\nServer:'))
  for (const label of ['Version', 'API version', 'Go version', 'Git commit', 'OS/Arch']) {
    const of = (text: string) => new RegExp(`^ +${label}: +(.*)$`, 'm').exec(server(text))?.[1]
    assert.ok(of(theirs), theirs)
    assert.equal(of(stdout), of(theirs), label)
  }
  const components = (text: string) => [...server(text).matchAll(/^ (\S+):$/gm)].map(([, name]) => name)
  assert.deepEqual(components(stdout), components(theirs))
})

test('commit, stop-all and prune: what has the label, and nothing else', { skip }, async (t) => {
  const label = `cookbook=${process.pid}`
  const Labels = { cookbook: String(process.pid) }
  const [one, other] = [await container(t, ['sleep', '600'], { Labels }), await container(t, ['sleep', '600'])]
  await Promise.all([one.start(), other.start()])

  const image = `cookbook-${process.pid}:saved`
  const committed = await play(t, host, 'commit', [one.name, image, `LABEL ${label}`, 'CMD ["date"]']).ended
  assert.equal(committed.code, 0, committed.stderr)
  assert.match(committed.stdout, /^sha256:[0-9a-f]{64}\n$/)
  const { Config } = await one.engine.get('/images/{name}/json', { path: { name: image } })
  assert.deepEqual(Config?.Cmd, ['date'])

  const volume = `cookbook-${process.pid}`
  await one.engine.post('/volumes/create', { body: { Name: volume, Labels } })
  const stopped = await play(t, host, 'stop-all', [label, '0']).ended
  assert.deepEqual(stopped, { code: 0, stdout: `stopped ${one.name}\n`, stderr: '' })
  const { Id } = await one.engine.get('/containers/{id}/json', { path: { id: one.name } })

  const pruned = await play(t, host, 'prune', [label]).ended
  assert.equal(pruned.code, 0, pruned.stderr)
  for (const what of [`container ${Id}`, `volume ${volume}`, `image ${image}`])
    assert.ok(pruned.stdout.includes(`removed ${what}\n`), `${what}: ${pruned.stdout}`)
  assert.match(pruned.stdout, /MB are free again\n$/)
  const { State } = await other.engine.get('/containers/{id}/json', { path: { id: other.name } })
  assert.equal(State.Running, true)
})

test('webhook: a container’s life, on a real Engine', { skip }, async (t) => {
  const got: string[] = []
  const { name, start, engine } = await container(t, ['true'])
  const server = http.createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const { Action, Actor } = JSON.parse(text)
    if (Actor?.Attributes?.name === name) got.push(Action)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as { port: number }
  const folder = tempDir(t)
  const { first, child, ended } = play(t, host, 'webhook', [`http://127.0.0.1:${port}/`, `${folder}/place`])
  await first
  await start()
  await engine.post('/containers/{id}/wait', { path: { id: name } })
  await eventually(() => got.includes('die'))
  await sleep(50)
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
  assert.deepEqual(got.slice(0, 2), ['start', 'die'])
})
