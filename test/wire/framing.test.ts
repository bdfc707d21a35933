import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHUNKED, framing, keepsAlive, NO_BODY, TUNNEL, UNTIL_CLOSE } from '../../src/wire/framing.ts'
import type { Head } from '../../src/wire/head.ts'
import { HeadParser } from '../../src/wire/head-parser.ts'
import { bytesOf } from '../support/feed.ts'
import { framingVectors, persistenceVectors } from '../vectors/wire/framing.ts'

function head(statusLine: string, fields: readonly string[]): Head {
  const text = `${[statusLine, ...fields].join('\r\n')}\r\n\r\n`
  const parser = new HeadParser()
  assert.equal(parser.push(bytesOf(text), 0, text.length), text.length)
  return parser.head
}

test('the names of the numbers that the vectors use', () => {
  assert.deepEqual([NO_BODY, CHUNKED, UNTIL_CLOSE, TUNNEL], [0, -1, -2, -3])
})

for (const [rule, method, statusLine, fields, expected] of framingVectors) {
  test(`§6.3 rule ${rule}`, () => {
    if (typeof expected === 'number') assert.equal(framing(method, head(statusLine, fields)), expected)
    else assert.throws(() => framing(method, head(statusLine, fields)), { code: expected, blame: 'peer' })
  })
}

for (const [what, statusLine, fields, expected] of persistenceVectors) {
  test(`§9.3 ${what}`, () => assert.equal(keepsAlive(head(statusLine, fields)), expected))
}

test('no message contains a header value', () => {
  for (const [, method, statusLine, fields, expected] of framingVectors) {
    if (typeof expected === 'number') continue
    const secret = fields.map((field) => field.replace(': ', ': s3cret'))
    assert.throws(
      () => framing(method, head(statusLine, secret)),
      (error: Error) => !error.message.includes('s3cret'),
    )
  }
})
