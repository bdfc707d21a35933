// Declared types → text: one interface each, with what the documents say in short and the versions in which fields came and went.
// Lists that are only ever sent to the Engine are readonly; what is optional there may be undefined as well.

import { comment } from './describe.ts'
import type { Declaration, Field, Life, Model, Type } from './model.ts'
import { namesIn } from './model.ts'
import { key, quoted } from './names.ts'

/** Where a declaration is met: what the Engine sends, what it is sent, or both. */
export interface Use {
  readonly sent: ReadonlySet<string>
  readonly received: ReadonlySet<string>
}

/** Follows references from the operations to every declaration that they reach. */
export function useOf(model: Model, records: Iterable<Type>): Use {
  const sent = new Set<string>()
  const received = new Set<string>()
  for (const operation of model.operations) {
    for (const field of Object.values(operation.parameters).flat()) reach(model, field.type, sent)
    for (const type of Object.values(operation.body?.content ?? {})) reach(model, type, sent)
    for (const type of operation.responses.flatMap((response) => Object.values(response.content)))
      reach(model, type, received)
  }
  for (const type of records) reach(model, type, received)
  return { sent, received }
}

function reach(model: Model, type: Type, into: Set<string>): void {
  for (const name of namesIn(type)) {
    const declaration = model.declarations.get(name)
    if (!declaration || into.has(name)) continue
    into.add(name)
    if (declaration.alias) reach(model, declaration.alias, into)
    for (const parent of declaration.parents) reach(model, { kind: 'name', name: parent }, into)
    for (const field of declaration.fields ?? []) reach(model, field.type, into)
  }
}

export function printDeclaration(declaration: Declaration, use: Use, note?: string): string {
  const { name } = declaration
  const onlySent = use.sent.has(name) && !use.received.has(name)
  const head = comment(note ?? declaration.description, [], '')
  if (declaration.alias) return `${head}export type ${name} = ${printType(declaration.alias, onlySent)}\n`
  const parents = declaration.parents.length > 0 ? ` extends ${declaration.parents.join(', ')}` : ''
  const fields = (declaration.fields ?? []).map((field) => printField(field, '  ', use.sent.has(name), onlySent))
  if (fields.length === 0) return `${head}export interface ${name}${parents} {}\n`
  return `${head}export interface ${name}${parents} {\n${fields.join('')}}\n`
}

/** A field on its line, what is known of its life above it. */
export function printField(field: Field, indent: string, sent: boolean, readonlyLists: boolean): string {
  const optional = field.required ? '' : '?'
  const nullable = field.nullable ? ' | null' : ''
  const undefinedToo = sent && !field.required ? ' | undefined' : ''
  const type = printType(field.type, readonlyLists)
  return `${comment(field.description, lifeTags(field), indent)}${indent}${key(field.name)}${optional}: ${type}${nullable}${undefinedToo}\n`
}

/** `@since API 1.41`, `@deprecated since API 1.44, removed in API 1.45`. */
export function lifeTags({ since, deprecated, removed }: Life): string[] {
  const tags: string[] = []
  if (since !== undefined) tags.push(`@since API ${since}`)
  const ends: string[] = []
  if (deprecated !== undefined) ends.push(`since API ${deprecated}`)
  if (removed !== undefined) ends.push(`removed in API ${removed}`)
  if (ends.length > 0) tags.push(`@deprecated ${ends.join(', ')}`)
  return tags
}

export function printType(type: Type, readonlyLists: boolean): string {
  switch (type.kind) {
    case 'plain':
      return type.text
    case 'name':
      return type.name
    case 'values':
      return type.values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(' | ')
    case 'either':
      return type.types.map((one) => printType(one, readonlyLists)).join(' | ')
    case 'map':
      return `Record<string, ${printType(type.of, readonlyLists)}>`
    case 'list': {
      const of = printType(type.of, readonlyLists)
      const before = readonlyLists ? 'readonly ' : ''
      if (type.length !== undefined) return `${before}[${new Array(type.length).fill(of).join(', ')}]`
      return `${before}${/[ |]/.test(of) && !/^Record<[^|]*>$/.test(of) ? `(${of})` : of}[]`
    }
  }
}
