// Images on a real Engine: built, saved, loaded, pushed and pulled, and how each of them fails. The registry is a private
// one in the Engine's own network, with a password, so that the credentials' header is really read.

import assert from 'node:assert/strict'
import { readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import {
  build,
  connect,
  type Engine,
  EngineError,
  importImage,
  load,
  type ProgressRecord,
  pull,
  push,
  save,
} from '../../../src/index.ts'
import { call } from '../../live/call.ts'
import { password, registryObstacle, startRegistry, username } from '../../live/private-registry.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { tempDir } from '../../support/temp.ts'
import { gather } from '../support.ts'
import { largeTar, smallTar } from '../tar.ts'

const { host, skip } = liveEngine()

function engineOf(t: TestContext): Engine {
  const engine = connect(host)
  t.after(() => engine.close())
  return engine
}

const context = (...lines: string[]) => smallTar('Dockerfile', `${['FROM busybox', ...lines].join('\n')}\n`)
const how = () => ({ labels: liveLabels(), networkMode: 'none', forceRm: true })

function said(records: readonly unknown[]): string {
  return (records as ProgressRecord[]).map(({ stream = '' }) => stream).join('')
}

test('a build reports its output and its image', { skip }, async (t) => {
  const engine = engineOf(t)
  const name = `fairlead-built-${process.pid}`
  const lines = ['ARG WHAT', 'RUN echo "5 € for $WHAT"', 'LABEL a=b']
  const progress = build(engine, context(...lines), { ...how(), tags: [name], buildArgs: { WHAT: 'tea' } })
  const { items, error } = await gather(progress)
  t.after(() => call(host, 'DELETE', `/images/${name}?force=1`))
  assert.equal(error, undefined)
  assert.match(said(items), /\n5 € for tea\n/)
  const { imageId } = await progress.done()
  const image = await engine.get('/images/{name}/json', {
    path: { name },
  })
  assert.equal(imageId, image.Id)
  assert.equal(image.Config?.Labels?.a, 'b')
  const quiet = await build(engine, context(...lines), { ...how(), quiet: true, buildArgs: { WHAT: 'tea' } }).done()
  assert.match(String(quiet.imageId), /^sha256:/)
})

test('a failed build rejects with the message, the exit status and the output before it', { skip }, async (t) => {
  const progress = build(engineOf(t), context('RUN echo before && exit 7'), how())
  await assert.rejects(progress.done(), (error: EngineError) => {
    assert.equal(error.code, 'ERR_ENGINE_STREAM')
    assert.equal(error.detailCode, 7)
    assert.match(error.reason, /returned a non-zero code: 7/)
    assert.match(said(error.records), /\nbefore\n/)
    return true
  })
})

test('an invalid build rejects at once', { skip }, async (t) => {
  const engine = engineOf(t)
  await assert.rejects(build(engine, smallTar('Dockerfile', 'FRUM x\n')).done(), { code: 'ERR_ENGINE', status: 400 })
  await assert.rejects(build(engine, context(), { dockerfile: 'nowhere' }).done(), { code: 'ERR_ENGINE' })
})

test('an aborted build is cancelled in the Engine', { skip }, async (t) => {
  const engine = engineOf(t)
  const controller = new AbortController()
  const mark = `sleep 60 # ${process.pid}`
  const running = async () => {
    const all = await engine.get('/containers/json')
    return all.filter(({ Command }) => Command.includes(mark)).length
  }
  const progress = build(engine, context(`RUN echo ready && ${mark}`), { ...how(), signal: controller.signal })
  let before = 0
  const reading = async () => {
    for await (const { stream } of progress) {
      if (stream !== 'ready\n') continue
      // The list lags behind the output by a moment.
      await eventually(async () => assert.equal(await running(), 1))
      before++
      controller.abort()
    }
  }
  await assert.rejects(reading(), { name: 'AbortError' })
  assert.equal(before, 1)
  await eventually(async () => assert.equal(await running(), 0))
})

test('a saved archive can be loaded, piped from one call to the other', { skip }, async (t) => {
  const engine = engineOf(t)
  const progress = load(engine, await save(engine, 'busybox:latest'))
  assert.deepEqual(await progress.done(), { images: ['busybox:latest'] })
  const both = await save(engine, ['busybox:latest', 'busybox'])
  let size = 0
  for await (const piece of both) size += piece.length
  assert.ok(size > 100_000)
  await assert.rejects(save(engine, 'fairlead-no-such-image'), { code: 'ERR_ENGINE' })
})

test('a failed load or import rejects with the message, also while the archive is being sent', { skip }, async (t) => {
  const engine = engineOf(t)
  const words = /unexpected EOF|invalid tar header|manifest\.json/
  for (const tar of ['no archive at all', smallTar('manifest.json', 'x'), largeTar('large', 64 * 1024 * 1024)]) {
    await assert.rejects(load(engine, tar).done(), (error: EngineError) => {
      assert.ok(error instanceof EngineError)
      assert.equal(error.code, 'ERR_ENGINE_STREAM')
      assert.notEqual(error.reason, '')
      return true
    })
  }
  await assert.rejects(importImage(engine, 'no archive at all').done(), (error: EngineError) =>
    words.test(error.reason),
  )
})

test('a pull from a closed port, or of a missing image, rejects with the message', { skip }, async (t) => {
  const engine = engineOf(t)
  await assert.rejects(pull(engine, '127.0.0.1:9/nothing').done(), /connection refused/)
  await assert.rejects(pull(engine, 'UPPER').done(), { code: 'ERR_ENGINE', status: 400 })
})

const noRegistry = skip || (registryObstacle(host) ?? false)

test('push and pull, with and without the right password', { skip: noRegistry }, async (t) => {
  const engine = engineOf(t)
  const folder = tempDir(t)
  const registry = await startRegistry(host, folder, 5000 + (process.pid % 10_000))
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= registry.stop())
  t.after(stop)
  const repo = `${registry.host}/team/box`
  await engine.post('/images/{name}/tag', { path: { name: 'busybox' }, query: { repo, tag: 'v1' } })
  await engine.post('/images/{name}/tag', { path: { name: 'busybox' }, query: { repo, tag: 'v2' } })
  const remove = (tag: string) => call(host, 'DELETE', `/images/${repo}:${tag}?force=1`)
  t.after(() => Promise.all(['v1', 'v2', 'made'].map(remove)))

  const auth = { username, password }
  await assert.rejects(push(engine, `${repo}:v1`).done(), /no basic auth credentials/)
  const wrong = { username, password: 'open lentils' }
  await assert.rejects(push(engine, `${repo}:v1`, { auth: wrong }).done(), /unauthorized/i)

  const progress = push(engine, `${repo}:v1`, { auth })
  const { items } = await gather(progress)
  assert.ok(items.some(({ id, progressDetail }) => id !== undefined && progressDetail !== undefined))
  const { digest, tags } = await progress.done()
  assert.match(String(digest), /^sha256:[0-9a-f]{64}$/)
  assert.deepEqual(
    tags.map(({ tag }) => tag),
    ['v1'],
  )
  assert.ok(tags[0]!.size > 100)

  await assert.rejects(pull(engine, `${repo}:v1`).done(), /no basic auth credentials/)
  const source = { get: async (host: string) => (host === registry.host ? auth : undefined), all: async () => ({}) }
  await remove('v1')
  assert.equal((await pull(engine, `${repo}:v1`, { auth: source }).done()).digest, digest)
  const again = await pull(engine, `${repo}@${digest}`, { auth }).done()
  assert.match(String(again.status), /up to date|newer image/)

  // A pull without a tag is of 'latest', which does not exist; allTags pulls the pushed ones.
  await assert.rejects(pull(engine, repo, { auth }).done(), (error: EngineError) => error.status === 404)
  assert.equal((await push(engine, repo, { auth, allTags: true }).done()).tags.length, 2)
  await Promise.all([remove('v1'), remove('v2')])
  await pull(engine, repo, { auth, allTags: true }).done()
  for (const tag of ['v1', 'v2']) assert.equal((await call(host, 'GET', `/images/${repo}:${tag}/json`)).status, 200)

  // A base image that needs credentials.
  await Promise.all([remove('v1'), remove('v2')])
  const dockerfile = smallTar('Dockerfile', `FROM ${repo}:v1\n`)
  await assert.rejects(build(engine, dockerfile, { pull: true }).done(), /no basic auth credentials/)
  const registryConfig = { [registry.host]: auth }
  const built = await build(engine, dockerfile, { pull: true, registryConfig, tags: `${repo}:made` }).done()
  assert.match(String(built.imageId), /^sha256:/)

  await assertBrokenPull(engine, `${repo}:broken`, folder)

  await stop()
  await assert.rejects(pull(engine, `${repo}:v1`, { auth }).done(), /connection refused/)
})

/** A pull that fails after it has begun: the registry lost a layer that the Engine does not have. */
async function assertBrokenPull(engine: Engine, name: string, folder: string): Promise<void> {
  const auth = { username, password }
  const { imageId } = await importImage(engine, largeTar(`only-${process.pid}`, 1024 * 1024)).done()
  const [, repo, tag] = /^(.*):(.*)$/.exec(name)!
  await engine.post('/images/{name}/tag', { path: { name: imageId! }, query: { repo, tag } })
  await push(engine, name, { auth }).done()
  await engine.delete('/images/{name}', { path: { name: imageId! }, query: { force: true } })
  const blobs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file))
  const layers = blobs.filter((file) => file.endsWith('/data') && statSync(file).size > 100_000)
  // One of them is busybox's.
  for (const layer of layers) rmSync(layer)
  const { items, error } = await gather(pull(engine, name, { auth }))
  assert.ok(error instanceof EngineError)
  assert.equal(error.code, 'ERR_ENGINE_STREAM')
  assert.match(error.reason, /unknown blob|blob unknown|not found/)
  assert.match(String(items[0]?.status), /^Pulling from/)
  assert.deepEqual(error.records, items)
}
