// Megabytes in lines of 1 to 20,000 bytes on both outputs, through every way to read frames: byte for byte what the container
// wrote, read afterwards and followed live (by all readers of one container at the same time).

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import type { FrameResponse } from '../../src/index.ts'
import type { Lab, OpenLab } from './lab.ts'
import { type Digest, Digester, pourDigest } from './stream-data.ts'

/** The Engine's own log driver, without rotation. */
const WHOLE_LOG = { LogConfig: { Type: 'json-file', Config: {} } }

/** Reads a whole log; calls `began` when the first bytes have arrived. */
type Reader = (response: FrameResponse, began: () => void) => Promise<Digest>

const readers: Record<string, Reader> = {
  async 'frames()'(response, began) {
    const digester = new Digester()
    for await (const { stream, data } of response.frames()) {
      began()
      digester.add(stream as 'stdout' | 'stderr', data)
    }
    return digester.digest()
  },
  async 'pipe()'(response, began) {
    const digester = new Digester()
    const sink = (kind: 'stdout' | 'stderr') =>
      new Writable({
        write(chunk: Buffer, _, done) {
          began()
          digester.add(kind, chunk)
          done()
        },
      })
    await response.pipe({ stdout: sink('stdout'), stderr: sink('stderr') })
    return digester.digest()
  },
  async 'onFrame()'(response, began) {
    const digester = new Digester()
    await response.onFrame((kind, bytes, start, end) => {
      began()
      digester.add(kind === 1 ? 'stdout' : 'stderr', bytes.subarray(start, end))
    })
    return digester.digest()
  },
}

async function launchPour(lab: Lab): Promise<string> {
  const id = await lab.create('pour', { hostConfig: WHOLE_LOG })
  await lab.target.fill?.(lab.engine, id)
  await lab.start(id)
  return id
}

export function pourTests(open: OpenLab): void {
  test('followed live and read afterwards, by every reader', async (t) => {
    const lab = open(t)
    const id = await launchPour(lab)
    const expected = pourDigest()
    await t.test('followed live', async () => {
      const begun: Promise<void>[] = []
      const followed = Object.entries(readers).map(async ([name, read]) => {
        const response = lab.logs(id, { follow: true })
        let began = () => {}
        begun.push(
          new Promise((resolve) => {
            began = resolve
          }),
        )
        return [name, await read(await response, () => began())] as const
      })
      await Promise.all(begun)
      await lab.open(id)
      for (const [name, digest] of await Promise.all(followed)) assert.deepEqual(digest, expected, name)
    })
    assert.equal(await lab.exitCode(id), 0)
    for (const [name, read] of Object.entries(readers)) {
      await t.test(`${name} afterwards`, async () => {
        assert.deepEqual(await read(await lab.logs(id), () => undefined), expected)
      })
    }
    assert.equal(lab.engine.connections.busy, 0)
  })
}
