// What a silent log of a tail() keeps of memory, its connection included: hundreds of them may be followed at once.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { variant } from '../../support/soak.ts'
import { FleetPeer } from './fleet-peer.ts'

const child = fileURLToPath(new URL('idle-memory-child.js', import.meta.url))
const CONTAINERS = 300
const LINES = 21
/** Bytes of each: a connection has 2,100, and what is known of the container and its place the rest. */
const MOST_BYTES = 6_000

for (const maxSize of [undefined, '10m']) {
  const title = maxSize === undefined ? 'a log that does not rotate' : 'a log that rotates'
  const skip = maxSize === undefined && variant
  test(`${title}: ${CONTAINERS} silent ones keep less than ${MOST_BYTES} bytes each`, { skip }, async (t) => {
    const peer = await FleetPeer.start(t)
    for (let at = 0; at < CONTAINERS; at++) {
      const container = peer.run(`idle-${at}`, maxSize === undefined ? {} : { maxSize })
      for (let line = 0; line < LINES; line++) peer.write(container, `line ${line} of a container that falls silent`)
    }
    // A small young generation: its rest would count as kept.
    const args = [
      '--expose-gc',
      '--max-semi-space-size=1',
      '--no-opt',
      child,
      peer.host,
      String(CONTAINERS),
      String(LINES),
    ]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
    t.diagnostic(`${stdout} bytes each`)
    assert.ok(Number(stdout) < MOST_BYTES, `${stdout} bytes`)
  })
}
