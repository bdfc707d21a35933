import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '../../src/bytes.ts'
import { DIGIT, FIELD, HEX, LOWER, TCHAR, withoutOws } from '../../src/wire/ascii.ts'

test('each table has each of the 256 bytes where its grammar puts it', () => {
  for (let byte = 0; byte < 256; byte++) {
    const char = String.fromCharCode(byte)
    assert.equal(TCHAR[byte], /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(char) ? 1 : 0, `TCHAR ${hex(byte)}`)
    assert.equal(FIELD[byte], /[\t\x20-\x7e\x80-\xff]/.test(char) ? 1 : 0, `FIELD ${hex(byte)}`)
    assert.equal(DIGIT[byte], /[0-9]/.test(char) ? Number(char) : -1, `DIGIT ${hex(byte)}`)
    assert.equal(HEX[byte], /[0-9A-Fa-f]/.test(char) ? Number.parseInt(char, 16) : -1, `HEX ${hex(byte)}`)
    assert.equal(LOWER[byte], /[A-Z]/.test(char) ? char.toLowerCase().charCodeAt(0) : byte, `LOWER ${hex(byte)}`)
  }
  for (const table of [TCHAR, FIELD, DIGIT, HEX, LOWER]) assert.equal(table.length, 256)
})

test('withoutOws takes SP and HTAB from both ends, and nothing else', () => {
  assert.equal(withoutOws('x \t a b\xa0 \ty', 1, 9), 'a b\xa0')
  assert.equal(withoutOws(' \t ', 0, 3), '')
  assert.equal(withoutOws('', 0, 0), '')
  assert.equal(withoutOws('abc', 1, 2), 'b')
})
