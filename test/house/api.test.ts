// docs/api.md ⇔ the entry points: every export stands in the section of its entry, and so does every field of an options type.

import assert from 'node:assert/strict'
import test from 'node:test'
import { assertNone, filesUnder, read, resolveImport, withoutComments } from './sources.ts'

interface Export {
  name: string
  /** As the file that declares it has it. */
  original: string
  file: string
}

/** The names that an entry point gives away; `export type * as X` is one. */
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

/** The fields of an interface that says what something may be told. */
function fieldsOf({ original, file }: Export): string[] {
  if (!/(Options|Setup|Timeouts)$/.test(original)) return []
  const body = new RegExp(String.raw`export interface ${original}\b[^{]*{(}|[\s\S]*?\n})`).exec(
    withoutComments(read(file)),
  )?.[1]
  return [...(body ?? '').matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map((match) => match[1]!)
}

const entries = filesUnder('src', /^src\/[^/]+\.ts$/).filter((file) => file !== 'src/error.ts')
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
