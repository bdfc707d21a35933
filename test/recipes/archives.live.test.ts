// Copies in and out of a container of a real Engine: many megabytes with flat memory and the same hash, and the Engine's own
// message for a missing path and a full disk while the archive is still being sent.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { type TestContext } from 'node:test'
import v8 from 'node:v8'
import vm from 'node:vm'
import { connect, copyFrom, copyTo, type EngineError, exportContainer, importImage, statPath } from '../../src/index.ts'
import { call, callJson } from '../live/call.ts'
import { holdings } from '../support/handles.ts'
import { liveBody, liveEngine, liveLabels } from '../support/live.ts'
import { repeated } from '../support/soak.ts'
import { largeTar, readTar, smallTar } from './tar.ts'

const { host, skip } = liveEngine()
/** The size of a large file. */
const MIB = repeated({ soak: 512, whole: 512, usually: 96 })

/** A created container. It need not run for copies from and to it. */
async function container(t: TestContext, more: object = {}): Promise<string> {
  const body = liveBody({ Image: 'busybox:latest', Cmd: ['true'], ...more })
  const { Id } = await callJson<{ Id: string }>(host, 'POST', '/containers/create', body)
  t.after(() => call(host, 'DELETE', `/containers/${Id}?force=1&v=1`))
  return Id
}

/** Bytes that are reachable: garbage that is not collected yet says nothing about what is held. */
function livingBytes(): number {
  v8.setFlagsFromString('--expose-gc')
  vm.runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Runs `use`, which calls its argument at every read or piece, and resolves with the largest growth, in bytes. */
async function growth(use: (look: () => void) => Promise<void>): Promise<number> {
  const before = livingBytes()
  let most = before
  let next = performance.now() + 100
  await use(() => {
    if (performance.now() < next) return
    most = Math.max(most, livingBytes())
    next = performance.now() + 200
  })
  return Math.max(most, livingBytes()) - before
}

test(`${MIB} MiB copied in and out again: the same hash, and memory stays flat`, { skip }, async (t) => {
  const size = MIB * 1024 * 1024
  const engine = connect(host)
  t.after(() => engine.close())
  const id = await container(t)
  const sent = createHash('sha256')
  const up = await growth(async (look) => {
    async function* tar() {
      for await (const piece of largeTar('large', size, sent)) {
        look()
        yield piece
      }
    }
    await copyTo(engine, id, '/root', tar())
  })
  const stat = await statPath(engine, id, '/root/large')
  assert.deepEqual([stat.name, stat.size, stat.type, stat.permissions], ['large', size, 'file', 0o644])
  assert.equal(stat.mtime.getTime(), 1_700_000_000_000)
  const received = createHash('sha256')
  const down = await growth(async (look) => {
    const copied = await copyFrom(engine, id, '/root/large')
    assert.deepEqual(copied.stat, stat)
    assert.equal(await readTar(copied.tar.source, received, look), size)
  })
  assert.equal(received.digest('hex'), sent.digest('hex'))
  t.diagnostic(`reachable memory grew by ${(up / 1e6).toFixed(1)} MB sending, ${(down / 1e6).toFixed(1)} MB receiving`)
  assert.ok(up < 16e6, `${up} bytes more while sending`)
  assert.ok(down < 16e6, `${down} bytes more while receiving`)
})

test('a missing path is reported while the archive is being sent, and leaves nothing open', { skip }, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  const id = await container(t)
  await statPath(engine, id, '/')
  const settled = holdings()
  for (let i = 0; i < 20; i++) {
    const size = 65_536 * (i % 4 === 0 ? 1 : 1024)
    await assert.rejects(copyTo(engine, id, '/no/such/folder', largeTar('large', size)), (error: EngineError) => {
      assert.deepEqual([error.code, error.status], ['ERR_ENGINE', 404])
      assert.match(error.reason, /\/no\/such\/folder/)
      return true
    })
  }
  await assert.rejects(copyFrom(engine, id, '/no/such/file'), { code: 'ERR_ENGINE', status: 404 })
  await assert.rejects(statPath(engine, id, '/no/such/file'), { code: 'ERR_ENGINE', status: 404 })
  await assert.rejects(copyTo(engine, 'no-such-container', '/', largeTar('x', 65_536 * 64)), { status: 404 })
  await settled()
})

test('a full disk is reported while the archive is being sent', { skip }, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  const Name = `small-${process.pid}`
  const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }
  await callJson(host, 'POST', '/volumes/create', { Name, Driver: 'local', DriverOpts, Labels: liveLabels() })
  const id = await container(t, { HostConfig: { Binds: [`${Name}:/small`] } })
  // Runs after the container's removal: hooks run in the order of their registration.
  t.after(() => call(host, 'DELETE', `/volumes/${Name}?force=1`))
  for (let i = 0; i < 5; i++) {
    await assert.rejects(copyTo(engine, id, '/small', largeTar('large', 64 * 1024 * 1024)), (error: EngineError) => {
      assert.equal(error.code, 'ERR_ENGINE')
      assert.match(error.reason, /no space left on device/)
      return true
    })
  }
})

test('with noOverwriteDirNonDir a file does not replace a folder', { skip }, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  const id = await container(t)
  await assert.rejects(copyTo(engine, id, '/', smallTar('tmp', 'x'), { noOverwriteDirNonDir: true }), {
    code: 'ERR_ENGINE',
  })
  assert.equal((await statPath(engine, id, '/tmp')).type, 'directory')
})

test('statPath: a folder, a symlink, a sticky bit', { skip }, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  const id = await container(t)
  assert.equal((await statPath(engine, id, '/etc')).type, 'directory')
  assert.equal((await statPath(engine, id, '/tmp')).permissions, 0o1777)
  const link = await statPath(engine, id, '/bin/sh')
  assert.deepEqual([link.type, link.permissions], ['symlink', 0o777])
  assert.match(link.linkTarget, /busybox$/)
})

test('an exported container can be imported as an image', { skip }, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  const id = await container(t)
  await copyTo(engine, id, '/root', smallTar('note', 'kept'))
  const tar = await exportContainer(engine, id)
  const { imageId } = await importImage(engine, tar, { changes: ['CMD ["true"]', 'LABEL fairlead.test=image'] }).done()
  assert.match(String(imageId), /^sha256:[0-9a-f]{64}$/)
  t.after(() => call(host, 'DELETE', `/images/${imageId}?force=1`))
  const made = await container(t, { Image: imageId })
  assert.equal((await statPath(engine, made, '/root/note')).size, 4)
})
