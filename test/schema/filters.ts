// `filters` is a JSON text in the documents, its keys are a list in prose. The keys, and the values where they are listed
// as such, are facts: they are read here, with the version that first lists them. The Engine takes a map of lists of strings.

import { shortened } from './describe.ts'
import type { Declaration, Field, Model, Type } from './model.ts'
import { listOf, named, STRING } from './model.ts'
import type { Versioned } from './swagger.ts'
import { operationsOf } from './swagger.ts'

/** A key at the start of a list's item: "- `label=<key>` …". */
const ITEM = /^\s*-\s+`([a-z][\w.-]*)/i
/** Values in brackets or one after the other, each marked as code: "(`a`|`b`)". */
const CODE_VALUES = /=`?\(`([\w-]+)`((?:\s*\|\s*`[\w-]+`)+)\)/
/** The same, quoted: `["a"|"b"]`; or bare: `(a | b)`. */
const QUOTED_VALUES = /=\[("[\w-]+"(?:\|"[\w-]+")+)\]/
const BARE_VALUES = /=\(([\w-]+(?:\s*\|\s*[\w-]+)+)\)/

/** Gives each operation's `filters` a type of its own. */
export function addFilters(model: Model, documents: readonly Versioned[]): void {
  for (const operation of model.operations) {
    const filters = operation.parameters.query.find((field) => field.name === 'filters')
    if (!filters) continue
    const declaration: Declaration = { name: `${operation.id}Filters`, parents: [], fields: [] }
    for (const { version, document } of documents) {
      const then = operationsOf(document).find((one) => one.path === operation.path && one.method === operation.method)
      const text = then?.operation.parameters?.find((one) => one.name === 'filters')?.description
      if (text !== undefined) note(declaration.fields as Field[], text, version)
    }
    const fields = declaration.fields as Field[]
    const oldest = fields[0]?.since
    for (const field of fields) if (field.since === oldest) delete field.since
    fields.sort((a, b) => (a.name < b.name ? -1 : 1))
    model.declarations.set(declaration.name, declaration)
    filters.type = named(declaration.name)
    // The document speaks of JSON, which is made from this.
    filters.description = "Lists of values by key, as in `{ label: ['a=b'] }`."
  }
}

/** A later version's list counts; what it no longer lists is still accepted, as far as any document says. */
function note(fields: Field[], text: string, version: string): void {
  for (const line of text.split('\n')) {
    const name = ITEM.exec(line)?.[1]
    if (name === undefined) continue
    const type = listOf(valuesIn(line) ?? STRING)
    const known = fields.find((field) => field.name === name)
    if (known) known.type = type
    else fields.push({ name, type, required: false, nullable: false, since: version })
    const description = shortened(line)
    const field = fields.find((one) => one.name === name)
    if (field && description !== undefined) field.description = description
    if (name === 'label' && line.includes('label!=')) addNegated(fields, version)
  }
}

/** `label!` is a key of its own. */
function addNegated(fields: Field[], version: string): void {
  if (fields.some((field) => field.name === 'label!')) return
  fields.push({ name: 'label!', type: listOf(STRING), required: false, nullable: false, since: version })
}

function valuesIn(line: string): Type | undefined {
  if (/=<(boolean|true)>/.test(line) || /=`?\(?`?(true|false)\b/.test(line))
    return { kind: 'values', values: ['true', 'false'] }
  const code = CODE_VALUES.exec(line)
  const found = code ? `${code[1]}|${code[2]}` : (QUOTED_VALUES.exec(line)?.[1] ?? BARE_VALUES.exec(line)?.[1])
  if (found === undefined) return undefined
  return {
    kind: 'values',
    values: found
      .split('|')
      .map((value) => value.replace(/[`"\s]/g, ''))
      .filter((value) => value !== ''),
  }
}
