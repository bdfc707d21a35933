// The limits of recent heads, each at, below and above.

import assert from 'node:assert/strict'
import type { Head } from '../../src/wire/head.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { KEPT_BYTES, KEPT_HEADS, RecentHeads } from '../../src/wire/recent-heads.ts'
import { bytesOf } from '../support/feed.ts'
import { threeCases } from '../support/three-cases.ts'

/** A head of so many bytes. */
function headOf(length: number): Head {
  const parser = new HeadParser()
  const line = 'HTTP/1.1 200 OK\r\nX: '
  const text = `${line.padEnd(length - 4, 'x')}\r\n\r\n`
  assert.equal(parser.push(bytesOf(text), 0, length), length)
  return parser.head
}

const isKept = (recent: RecentHeads, { text }: Head): boolean =>
  recent.find(bytesOf(text), 0, text.length) !== undefined

threeCases('KEPT_HEADS', KEPT_HEADS, (count) => {
  const recent = new RecentHeads()
  const heads = Array.from({ length: count }, (_, at) => headOf(40 + at))
  for (const head of heads) recent.keep(head)
  assert.equal(heads.filter((head) => isKept(recent, head)).length, Math.min(count, KEPT_HEADS))
  return isKept(recent, heads[0]!)
})

threeCases('KEPT_BYTES', KEPT_BYTES, (count) => {
  const recent = new RecentHeads()
  const head = headOf(count)
  recent.keep(head)
  return isKept(recent, head)
})
