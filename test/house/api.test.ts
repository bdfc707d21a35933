// docs/api.md ⇔ the entry points: the section of an entry has each of its exports and each field of its options types, and what the
// section's tables name is exported.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read, resolveImport, withoutComments } from './sources.ts'

interface Export {
  name: string
  /** The name in the file that declares it. */
  original: string
  file: string
}

/** The names that an entry point exports; `export type * as X` is one. */
function exportsOf(entry: string): Export[] {
  const code = withoutComments(read(entry))
  const found: Export[] = []
  for (const [, list = '', from = ''] of code.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)) {
    for (const item of list.split(',').map((text) => text.trim().replace(/^type /, ''))) {
      if (item === '') continue
      const [original = '', name = original] = item.split(' as ')
      found.push({ name, original, file: resolveImport(entry, from) })
    }
  }
  for (const [, name = '', from = ''] of code.matchAll(/export (?:type )?\* as (\w+) from '([^']+)'/g)) {
    found.push({ name, original: name, file: resolveImport(entry, from) })
  }
  return found
}

/** The fields of an options type. */
function fieldsOf({ original, file }: Export): string[] {
  if (!/(Options|Setup|Timeouts)$/.test(original)) return []
  const body = new RegExp(String.raw`export interface ${original}\b[^{]*{(}|[\s\S]*?\n})`).exec(
    withoutComments(read(file)),
  )?.[1]
  return [...(body ?? '').matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map((match) => match[1]!)
}

const entries = filesUnder('src', /^src\/[^/]+\.ts$/).filter(
  (file) => !['src/bytes.ts', 'src/go-number.ts', 'src/check.ts', 'src/error.ts', 'src/error-codes.ts'].includes(file),
)
const page = read('docs/api.md').replace(/^```[\s\S]*?^```/gm, '')

/** The words marked as code in an entry's section. */
function wordsOf(entry: string): Set<string> {
  const title = entry.replace(/^src\/(.*)\.ts$/, (_, name) => (name === 'index' ? 'fairlead' : `fairlead/${name}`))
  const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`))
  assert.ok(section, `docs/api.md has no section '${title}'`)
  return new Set([...section.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.match(/\w+/g) ?? []))
}

for (const entry of entries) {
  test(`${entry}: every export, and every option`, () => {
    const words = wordsOf(entry)
    const all = exportsOf(entry)
    assert.ok(all.length > 0)
    const missing = all.filter(({ name }) => !words.has(name)).map(({ name }) => name)
    for (const one of all) {
      missing.push(
        ...fieldsOf(one)
          .filter((field) => !words.has(field))
          .map((field) => `${one.name}.${field}`),
      )
    }
    assertNone(missing, 'not in docs/api.md')
  })
}

/** Every declared name, method and field of the sources: what a page may name besides the exports. */
const declared = new Set(
  filesUnder('src', /\.ts$/).flatMap((file) => {
    const code = withoutComments(read(file))
    return [
      ...(code.match(/(?<=\b(?:class|interface|type|function|const|enum) )\w+/g) ?? []),
      ...(code.match(/(?<=[\w>)} ]|^)\b\w+(?=\??[:(<=])/gm) ?? []),
    ]
  }),
)

test('the first column of a table in docs/api.md has only exports of its entry, and their members', () => {
  const wrong = entries.flatMap((entry) => {
    const title = entry.replace(/^src\/(.*)\.ts$/, (_, name) => (name === 'index' ? 'fairlead' : `fairlead/${name}`))
    const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`))!
    const names = new Set(exportsOf(entry).map(({ name }) => name))
    // A capitalised name is a type and must be an export. Any other is a member, which a source has to declare.
    return firstColumns(section).filter((word) =>
      /^[A-Z]/.test(word) ? !names.has(word) : !names.has(word) && !declared.has(word),
    )
  })
  assertNone(wrong, 'in docs/api.md, but no export')
})

test('every type that docs/api.md has in code is exported, declared or global', () => {
  const names = new Set([
    ...entries.flatMap((entry) => exportsOf(entry).map(({ name }) => name)),
    ...declared,
    ...Object.getOwnPropertyNames(globalThis),
    // Types of TypeScript's library, and a file's name.
    ...['Disposable', 'AsyncDisposable', 'Dockerfile'],
  ])
  const types = [...page.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.match(/\b[A-Z][a-z]\w*\b/g) ?? [])
  assert.ok(types.length > 100)
  assertNone(
    [...new Set(types)].filter((name) => !names.has(name)),
    'in docs/api.md',
  )
})

test('the names of a first column are found', () => {
  assert.deepEqual(firstColumns('| export | what |\n|---|---|\n| `From` → `Gone` of it | `x` |\n'), ['From', 'Gone'])
})

/** The names in code of each table's first column. */
function firstColumns(section: string): string[] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .flatMap((line) => [...line.split(/(?<!\\)\|/)[1]!.matchAll(/`([A-Za-z]\w*)`/g)].map((match) => match[1]!))
}
