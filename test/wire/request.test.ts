import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field, requestLine } from '../../src/wire/request.ts'

const syntaxError = { code: 'ERR_REQUEST_SYNTAX', blame: 'caller' }

test('valid input is written unchanged', () => {
  assert.equal(requestLine('GET', '/x'), 'GET /x HTTP/1.1\r\n')
  assert.equal(requestLine('M-SEARCH', '*'), 'M-SEARCH * HTTP/1.1\r\n')
  assert.equal(
    requestLine('POST', '/v1.41/a?b=%7B%22c%22%7D&d=~!$'),
    'POST /v1.41/a?b=%7B%22c%22%7D&d=~!$ HTTP/1.1\r\n',
  )
  assert.equal(field('Host', ''), 'Host: \r\n')
  assert.equal(field('X-Registry-Auth', 'e30='), 'X-Registry-Auth: e30=\r\n')
  assert.equal(field('a', 'b \t c\xe9\xff'), 'a: b \t c\xe9\xff\r\n')
  assert.equal(field('a', 'b'), 'a: b\r\n')
})

test('each char from 0 to 0x17F in a method, target, name or value: written if its grammar has it, else an error', () => {
  for (let code = 0; code < 0x180; code++) {
    const char = String.fromCharCode(code)
    const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/.test(char)
    const target = /^[\x21-\x7e]$/.test(char)
    const value = /^[\t\x20-\x7e\x80-\xff]$/.test(char)
    const check = (fit: boolean, write: () => string, written: string) =>
      fit ? assert.equal(write(), written) : assert.throws(write, syntaxError, `0x${code.toString(16)} in ${written}`)
    for (const [before, after] of [
      ['a', 'b'],
      ['', 'b'],
      ['a', ''],
    ] as const) {
      const text = before + char + after
      check(token, () => requestLine(text, '/'), `${text} / HTTP/1.1\r\n`)
      check(target, () => requestLine('GET', text), `GET ${text} HTTP/1.1\r\n`)
      check(token, () => field(text, 'v'), `${text}: v\r\n`)
      const stripped = (char === ' ' || char === '\t') && (before === '' || after === '')
      check(value && !stripped, () => field('n', text), `n: ${text}\r\n`)
    }
  }
})

test('an empty method, target or name is an error', () => {
  assert.throws(() => requestLine('', '/'), syntaxError)
  assert.throws(() => requestLine('GET', ''), syntaxError)
  assert.throws(() => field('', 'v'), syntaxError)
  assert.throws(() => field('n', ' '), syntaxError)
})

test('injection attempts are errors; the message says where, but not what', () => {
  const attempts: [write: () => string, where: RegExp][] = [
    [() => requestLine('GET / HTTP/1.1\r\nX: y\r\n\r\nGET', '/'), /request method.*0x20 at index 3/],
    [() => requestLine('GET', '/ HTTP/1.1\r\nX: y'), /request target.*0x20 at index 1/],
    [() => requestLine('GET', '/a\r\nX: y'), /request target.*0x0d at index 2/],
    [() => requestLine('GET', '/\u0120HTTP'), /request target.*0x120 at index 1/],
    [() => field('A: b\r\nC', 'd'), /header name.*0x3a at index 1/],
    [() => field('A', 's3cret\r\nX: y'), /value of the header A .*0x0d at index 6/],
    [() => field('A', 's3cret\nX: y'), /value of the header A .*0x0a at index 6/],
    [() => field('A', 's3cret\0'), /value of the header A .*0x00 at index 6/],
    // Written as latin1, U+010D would become CR and U+010A LF.
    [() => field('A', 's3cret\u010d\u010aX: y'), /value of the header A .*0x10d at index 6/],
    [() => field('A', 's3cret '), /value of the header A .*index 6/],
    [() => field('A', '\ts3cret'), /value of the header A .*index 0/],
  ]
  for (const [write, where] of attempts) {
    assert.throws(write, (error: Error & { code: string }) => {
      assert.equal(error.code, 'ERR_REQUEST_SYNTAX')
      assert.match(error.message, where)
      assert.doesNotMatch(error.message, /s3cret/)
      return true
    })
  }
})
