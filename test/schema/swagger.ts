// The part of Swagger 2.0 that the Engine's API documents use, and how a node of one is read: references followed,
// `allOf` laid flat. Nodes are data of the parsed document, shared and never changed.

export interface Schema {
  type?: string | string[]
  format?: string
  $ref?: string
  title?: string
  enum?: readonly (string | number | boolean | null)[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  allOf?: Schema[]
  description?: string
  minItems?: number
  maxItems?: number
  'x-nullable'?: boolean
  'x-deprecated'?: boolean
}

export interface Parameter extends Schema {
  name: string
  in: 'path' | 'query' | 'header' | 'body'
  schema?: Schema
}

/** A parameter's own `required` is a boolean, a schema's a list: one name in the document, two meanings. */
export type RawParameter = Omit<Parameter, 'required'> & { required?: boolean }

export interface RawResponse {
  $ref?: string
  schema?: Schema
  headers?: Record<string, Schema>
}

export interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  produces?: string[]
  consumes?: string[]
  deprecated?: boolean
  parameters?: RawParameter[]
  responses: Record<string, RawResponse>
}

export interface Document {
  definitions: Record<string, Schema>
  responses?: Record<string, RawResponse>
  paths: Record<string, Record<string, Operation>>
}

/** A document with the API version that it is of, as in '1.41'. */
export interface Versioned {
  readonly version: string
  readonly document: Document
}

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** The definition that a reference names, or undefined. */
export function refName(schema: Schema): string | undefined {
  const prefix = '#/definitions/'
  return schema.$ref?.startsWith(prefix) ? schema.$ref.slice(prefix.length) : undefined
}

/** The name in a schema that only refers, also where it does so as an `allOf` of one (to have a description beside). */
export function solelyRefers(schema: Schema): string | undefined {
  if (schema.$ref !== undefined) return refName(schema)
  if (schema.allOf?.length === 1 && schema.properties === undefined) return refName(schema.allOf[0] as Schema)
  return undefined
}

/** References followed until something that says what it is. */
export function resolve(document: Document, schema: Schema | undefined): Schema {
  let node = schema ?? {}
  for (let depth = 0; depth < 16; depth++) {
    const name = solelyRefers(node)
    if (name === undefined) return node
    node = document.definitions[name] ?? {}
  }
  return {}
}

/** A field of an object with the part of it (`allOf`) that has it. */
export interface OwnedField {
  readonly name: string
  readonly schema: Schema
  readonly owner: Schema
  readonly required: boolean
}

/** An object's fields in the document's order, those of its `allOf` parts first. */
export function fieldsOf(document: Document, schema: Schema): OwnedField[] {
  const fields: OwnedField[] = []
  for (const part of schema.allOf ?? []) fields.push(...fieldsOf(document, resolve(document, part)))
  const required = Array.isArray(schema.required) ? schema.required : []
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    fields.push({ name, schema: field, owner: schema, required: required.includes(name) })
  }
  return fields
}

/** The path's entries that are operations, in a fixed order. */
export function operationsOf(document: Document): { path: string; method: string; operation: Operation }[] {
  const found: { path: string; method: string; operation: Operation }[] = []
  for (const path of Object.keys(document.paths)) {
    for (const method of METHODS) {
      const operation = document.paths[path]?.[method]
      if (operation) found.push({ path, method, operation })
    }
  }
  return found
}
