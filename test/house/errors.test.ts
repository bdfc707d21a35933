// docs/errors.md has one heading for each code of src/error-codes.ts and no other, each with its blame. Every code is raised by a source: a
// documented error that cannot happen misleads as much as a missing one.

import assert from 'node:assert/strict'
import test from 'node:test'
import { copyOf, FairleadError } from '../../src/error.ts'
import { type AreaCallerCode, errorCodes } from '../../src/error-codes.ts'
import { assertNone, filesUnder, read } from './sources.ts'

const codes = Object.keys(errorCodes).sort()

/** The codes that the core does not know. */
const ofAreas = /const AREA_CALLER = \[([^\]]*)/.exec(read('src/error-codes.ts'))![1]!.match(/ERR_\w+/g)!

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
  const headings = [...sections().keys()]
  assertNone(
    codes.filter((code) => !headings.includes(code)),
    'codes without a heading',
  )
  assertNone(
    headings.filter((code) => !codes.includes(code)),
    'headings without a code',
  )
})

test('each section names the blame and has a text', () => {
  for (const [code, section] of sections()) {
    const blame = errorCodes[code as keyof typeof errorCodes]
    assert.match(section, new RegExp(`\\b${blame}\\b`), `${code} is the fault of the ${blame}`)
    const text = section.replace(/^.*\n/, '').trim()
    assert.ok(text.length > 20, `${code}: when it happens and what to do`)
  }
})

test('an error has the blame that the table gives its code', () => {
  for (const [code, blame] of Object.entries(errorCodes)) {
    const error = ofAreas.includes(code)
      ? new FairleadError(code as AreaCallerCode, '', { blame: 'caller' })
      : new FairleadError(code as 'ERR_ENGINE', '')
    assert.equal(error.blame, blame, code)
    assert.equal((copyOf(error) as FairleadError).blame, blame, code)
  }
})

test("an error whose code its area brings is not made without the caller's blame", () => {
  assert.ok(ofAreas.includes('ERR_COPY') && !ofAreas.includes('ERR_OPTION'))
  // @ts-expect-error: expected 3 arguments
  assert.equal(new FairleadError('ERR_COPY', '').blame, 'peer')
  // @ts-expect-error: the peer is not at fault
  new FairleadError('ERR_COPY', '', { blame: 'peer' })
})

test('each code is raised by some source', () => {
  const text = filesUnder('src', /\.ts$/)
    .filter((file) => file !== 'src/error-codes.ts')
    .map(read)
    .join('\n')
  // ERR_ABORTED is raised through abortError() of error.ts itself.
  const unused = codes.filter((code) => !text.includes(code) && code !== 'ERR_ABORTED')
  assertNone(unused, 'codes that nothing raises')
})
