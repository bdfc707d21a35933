// pipe() into files: how many bytes may wait for a file before the stream is held up, for one file and for all of a process.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createWriteStream, statSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { Writable } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { AHEAD_BYTES, FILE_AHEAD_BYTES, FILES_AHEAD_BYTES } from '../../../src/engine/response/outlet.ts'
import { pipeFrames } from '../../../src/engine/response/pipe.ts'
import { frame } from '../../../src/stream/parse/mux.ts'
import { ScriptedSource } from '../../stream/support.ts'
import { localSocket } from '../../support/local-socket.ts'
import { tempDir } from '../../support/temp.ts'
import { threeCases } from '../../support/three-cases.ts'

const PAYLOAD = 32_768
const payload = new Uint8Array(PAYLOAD).fill(0x61)

interface Piped {
  source: ScriptedSource
  /** Payload that was read before the stream was held up. No write has called back by then: all of it is unwritten. */
  ahead: number
  finish(): Promise<void>
}

/** Pipes into `writable`, and reads until the stream is held up, or until `most` bytes were read. */
function pipeUntilHeldUp(writable: Writable, most = Number.POSITIVE_INFINITY): Piped {
  const source = new ScriptedSource()
  const piped = pipeFrames(source, { stdout: writable }, false)
  let ahead = 0
  while (!source.paused && ahead < most) {
    const size = Math.min(PAYLOAD, most - ahead)
    source.read([frame(1, payload.subarray(0, size))])
    ahead += size
  }
  return {
    source,
    ahead,
    finish: () => {
      source.end()
      return piped
    },
  }
}

function pipeToFile(t: TestContext, folder = tempDir(t), name = 'log', most?: number): Piped & { file: string } {
  const file = path.join(folder, name)
  return { ...pipeUntilHeldUp(createWriteStream(file), most), file }
}

threeCases('AHEAD_BYTES', AHEAD_BYTES, async (count, t) => {
  const { path: address } = localSocket(tempDir(t), 'sink.sock')
  const server = net.createServer((socket) => socket.resume())
  server.listen(address)
  await once(server, 'listening')
  t.after(() => server.close())
  const { source, ahead, finish } = pipeUntilHeldUp(net.connect(address), count)
  const fits = !source.paused
  assert.equal(ahead, count)
  await finish()
  return fits
})

threeCases('FILE_AHEAD_BYTES', FILE_AHEAD_BYTES, async (count, t) => {
  const { source, ahead, finish } = pipeToFile(t, undefined, undefined, count)
  const fits = !source.paused
  assert.equal(ahead, count)
  await finish()
  return fits
})

threeCases('FILES_AHEAD_BYTES', FILES_AHEAD_BYTES, async (count, t) => {
  const folder = tempDir(t)
  const own = AHEAD_BYTES + 1
  const others = count - own
  const each = Math.ceil(others / 4)
  const files = [0, 1, 2, 3].map((n) => pipeToFile(t, folder, `log${n}`, Math.min(each, others - n * each)))
  const last = pipeToFile(t, folder, 'last', own)
  assert.deepEqual(
    files.map(({ source }) => source.paused),
    [false, false, false, false],
  )
  const fits = !last.source.paused
  await Promise.all([...files, last].map(({ finish }) => finish()))
  return fits
})

test('a file: 2 MiB, and at most one read more; it goes on once that is written', async (t) => {
  const { source, ahead, file, finish } = pipeToFile(t)
  assert.equal(ahead, FILE_AHEAD_BYTES + PAYLOAD)
  await new Promise<void>((resolve) => {
    source.onResume = resolve
  })
  await finish()
  assert.equal(statSync(file).size, ahead)
})

test('many files: together 4 MiB, beyond that each as much as any other output; all of it again later', async (t) => {
  const folder = tempDir(t)
  const files = Array.from({ length: 12 }, (_, n) => pipeToFile(t, folder, `log${n}`))
  const most = (FILES_AHEAD_BYTES / (FILE_AHEAD_BYTES + PAYLOAD)) | 0
  for (const [n, { ahead }] of files.entries()) {
    if (n < most) assert.equal(ahead, FILE_AHEAD_BYTES + PAYLOAD)
    // One that reaches the sum on its way stops there.
    else if (n > most) assert.equal(ahead, AHEAD_BYTES + PAYLOAD)
  }
  await Promise.all(files.map(({ finish }) => finish()))
  const next = pipeToFile(t)
  assert.equal(next.ahead, FILE_AHEAD_BYTES + PAYLOAD)
  await next.finish()
})

test('files that fail or are destroyed with bytes unwritten: they count no longer', async (t) => {
  const folder = tempDir(t)
  for (let n = 0; n < 8; n++) {
    const missing = createWriteStream(path.join(folder, 'no', 'such', 'folder'))
    const failing = pipeUntilHeldUp(missing)
    await assert.rejects(failing.finish(), { code: 'ERR_OUTPUT' })
    const destroyed = createWriteStream(path.join(folder, `destroyed${n}`))
    const broken = pipeUntilHeldUp(destroyed)
    destroyed.destroy()
    await assert.rejects(broken.finish(), { code: 'ERR_OUTPUT' })
  }
  const next = pipeToFile(t, folder)
  assert.equal(next.ahead, FILE_AHEAD_BYTES + PAYLOAD)
  await next.finish()
})

test('any other Writable holds the stream up when it is full', () => {
  const { ahead } = pipeUntilHeldUp(new Writable({ highWaterMark: 100_000, write() {} }))
  assert.equal(ahead, Math.ceil(100_000 / PAYLOAD) * PAYLOAD)
})
