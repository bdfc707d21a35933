// How much of a body a stream of Node's, and one of the web, keeps unread, at, below and above the limit.

import assert from 'node:assert/strict'
import { HIGH_WATER_BYTES } from '../../../src/adapters/streams/web-read-end.ts'
import { readable } from '../../../src/node.ts'
import { readable as webReadable } from '../../../src/web.ts'
import { turns } from '../../engine/kit.ts'
import { ScriptedSource } from '../../stream/support.ts'
import { threeCases } from '../../support/three-cases.ts'

threeCases('HIGH_WATER_BYTES', HIGH_WATER_BYTES - 1, async (count, t) => {
  const sources = [new ScriptedSource(), new ScriptedSource()]
  const node = readable(sources[0]!)
  const reader = webReadable(sources[1]!).getReader()
  t.after(() => node.destroy())
  // The first byte is read, and starts the source.
  node.once('readable', () => node.read())
  const first = reader.read()
  await turns()
  for (const source of sources) source.read([new Uint8Array(1)])
  await first
  await turns()
  for (const source of sources) source.read([new Uint8Array(count)])
  await turns()
  assert.equal(sources[0]!.paused, sources[1]!.paused)
  return !sources[0]!.paused
})
