// What five engines answered to builds, loads, pulls, pushes and imports, byte for byte, read by the recipes; and the ways in
// which engines tell a result that no capture shows.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import {
  build,
  type Engine,
  EngineError,
  events,
  importImage,
  load,
  pull,
  push,
  stats,
  statsOnce,
} from '../../src/index.ts'
import { root } from '../support/root.ts'
import { answer, answering, gather, scripted } from './support.ts'

const folder = path.join(root, 'test/vectors/engines')

/** The capture of that name, without its number; undefined where that engine has none. */
function capture(engine: string, name: string): Buffer | undefined {
  const file = readdirSync(path.join(folder, engine)).find((file) => file.replace(/^\d+-/, '') === `${name}.res`)
  return file === undefined ? undefined : readFileSync(path.join(folder, engine, file))
}

const refusals: [string, (engine: Engine) => Promise<unknown>, RegExp][] = [
  ['build-fail', (e) => build(e, 'tar').done(), /non-zero code: 3|exit status 3/],
  ['build-bad-dockerfile', (e) => build(e, 'tar').done(), /FRUM|FROM/],
  ['image-load-bad', (e) => load(e, 'tar').done(), /unexpected EOF|supported image formats/],
  ['image-import-bad', (e) => importImage(e, 'tar').done(), /unexpected EOF/],
  ['image-pull-nope', (e) => pull(e, '127.0.0.1:9/nope').done(), /connection refused/],
  [
    'image-push-nope',
    (e) => push(e, 'busybox:nope').done(),
    /no such host|not known|does not exist|connection|timeout/,
  ],
]

let played = 0
for (const engine of readdirSync(folder)) {
  for (const [name, act, words] of refusals) {
    const bytes = capture(engine, name)
    if (bytes === undefined) continue
    played++
    test(`${engine}, ${name}: the daemon's words`, async (t) => {
      const scene = await scripted(t, answering(bytes))
      await assert.rejects(act(scene.engine), (error: unknown) => {
        assert.ok(error instanceof EngineError, String(error))
        assert.match(error.reason, words)
        return true
      })
    })
  }

  test(`${engine}: a build's image`, async (t) => {
    const scene = await scripted(t, answering(capture(engine, 'build-ok')!))
    assert.match(String((await build(scene.engine, 'tar').done()).imageId), /^sha256:[0-9a-f]{64}$/)
  })

  test(`${engine}: events and stats`, async (t) => {
    const past = await scripted(t, answering(capture(engine, 'events-until')!))
    for (const event of (await gather(events(past.engine))).items) {
      assert.equal(typeof event.Action, 'string')
      assert.equal(typeof event.Actor.ID, 'string')
      assert.ok(Math.abs(event.timeNano / 1e9 - event.time) < 2)
    }
    const live = await scripted(t, answering(capture(engine, 'stats-stream')!))
    const { value } = await stats(live.engine, 'c').next()
    assert.ok(value!.cpu_stats.cpu_usage.total_usage > 0)
    const one = await scripted(t, answering(capture(engine, 'stats-oneshot')!))
    assert.ok((await statsOnce(one.engine, 'c', { oneShot: true })).cpu_stats.cpu_usage.total_usage > 0)
  })
}

test('the captures are there', () => assert.ok(played >= 25, `${played} played`))

const hex = '0123456789abcdef'.repeat(4)

const results: [string, string[], (engine: Engine) => Promise<unknown>, unknown][] = [
  [
    'Podman of several images',
    ['{"stream":"Loaded image(s): a:1,b:2\\n"}\n'],
    (e) => load(e, 'tar').done(),
    { images: ['a:1', 'b:2'] },
  ],
  [
    'an image without a name',
    [`{"stream":"Loaded image ID: sha256:${hex}\\n"}\n`],
    (e) => load(e, 'tar').done(),
    { images: [`sha256:${hex}`] },
  ],
  ['Podman of an import', [`{"status":"${hex}"}\n`], (e) => importImage(e, 'tar').done(), { imageId: `sha256:${hex}` }],
  [
    'BuildKit',
    [`{"id":"moby.image.id","aux":{"ID":"sha256:${hex}"}}\n`],
    (e) => build(e, '').done(),
    { imageId: `sha256:${hex}` },
  ],
  [
    'a BuildKit trace',
    ['{"id":"moby.buildkit.trace","aux":"CmgK"}\n'],
    (e) => build(e, '').done(),
    { imageId: undefined },
  ],
  ['a pull that says nothing', [], (e) => pull(e, 'a').done(), { digest: undefined, status: undefined }],
  [
    'records that are none',
    ['null\n5\n"x"\n[]\n{"status":7,"aux":7,"stream":7}\n'],
    (e) => push(e, 'a').done(),
    { digest: undefined, tags: [] },
  ],
]

for (const [name, records, act, result] of results) {
  test(`the result of ${name}`, async (t) => {
    const { engine } = await scripted(t, answering(answer(...records)))
    assert.deepEqual(await act(engine), result)
  })
}

test('a stream of records can be unreferenced, and ended with an error', async (t) => {
  const { engine } = await scripted(t, answering(answer('{"a":1}\n{"a":2}\n').subarray(0, -5)))
  const stream = await events(engine).ready()
  assert.equal(stream.unref().ref(), stream)
  assert.deepEqual((await stream.next()).value, { a: 1 })
  const error = new Error('enough')
  await assert.rejects(stream.throw(error), error)
  assert.deepEqual(await stream.next(), { value: undefined, done: true })
})
