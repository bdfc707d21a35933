// A document's schemas → declared types. Every object gets a name, so that what an editor shows stays short. The node that
// a declaration was made from is kept: history.ts compares older documents with it.

import { shortened } from './describe.ts'
import type { Declaration, Described, Field, Type } from './model.ts'
import { BOOLEAN, listOf, mapOf, NUMBER, named, STRING, UNKNOWN } from './model.ts'
import { pascal, titled } from './names.ts'
import { type Document, refName, resolve, type Schema, solelyRefers } from './swagger.ts'

const EMPTY_OBJECT: Type = { kind: 'plain', text: 'EmptyObject' }

export class Converter {
  readonly declarations = new Map<string, Declaration>()
  /** The document's node with `properties` → the declaration whose fields they are. */
  readonly ownerOf = new Map<Schema, Declaration>()
  readonly #document: Document
  readonly #nodes = new Map<string, Schema>()

  constructor(document: Document) {
    this.#document = document
  }

  /** The schema's type; objects in it are declared on the way, inline ones as `suggestion` unless they have a title. */
  typeOf(schema: Schema, suggestion: string, document = this.#document): Type {
    const name = solelyRefers(schema)
    if (name !== undefined) return this.#definition(name, document)
    if (schema.enum) return valuesOf(schema)
    switch (kindOf(schema)) {
      case 'array':
        return this.#list(schema, suggestion, document)
      case 'object':
        return this.#object(schema, suggestion, document)
      case 'string':
        return STRING
      case 'integer':
      case 'number':
        return NUMBER
      case 'boolean':
        return BOOLEAN
      default:
        return UNKNOWN
    }
  }

  /** A field as its schema says it; `suggestion` names what is inline. */
  field(name: string, schema: Schema, required: boolean, suggestion: string, document = this.#document): Field {
    const nullable = schema['x-nullable'] ?? resolve(document, schema)['x-nullable'] ?? false
    const description = shortened(schema.description) ?? shortened(resolve(document, schema).description)
    return described<Field>({ name, type: this.typeOf(schema, suggestion, document), required, nullable }, description)
  }

  #definition(name: string, document: Document): Type {
    const schema = document.definitions[name]
    if (schema === undefined) return UNKNOWN
    // an older document's definition is the newest's where that still has it
    const own = this.#document.definitions[name]
    if (own !== undefined && own !== this.#nodes.get(name)) this.#declare(name, own, this.#document)
    else if (own === undefined && !this.#nodes.has(name)) this.#declare(name, schema, document)
    return named(name)
  }

  #list(schema: Schema, suggestion: string, document: Document): Type {
    const of = schema.items ? this.typeOf(schema.items, `${suggestion}Item`, document) : UNKNOWN
    const length = schema.minItems !== undefined && schema.minItems === schema.maxItems ? schema.minItems : undefined
    return length === undefined ? listOf(of) : { kind: 'list', of, length }
  }

  #object(schema: Schema, suggestion: string, document: Document): Type {
    if (schema.properties || schema.allOf) {
      const name = this.#freeName(titled(schema.title) ?? suggestion, schema, suggestion)
      if (!this.#nodes.has(name)) this.#declare(name, schema, document)
      return named(name)
    }
    const values = schema.additionalProperties
    if (values === undefined || typeof values === 'boolean') return mapOf(UNKNOWN)
    if (values.enum && kindOf(values) === 'object') return mapOf(EMPTY_OBJECT)
    const of = this.typeOf(values, `${suggestion}Value`, document)
    return mapOf(values['x-nullable'] ? { kind: 'either', types: [of, { kind: 'plain', text: 'null' }] } : of)
  }

  /** The wanted name unless another object has it, then the suggestion. */
  #freeName(wanted: string, schema: Schema, suggestion: string): string {
    for (const name of [wanted, suggestion, `${suggestion}Object`]) {
      const taken = this.#nodes.get(name) ?? this.#document.definitions[name]
      if (taken === undefined || taken === schema) return name
    }
    throw new Error(`${wanted}: a second object of that name, and ${suggestion} is taken as well`)
  }

  #declare(name: string, schema: Schema, document: Document): void {
    this.#nodes.set(name, schema)
    const declaration = described<Declaration>({ name, parents: [] }, shortened(schema.description))
    this.declarations.set(name, declaration)
    if (!isObject(schema) || !(schema.properties || schema.allOf)) {
      declaration.alias = this.typeOf(schema, name, document)
      return
    }
    declaration.fields = []
    for (const part of schema.allOf ?? []) {
      const parent = refName(part)
      if (parent === undefined) this.#addFields(declaration, part, document)
      else {
        this.#definition(parent, document)
        declaration.parents.push(parent)
      }
    }
    this.#addFields(declaration, schema, document)
  }

  #addFields(declaration: Declaration, schema: Schema, document: Document): void {
    if (!schema.properties) return
    this.ownerOf.set(schema, declaration)
    for (const [name, field] of Object.entries(schema.properties)) {
      const required = Array.isArray(schema.required) && schema.required.includes(name)
      declaration.fields?.push(this.field(name, field, required, declaration.name + pascal(name), document))
    }
  }
}

/** With the description, where there is one. */
export function described<Thing extends Described>(thing: Thing, description: string | undefined): Thing {
  return description === undefined ? thing : { ...thing, description }
}

function isObject(schema: Schema): boolean {
  return kindOf(schema) === 'object' && schema.enum === undefined
}

/** What the schema is of, also where the document forgot to say so. */
function kindOf(schema: Schema): string | undefined {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type !== undefined) return type
  if (schema.properties || schema.allOf || schema.additionalProperties) return 'object'
  return schema.items ? 'array' : undefined
}

function valuesOf(schema: Schema): Type {
  const values = (schema.enum ?? []).filter((value) => typeof value === 'string' || typeof value === 'number')
  return values.length > 0 ? { kind: 'values', values } : mapOf(UNKNOWN)
}
