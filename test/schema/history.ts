// From the differences between the documents: what came in which version, what was marked as deprecated, what is gone. A field's
// history is read where the API has it, at the operations, not by its definition's name: names moved about a good deal. A field
// counts as new only beside others that are older: a schema written down late says nothing about when the Engine began to send it.

import type { Converter } from './convert.ts'
import type { Declaration, Life, Model } from './model.ts'
import type { Document, OwnedField, Schema, Versioned } from './swagger.ts'
import { fieldsOf, operationsOf, type Parameter, resolve } from './swagger.ts'

/** A text that begins a paragraph with it: `**Deprecated**: …`. */
const DEPRECATED = /\*\*deprecated|^\W*deprecated:/im

interface Seen {
  first: string
  last: string
  deprecated: string | undefined
}

interface Gone extends Seen {
  field: OwnedField
  document: Document
}

export class History {
  readonly #model: Model
  readonly #converter: Converter
  readonly #newest: Document
  readonly #seen = new Map<Declaration, Map<string, Seen>>()
  readonly #gone = new Map<Declaration, Map<string, Gone>>()
  readonly #lives = new Map<Life, Seen>()
  #version = ''
  #document: Document
  #walked = new Map<Schema, Set<Schema>>()

  constructor(model: Model, converter: Converter, newest: Document) {
    this.#model = model
    this.#converter = converter
    this.#newest = newest
    this.#document = newest
  }

  /** Reads all documents, oldest first, and writes what it found into the model. */
  apply(documents: readonly Versioned[]): void {
    for (const { version, document } of documents) this.#read(version, document)
    const start = this.#model.versions[0] as string
    for (const operation of this.#model.operations) {
      this.#write(operation, this.#lives.get(operation) as Seen, start)
      for (const field of Object.values(operation.parameters).flat()) {
        this.#write(field, this.#lives.get(field) as Seen, operation.since ?? start)
      }
    }
    for (const [declaration, fields] of this.#seen) {
      const gone = [...(this.#gone.get(declaration)?.values() ?? [])]
      const firsts = [...fields.values(), ...gone].map((seen) => this.#index(seen.first))
      const oldest = this.#model.versions[Math.min(...firsts)] as string
      for (const field of declaration.fields ?? []) {
        const seen = fields.get(field.name)
        if (seen) this.#write(field, seen, oldest)
      }
      this.#addGone(declaration, oldest)
    }
    for (const declaration of this.#seen.keys()) this.#leaveToParents(declaration)
  }

  #read(version: string, document: Document): void {
    this.#version = version
    this.#document = document
    this.#walked = new Map()
    const older = new Map(operationsOf(document).map((one) => [keyOf(one.method, one.path), one.operation]))
    for (const { method, path, operation } of operationsOf(this.#newest)) {
      const own = this.#model.operations.find((one) => one.method === method && one.path === path)
      const then = older.get(keyOf(method, path))
      if (!own || !then) continue
      this.#note(this.#lives, own, DEPRECATED.test(descriptionOf(then)) || then.deprecated === true)
      const parameters = (then.parameters ?? []) as unknown as Parameter[]
      for (const parameter of (operation.parameters ?? []) as unknown as Parameter[]) {
        if (parameter.in === 'body') {
          this.#walk(parameter.schema, parameters.find((one) => one.in === 'body')?.schema)
          continue
        }
        const old = parameters.find((one) => one.in === parameter.in && one.name === parameter.name)
        const field = own.parameters[parameter.in].find((one) => one.name === parameter.name)
        if (old && field) this.#note(this.#lives, field, DEPRECATED.test(descriptionOf(old)))
      }
      this.#removedParameters(own, parameters)
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status < '400') this.#walk(response.schema, then.responses[status]?.schema)
      }
    }
  }

  #removedParameters(own: Model['operations'][number], parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      if (parameter.in === 'body' || parameter.in === 'path') continue
      const fields = own.parameters[parameter.in]
      let field = fields.find((one) => one.name === parameter.name)
      if (field === undefined) {
        field = this.#converter.field(parameter.name, parameter, false, own.id, this.#document)
        fields.push(field)
      }
      // one that the newest has was noted already
      if (this.#lives.get(field)?.last !== this.#version)
        this.#note(this.#lives, field, DEPRECATED.test(descriptionOf(parameter)))
    }
  }

  #note<Key>(into: Map<Key, Seen>, key: Key, deprecated: boolean): void {
    const seen = into.get(key)
    if (seen === undefined) {
      into.set(key, { first: this.#version, last: this.#version, deprecated: deprecated ? this.#version : undefined })
      return
    }
    seen.last = this.#version
    seen.deprecated = deprecated ? (seen.deprecated ?? this.#version) : undefined
  }

  /** Follows the newest schema and an older one of the same place side by side. */
  #walk(newest: Schema | undefined, older: Schema | undefined): void {
    if (newest === undefined || older === undefined) return
    const now = resolve(this.#newest, newest)
    const then = resolve(this.#document, older)
    const partners = this.#walked.get(now) ?? new Set()
    if (partners.has(then)) return
    this.#walked.set(now, partners.add(then))
    this.#walk(now.items, then.items)
    if (typeof now.additionalProperties === 'object' && typeof then.additionalProperties === 'object') {
      this.#walk(now.additionalProperties, then.additionalProperties)
    }
    const fields = fieldsOf(this.#newest, now)
    const old = new Map(fieldsOf(this.#document, then).map((field) => [field.name, field]))
    for (const field of fields) {
      const owner = this.#converter.ownerOf.get(field.owner)
      const was = old.get(field.name)
      if (!owner || !was) continue
      old.delete(field.name)
      this.#note(mapAt(this.#seen, owner), field.name, DEPRECATED.test(descriptionOf(was.schema)))
      this.#walk(field.schema, was.schema)
    }
    const heir = this.#converter.ownerOf.get(now) ?? this.#converter.ownerOf.get(fields.at(-1)?.owner ?? {})
    if (!heir) return
    for (const field of old.values()) {
      const gone = mapAt(this.#gone, heir)
      const first = gone.get(field.name)?.first ?? this.#version
      const marked = DEPRECATED.test(descriptionOf(field.schema))
      const deprecated = marked ? (gone.get(field.name)?.deprecated ?? this.#version) : undefined
      gone.set(field.name, { field, document: this.#document, first, last: this.#version, deprecated })
    }
  }

  #addGone(declaration: Declaration, oldest: string): void {
    for (const [name, gone] of this.#gone.get(declaration) ?? []) {
      if (declaration.fields?.some((field) => field.name === name)) continue
      const suggestion = `${declaration.name}${name.charAt(0).toUpperCase()}${name.slice(1)}`
      const field = this.#converter.field(name, gone.field.schema, false, suggestion, gone.document)
      this.#write(field, gone, oldest)
      declaration.fields?.push(field)
    }
  }

  /** What is removed from an object and from one that it extends is recorded there. */
  #leaveToParents(declaration: Declaration): void {
    for (const parent of declaration.parents) {
      const fields = this.#model.declarations.get(parent)?.fields ?? []
      const own = declaration.fields ?? []
      declaration.fields = own.filter((one) => !one.removed || !fields.some((its) => its.name === one.name))
    }
  }

  #write(life: Life, seen: Seen, oldest: string): void {
    const { versions } = this.#model
    if (this.#index(seen.first) > this.#index(oldest)) life.since = seen.first
    if (seen.last !== versions.at(-1)) life.removed = versions[this.#index(seen.last) + 1] as string
    if (seen.deprecated !== undefined) life.deprecated = seen.deprecated
  }

  #index(version: string): number {
    return this.#model.versions.indexOf(version)
  }
}

/** Parameters were renamed in paths now and then; the path is the same. */
function keyOf(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`
}

function descriptionOf(node: { description?: string }): string {
  return node.description ?? ''
}

function mapAt<Key, Name, Value>(maps: Map<Key, Map<Name, Value>>, key: Key): Map<Name, Value> {
  let map = maps.get(key)
  if (map === undefined) maps.set(key, (map = new Map()))
  return map
}
