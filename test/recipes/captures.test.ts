// The responses of five engines to builds, loads, pulls, pushes and imports, byte for byte, read by the recipes; and forms of
// results that no capture shows.

import assert from 'node:assert/strict'
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
import { capturedEngines, findCapture } from '../support/captures.ts'
import { chunkedResponse, gather, respondWith, scripted } from './support.ts'

/** The response in the capture of that name, without its number; undefined when that engine has none. */
function capture(engine: string, name: string): Buffer | undefined {
  return findCapture(engine, name)?.response
}

const failures: [string, (engine: Engine) => Promise<unknown>, RegExp][] = [
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
for (const engine of capturedEngines) {
  for (const [name, act, words] of failures) {
    const bytes = capture(engine, name)
    if (bytes === undefined) continue
    played++
    test(`${engine}, ${name}: the error has the daemon's message`, async (t) => {
      const scene = await scripted(t, respondWith(bytes))
      await assert.rejects(act(scene.engine), (error: unknown) => {
        assert.ok(error instanceof EngineError, String(error))
        assert.match(error.reason, words)
        return true
      })
    })
  }

  test(`${engine}: a build's image id`, async (t) => {
    const scene = await scripted(t, respondWith(capture(engine, 'build-ok')!))
    assert.match(String((await build(scene.engine, 'tar').done()).imageId), /^sha256:[0-9a-f]{64}$/)
  })

  test(`${engine}: events and stats`, async (t) => {
    const past = await scripted(t, respondWith(capture(engine, 'events-until')!))
    for (const event of (await gather(events(past.engine))).items) {
      assert.equal(typeof event.Action, 'string')
      assert.equal(typeof event.Actor.ID, 'string')
      assert.ok(Math.abs(event.timeNano / 1e9 - event.time) < 2)
    }
    const live = await scripted(t, respondWith(capture(engine, 'stats-stream')!))
    const { value } = await stats(live.engine, 'c').next()
    assert.ok(value!.cpu_stats.cpu_usage.total_usage > 0)
    const one = await scripted(t, respondWith(capture(engine, 'stats-oneshot')!))
    assert.ok((await statsOnce(one.engine, 'c', { oneShot: true })).cpu_stats.cpu_usage.total_usage > 0)
  })
}

test('enough captures exist', () => assert.ok(played >= 25, `${played} played`))

const hex = '0123456789abcdef'.repeat(4)

const results: [string, string[], (engine: Engine) => Promise<unknown>, unknown][] = [
  [
    'a Podman load of several images',
    ['{"stream":"Loaded image(s): a:1,b:2\\n"}\n'],
    (e) => load(e, 'tar').done(),
    { images: ['a:1', 'b:2'] },
  ],
  [
    'a load of an image without a name',
    [`{"stream":"Loaded image ID: sha256:${hex}\\n"}\n`],
    (e) => load(e, 'tar').done(),
    { images: [`sha256:${hex}`] },
  ],
  ['a Podman import', [`{"status":"${hex}"}\n`], (e) => importImage(e, 'tar').done(), { imageId: `sha256:${hex}` }],
  [
    'a BuildKit build',
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
  ['a pull without records', [], (e) => pull(e, 'a').done(), { digest: undefined, status: undefined }],
  [
    'a load of two untagged images in one record',
    [`{"stream":"Loaded image ID: sha256:${hex}\\nLoaded image ID: sha256:${'2'.repeat(64)}\\n"}\n`],
    (e) => load(e, 'tar').done(),
    { images: [`sha256:${hex}`, `sha256:${'2'.repeat(64)}`] },
  ],
  [
    'a build with several lines in one record, without aux',
    ['{"stream":"Step 1/1 : FROM a\\r\\n ---> x\\nSuccessfully built 0123456789ab\\nSuccessfully tagged a:b\\n"}\n'],
    (e) => build(e, '').done(),
    { imageId: '0123456789ab' },
  ],
  [
    'a quiet build with a line before its id',
    [`{"stream":"warning\\nsha256:${hex}\\n"}\n`],
    (e) => build(e, '').done(),
    { imageId: `sha256:${hex}` },
  ],
  [
    'an import with several lines in one record',
    [`{"status":"Importing\\nsha256:${hex}\\n"}\n`],
    (e) => importImage(e, 'tar').done(),
    { imageId: `sha256:${hex}` },
  ],
  [
    'a pull with several lines in one record',
    [`{"status":"Digest: sha256:${hex}\\nStatus: Downloaded newer image for a:latest"}\n`],
    (e) => pull(e, 'a').done(),
    { digest: `sha256:${hex}`, status: 'Downloaded newer image for a:latest' },
  ],
  [
    'a push to the containerd image store, which has no aux',
    [`{"status":"latest: digest: sha256:${hex} size: 525"}\n`],
    (e) => push(e, 'a').done(),
    { digest: `sha256:${hex}`, tags: [{ tag: 'latest', digest: `sha256:${hex}`, size: 525 }] },
  ],
  [
    'a push that reports its tags in lines and in aux, each once',
    [
      `{"status":"1: digest: sha256:${hex} size: 5\\n2: digest: sha256:${hex} size: 6"}\n`,
      `{"progressDetail":{},"aux":{"Tag":"2","Digest":"sha256:${hex}","Size":6}}\n`,
      '{"status":"3: digest: sha256:short size: 6"}\n',
      `{"id":"layer","status":"4: digest: sha256:${hex} size: 6"}\n`,
    ],
    (e) => push(e, 'a').done(),
    {
      digest: `sha256:${hex}`,
      tags: [
        { tag: '1', digest: `sha256:${hex}`, size: 5 },
        { tag: '2', digest: `sha256:${hex}`, size: 6 },
      ],
    },
  ],
]

for (const [name, records, act, result] of results) {
  test(`the result of ${name}`, async (t) => {
    const { engine } = await scripted(t, respondWith(chunkedResponse(...records)))
    assert.deepEqual(await act(engine), result)
  })
}

test('a stream of records can be unreferenced, and closed with throw()', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse('{"a":1}\n{"a":2}\n').subarray(0, -5)))
  const stream = await events(engine).ready()
  assert.equal(stream.unref().ref(), stream)
  assert.deepEqual((await stream.next()).value, { a: 1 })
  const error = new Error('enough')
  await assert.rejects(stream.throw(error), error)
  assert.deepEqual(await stream.next(), { value: undefined, done: true })
})
