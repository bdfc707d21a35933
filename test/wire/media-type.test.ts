// One parser for Content-Type, which ignores case, parameters and white space (RFC 9110 §8.3.1).

import assert from 'node:assert/strict'
import test from 'node:test'
import { isJsonType, isPageType, mediaType } from '../../src/wire/media-type.ts'

const table: [field: string | undefined, type: string, isJson: boolean, isPage: boolean][] = [
  ['application/json', 'application/json', true, false],
  ['Application/JSON;charset=utf-8', 'application/json', true, false],
  [' application/json\t; charset=utf-8', 'application/json', true, false],
  ['application/json, application/json', 'application/json', true, false],
  ['application/vnd.oci.image.index.v1+JSON', 'application/vnd.oci.image.index.v1+json', true, false],
  ['application/jsonl', 'application/jsonl', false, false],
  ['application/json-seq', 'application/json-seq', false, false],
  ['Text/HTML ; charset="a;b"', 'text/html', false, true],
  ['application/xhtml+xml', 'application/xhtml+xml', false, true],
  ['text/plain', 'text/plain', false, false],
  ['', '', false, false],
  [undefined, '', false, false],
]

for (const [field, type, isJson, isPage] of table) {
  test(`the media type of ${JSON.stringify(field)}`, () => {
    assert.equal(mediaType(field), type)
    assert.equal(isJsonType(field), isJson)
    assert.equal(isPageType(field), isPage)
  })
}
