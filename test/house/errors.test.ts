// docs/errors.md has a heading for each code of src/error.ts and none more, each with its blame, and every code is
// raised somewhere: a documented error that cannot happen misleads as much as one that is missing.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type ErrorCode, errorCodes, FairleadError } from '../../src/error.ts'
import { assertNone, filesUnder, read } from './sources.ts'

const codes = Object.keys(errorCodes).sort()

/** The sections of docs/errors.md by the code in their heading. */
function sections(): Map<string, string> {
  const found = new Map<string, string>()
  for (const section of read('docs/errors.md')
    .split(/^#{2,6} +(?=`?ERR_)/m)
    .slice(1)) {
    const [, code = ''] = /^`?(ERR_\w+)`?/.exec(section)!
    assert.ok(!found.has(code), `docs/errors.md has two headings for ${code}`)
    found.set(code, section)
  }
  return found
}

test('the headings of docs/errors.md are the codes, exactly', () => {
  const told = [...sections().keys()]
  assertNone(
    codes.filter((code) => !told.includes(code)),
    'codes without a heading',
  )
  assertNone(
    told.filter((code) => !codes.includes(code)),
    'headings without a code',
  )
})

test('each section names the blame and has a text', () => {
  for (const [code, section] of sections()) {
    const blame = errorCodes[code as keyof typeof errorCodes]
    assert.match(section, new RegExp(`\\b${blame}\\b`), `${code} is the fault of the ${blame}`)
    const text = section.replace(/^.*\n/, '').trim()
    assert.ok(text.length > 20, `${code} says when it happens and what to do`)
  }
})

test('an error has the blame that the table gives its code', () => {
  for (const code of codes)
    assert.equal(new FairleadError(code as ErrorCode, '').blame, errorCodes[code as ErrorCode], code)
})

test('each code is raised by some source', () => {
  const text = filesUnder('src', /\.ts$/)
    .filter((file) => file !== 'src/error.ts')
    .map(read)
    .join('\n')
  // ERR_ABORTED is raised through abortError() of error.ts itself.
  const unused = codes.filter((code) => !text.includes(code) && code !== 'ERR_ABORTED')
  assertNone(unused, 'codes that nothing raises')
})
