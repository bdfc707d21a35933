// The length of a fetch's body that is read at once, at, below and above it, at the wire.

import assert from 'node:assert/strict'
// The limit is this one.
import { HIGH_WATER_BYTES as SHORT_BYTES } from '../../../src/adapters/streams/web-read-end.ts'
import { turns } from '../../engine/kit.ts'
import { threeCases } from '../../support/three-cases.ts'
import { stage } from './helpers.ts'

// One that is read at once leaves its connection to the next call, although nobody reads the body.
threeCases('SHORT_BYTES', SHORT_BYTES, async (count, t) => {
  const body = 'x'.repeat(count)
  const { fetch, engine } = await stage(t, (wire) =>
    wire.answerAll(`HTTP/1.1 200 OK\r\nContent-Length: ${count}\r\n\r\n${body}`),
  )
  const response = await fetch('/x')
  await turns(100)
  const isRead = engine.connections.idle === 1
  assert.equal(await response.text(), body)
  return isRead
})
