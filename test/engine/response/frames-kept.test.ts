// frames() of large reads from a socket: a frame that is kept never changes, and one that is changed changes no other.

import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { logOf, serveLog } from './kept-kit.ts'

const SIZES = {
  'large frames': [16_384],
  'small frames': [1000, 64, 300],
  'frames of all sizes': [16_384, 16_384, 64, 1000, 16_384, 5000, 1, 30_000, 70_000],
}

for (const [name, sizes] of Object.entries(SIZES)) {
  for (const slow of [false, true]) {
    test(`${name}, ${slow ? 'a consumer that falls behind' : 'a consumer that keeps up'}`, async (t) => {
      const log = logOf(sizes, 3_000_000)
      const { request } = await serveLog(t, log)
      const kept: { stderr: boolean; data: Uint8Array }[] = []
      const copies: Buffer[] = []
      for await (const { stream, data } of (await request()).frames()) {
        kept.push({ stderr: stream === 'stderr', data })
        if (slow && kept.length % 7 === 0) await turn()
      }
      for await (const { data } of (await request()).frames()) {
        copies.push(Buffer.from(data))
        data.fill(0xee)
        if (slow && copies.length % 7 === 0) await turn()
      }
      const of = (stderr: boolean) => Buffer.concat(kept.filter((one) => one.stderr === stderr).map(({ data }) => data))
      assert.ok(log.stdout.equals(of(false)))
      assert.ok(log.stderr.equals(of(true)))
      assert.ok(Buffer.concat(copies).equals(Buffer.concat(kept.map(({ data }) => data))))
    })
  }
}
