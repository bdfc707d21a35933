// docs/states.md ⇔ the machines: the page has each state and flag of the sources that it names, and no other.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read } from './sources.ts'

/** Numeric constants that are not states. */
const OTHER =
  /^(MAX_|VERSION_AT|MINOR_AT|STATUS_AT|STATUS_END|SHORTEST|FAST_DIGITS)|_(BYTES|MS|CHARS|READS|CONNECTIONS)$/

const sections = read('docs/states.md')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ file: text.slice(0, text.indexOf('\n')).trim(), text }))

/** Reads a source by its file name, in any folder. */
function sourceOf(name: string): string {
  const found = filesUnder('src', /\.ts$/).filter(
    (file) => file.endsWith(`/${name}`) && !file.startsWith('src/testing'),
  )
  assert.equal(found.length, 1, `src/ has one ${name}: ${found.join(', ')}`)
  return read(found[0]!)
}

function statesOf(source: string): string[] {
  // A machine whose states are texts names them in one type.
  const union = /(?:#state|type \w+State)(?::| =) ((?:'\w+'(?: \| )?){2,})/.exec(source)?.[1]
  if (union !== undefined) return [...union.matchAll(/'(\w+)'/g)].map((match) => match[1]!)
  return [...source.matchAll(/^(?:export )?const ([A-Z][A-Z_]*) = \d+\b/gm)]
    .map((match) => match[1]!)
    .filter((name) => !OTHER.test(name))
}

function named(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...line.split('|')[1]!.matchAll(/`(\w+)`/g)].map((match) => match[1]!))
}

test('the page has every machine', () => {
  const files = [
    'exchange.ts',
    'head-parser.ts',
    'chunked-decoder.ts',
    'connection.ts',
    'paced-reads.ts',
    'call.ts',
    'pool.ts',
    'tailed-logs.ts',
    'watched-port.ts',
  ]
  assert.deepEqual(
    sections.map(({ file }) => file),
    files,
  )
})

for (const { file, text } of sections) {
  test(`${file}: its states and flags, exactly`, () => {
    const source = sourceOf(file)
    const counts = /export interface PoolCounts \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? ''
    const states =
      file === 'pool.ts'
        ? [...counts.matchAll(/^ {2}(?:readonly )?(\w+):/gm)].map((match) => match[1]!)
        : statesOf(source)
    assert.ok(states.length >= 4, states.join())
    const page = named(text)
    assertNone(
      states.filter((name) => !page.includes(name)),
      `of ${file} and not in docs/states.md`,
    )
    assertNone(
      page.filter((name) => !states.includes(name)),
      `in docs/states.md and not in ${file}`,
    )
  })
}

test('every state that a table leads to exists', () => {
  const all = new Set(sections.flatMap(({ text }) => named(text)))
  const wrong = sections.flatMap(({ text }) => [...text.matchAll(/`([A-Z][A-Z_]+)`/g)].map((match) => match[1]!))
  assertNone(
    wrong.filter((name) => !all.has(name)),
    'named in docs/states.md',
  )
})
