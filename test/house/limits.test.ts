// docs/limits.md ⇔ the constants of src/: the page has every exported limit, and every constant that it names exists with the value of
// its row.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read } from './sources.ts'

/** The names of limits. */
const LIMIT = /^(MAX_\w+|KEPT_\w+|\w+_(BYTES|MS|SECONDS|CHARS|KEPT|WAITING|LIMIT|CONNECTIONS|RECORDS))$/
/** Sizes that a format defines: not limits. */
const FORMATS = ['FRAME_HEADER_BYTES', 'TAR_BLOCK_BYTES', 'TAR_END_BYTES']

interface Constant {
  name: string
  value: number
  exported: boolean
  file: string
}

/** The constants of a source whose value is a number, or a product or sum of numbers. Of a value that depends on the platform, Linux's. */
function constantsOf(file: string): Constant[] {
  const found = [
    ...read(file).matchAll(
      /^(export )?const ([A-Z][A-Z0-9_]*) = (?:process\S* === 'linux' \? )?([\d_]+(?: [*+] [\d_]+)*)(?: : [\d_]+)?$/gm,
    ),
  ]
  return found.map(([, exported, name = '', text = '']) => ({
    name,
    exported: exported !== undefined,
    file,
    value: text
      .split(' + ')
      .map((part) => part.split(' * ').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1))
      .reduce((sum, part) => sum + part),
  }))
}

const constants = filesUnder('src', /\.ts$/).flatMap(constantsOf)
const rows = read('docs/limits.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))

/** The spellings of a number on a page: with commas, or in whole MiB. */
function spellings(value: number): string[] {
  return [value.toLocaleString('en'), ...(value % 2 ** 20 === 0 ? [`${value / 2 ** 20} MiB`] : [])]
}

function says(row: string, { name, value }: Constant): boolean {
  return (
    new RegExp(`\\b${name}\\b`).test(row) &&
    spellings(value).some((text) => new RegExp(`(^|[^\\d,.])${text}(?!\\d|,\\d)`).test(row))
  )
}

test('every exported limit is in docs/limits.md, with its value', () => {
  const limits = constants.filter(({ name, exported }) => exported && LIMIT.test(name) && !FORMATS.includes(name))
  assert.ok(limits.length > 40, `${limits.length} limits`)
  const missing = limits.filter((limit) => !rows.some((row) => says(row, limit)))
  assertNone(
    missing.map(({ name, value, file }) => `${name} = ${value.toLocaleString('en')} of ${file}`),
    'not in docs/limits.md',
  )
})

test('every constant that docs/limits.md names is in the code, with the value of its row', () => {
  // A constant that is defined by another one, as `SHORT_BYTES = HIGH_WATER_BYTES`, is checked by its name only.
  const derived = new Set(
    filesUnder('src', /\.ts$/).flatMap((file) => read(file).match(/(?<=^const )[A-Z_]+(?= = [A-Z_]+$)/gm) ?? []),
  )
  const wrong = rows.flatMap((row) => {
    const names = [...row.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map((match) => match[1]!)
    return names.filter(
      (name) => !derived.has(name) && !constants.some((constant) => constant.name === name && says(row, constant)),
    )
  })
  assertNone(wrong, 'named in docs/limits.md')
})

test('a wrong value and a missing row are found', () => {
  const limit: Constant = { name: 'MAX_X_BYTES', value: 65_536, exported: true, file: '' }
  assert.ok(says('| x | 65,536 bytes | `MAX_X_BYTES` |', limit))
  assert.ok(!says('| x | 165,536 bytes | `MAX_X_BYTES` |', limit))
  assert.ok(!says('| x | 65,536 bytes | `MAX_X` |', limit))
  assert.ok(says('| x | 1 MiB | `MAX_X_BYTES` |', { ...limit, value: 1_048_576 }))
})

test('every error code that docs/limits.md names exists', () => {
  const codes: readonly string[] = read('src/error-codes.ts').match(/ERR_[A-Z_]+/g) ?? []
  assertNone(
    (read('docs/limits.md').match(/\bERR_[A-Z_]+/g) ?? []).filter((code) => !codes.includes(code)),
    'no code of src/error-codes.ts',
  )
})
