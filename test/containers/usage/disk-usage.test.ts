// diskUsage() over both shapes of the response, and the response of five engines as captured.

import assert from 'node:assert/strict'
import test from 'node:test'
import { diskUsage, diskUsageOf } from '../../../src/containers/usage/disk-usage.ts'
import { chunkedResponse, respondWith, scripted } from '../../recipes/support.ts'
import { capturedEngines, findCapture } from '../../support/captures.ts'

const NOTHING = { total: 0, active: 0, size: 0, reclaimable: 0 }

const OLD = {
  LayersSize: 1000,
  Images: [
    { Containers: 2, Size: 500, SharedSize: 200 },
    { Containers: 0, Size: 400, SharedSize: 200 },
    { Containers: 1, Size: 100, SharedSize: -1 },
    { Containers: -1, Size: 50, SharedSize: 10 },
  ],
  Containers: [
    { State: 'running', SizeRw: 10 },
    { State: 'paused' },
    { State: 'exited', SizeRw: 30 },
    { State: 'created' },
  ],
  Volumes: [
    { UsageData: { Size: 100, RefCount: 1 } },
    { UsageData: { Size: 60, RefCount: 0 } },
    { UsageData: { Size: -1, RefCount: 0 } },
    { UsageData: null },
  ],
  BuildCache: [
    { Size: 7, InUse: true, Shared: false },
    { Size: 20, InUse: false, Shared: false },
    { Size: 999, InUse: false, Shared: true },
  ],
}
const SUMS = {
  images: { total: 4, active: 2, size: 1000, reclaimable: 1000 - 300 - 40 },
  containers: { total: 4, active: 2, size: 40, reclaimable: 30 },
  volumes: { total: 4, active: 1, size: 160, reclaimable: 60 },
  buildCache: { total: 3, active: 1, size: 27, reclaimable: 20 },
}

test('before API 1.52: the sums are made of the lists', () => {
  assert.deepEqual(diskUsageOf(OLD as never), SUMS)
})

const NEW = {
  ImageUsage: { TotalCount: 3, ActiveCount: 1, TotalSize: 900, Reclaimable: 400 },
  ContainerUsage: { TotalCount: 2, TotalSize: 5, Reclaimable: 5 },
  VolumeUsage: {},
  BuildCacheUsage: { TotalCount: 9, ActiveCount: 9, TotalSize: 1, Reclaimable: 0 },
}
const NEW_SUMS = {
  images: { total: 3, active: 1, size: 900, reclaimable: 400 },
  containers: { total: 2, active: 0, size: 5, reclaimable: 5 },
  volumes: NOTHING,
  buildCache: { total: 9, active: 9, size: 1, reclaimable: 0 },
}

test('since API 1.52: the sums are the Engine’s; those of a response with both shapes, too', () => {
  assert.deepEqual(diskUsageOf(NEW as never), NEW_SUMS)
  assert.deepEqual(diskUsageOf({ ...OLD, ...NEW } as never), NEW_SUMS)
})

test('lists that are null or missing are empty; a size of layers that is unknown frees nothing', () => {
  const nothing = { images: NOTHING, containers: NOTHING, volumes: NOTHING, buildCache: NOTHING }
  assert.deepEqual(diskUsageOf({ Images: null, Volumes: null, BuildCache: null } as never), nothing)
  assert.deepEqual(diskUsageOf({ LayersSize: 0, Images: OLD.Images } as never).images, {
    total: 4,
    active: 2,
    size: 0,
    reclaimable: 0,
  })
})

let played = 0
for (const name of capturedEngines) {
  const found = findCapture(name, 'df')
  if (found === undefined) continue
  played++
  test(`${name}: its captured response`, async (t) => {
    const { engine } = await scripted(t, respondWith(found.response))
    const { images, containers } = await diskUsage(engine)
    assert.ok(images.total > 0 && images.active <= images.total && images.reclaimable <= images.size)
    assert.ok(containers.total > 0 && containers.active < containers.total)
    assert.ok(containers.size > 0 && containers.reclaimable <= containers.size)
  })
}

test('there are captures to play', () => assert.ok(played > 0))

test('a response that is no object is the peer’s error', async (t) => {
  const { engine } = await scripted(t, respondWith(chunkedResponse('[]')))
  await assert.rejects(diskUsage(engine), { code: 'ERR_RECORD_SYNTAX' })
  await assert.rejects(diskUsage(engine, { sinal: undefined, signl: 1 } as never), { code: 'ERR_OPTION' })
})
