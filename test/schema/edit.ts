// The verbs that corrections are written in. Each names what it changes and says where that is known from; one that names
// something the documents do not have (any more) fails, so that no correction outlives its reason.

import type { Declaration, Field, Model, Operation, OperationResponse, Type } from './model.ts'
import { listOf, STRING } from './model.ts'

export interface StreamKind {
  readonly kind: 'frames' | 'records' | 'bytes'
  readonly record?: Type
}

export interface Hijack {
  readonly protocol: string
  readonly through: 'tunnel' | 'upgrade'
}

interface FieldOptions {
  readonly required?: boolean
  readonly nullable?: boolean
  readonly since?: string
  readonly description?: string
}

export class Edit {
  readonly model: Model
  readonly streams = new Map<string, StreamKind>()
  readonly hijacks = new Map<string, Hijack>()
  /** Definitions that have an {@link receivedForm}. */
  readonly receivedForms = new Set<string>()
  /** How many corrections were made. */
  count = 0

  constructor(model: Model) {
    this.model = model
  }

  operation(id: string): Operation {
    const operation = this.model.operations.find((one) => one.id === id)
    if (!operation) throw new Error(`a correction of ${id}: no such operation`)
    return operation
  }

  declaration(name: string): Declaration {
    const declaration = this.model.declarations.get(name)
    if (!declaration) throw new Error(`a correction of ${name}: no such definition`)
    return declaration
  }

  /** A query parameter that the document lacks, or types otherwise. */
  query(ids: string, name: string, type: Type, _source: string, options: FieldOptions = {}): void {
    this.#parameter(ids, 'query', name, type, options)
  }

  /** The same for a header. */
  header(ids: string, name: string, type: Type, _source: string, options: FieldOptions = {}): void {
    this.#parameter(ids, 'header', name, type, options)
  }

  #parameter(ids: string, place: 'query' | 'header', name: string, type: Type, options: FieldOptions): void {
    for (const id of ids.split(' ')) {
      this.count++
      const fields = this.operation(id).parameters[place]
      const field = fields.find((one) => one.name === name)
      if (field) change(field, { ...options, type })
      else fields.push(newField(name, type, options))
    }
  }

  /** The newest document forgot since when; an older one wrote it down late (`undefined`: as old as its operation). */
  parameterSince(id: string, name: string, since: string | undefined, _source: string): void {
    this.count++
    const { query, header } = this.operation(id).parameters
    const field = [...query, ...header].find((one) => one.name === name)
    if (!field) throw new Error(`a correction of ${id}: it has no ${name}`)
    setSince(field, since)
  }

  /** A parameter that no Engine ever took under that name, or that is not the caller's to set. */
  noParameter(id: string, name: string, _source: string): void {
    this.count++
    const { parameters } = this.operation(id)
    const has = (fields: readonly Field[]) => fields.some((field) => field.name === name)
    if (!has(parameters.query) && !has(parameters.header)) throw new Error(`a correction of ${id}: it has no ${name}`)
    parameters.query = parameters.query.filter((field) => field.name !== name)
    parameters.header = parameters.header.filter((field) => field.name !== name)
  }

  /** Keys of operations' filters. */
  filters(ids: string, name: string, _source: string, type: Type = listOf(STRING), since?: string): void {
    for (const id of ids.split(' ')) {
      this.addField(`${id}Filters`, name, type, '', since === undefined ? {} : { since })
      this.declaration(`${id}Filters`).fields?.sort((a, b) => (a.name < b.name ? -1 : 1))
    }
  }

  /** Sets what a response contains, by content type. */
  response(ids: string, status: string, content: OperationResponse['content'], _source: string): void {
    for (const id of ids.split(' ')) {
      this.count++
      const { responses } = this.operation(id)
      const response = responses.find((one) => one.status === status)
      if (response) response.content = content
      else responses.unshift({ status, headers: [], content })
    }
  }

  /** A response that the Engine never sends. */
  noAnswer(ids: string, status: string, _source: string): void {
    for (const id of ids.split(' ')) {
      this.count++
      const operation = this.operation(id)
      operation.responses = operation.responses.filter((one) => one.status !== status)
    }
  }

  body(id: string, body: Operation['body'], _source: string): void {
    this.count++
    const operation = this.operation(id)
    if (body) operation.body = body
    else delete operation.body
  }

  stream(ids: string, kind: StreamKind, _source: string): void {
    for (const id of ids.split(' ')) {
      this.count++
      this.streams.set(this.operation(id).id, kind)
    }
  }

  hijack(id: string, hijack: Hijack, _source: string): void {
    this.count++
    this.hijacks.set(this.operation(id).id, hijack)
  }

  /** A route that no document has. */
  route(operation: Operation, _source: string): void {
    this.count++
    this.model.operations.push(operation)
  }

  declare(name: string, fields: Field[], _source: string): void {
    if (this.model.declarations.has(name)) throw new Error(`a correction declares ${name}, which the documents have`)
    this.count++
    this.model.declarations.set(name, { name, parents: [], fields })
  }

  /** Another name, or another type, for a definition that is no object. */
  alias(name: string, alias: Type, _source: string): void {
    this.count++
    this.model.declarations.set(name, { name, parents: [], alias })
  }

  addField(declaration: string, name: string, type: Type, _source: string, options: FieldOptions = {}): void {
    this.count++
    const { fields } = this.declaration(declaration)
    if (fields?.some((one) => one.name === name))
      throw new Error(`a correction adds ${declaration}.${name}, which exists already`)
    fields?.push(newField(name, type, options))
  }

  /** A field's type, or since when it exists. */
  field(declaration: string, names: string, changes: Changes, _source: string): void {
    this.#each(declaration, names, (field) => change(field, changes))
  }

  /** Sent in every response that has the object: the Go struct's tag has no `omitempty`. */
  always(declaration: string, names: string, _source: string): void {
    this.#each(declaration, names, (field) => change(field, { required: true, nullable: false }))
  }

  /** Sent in every response, as null where it is a nil slice, map or pointer. */
  orNull(declaration: string, names: string, _source: string): void {
    this.#each(declaration, names, (field) => change(field, { required: true, nullable: true }))
  }

  /** Left out where it is empty, though the document says that it is always there; never null. */
  maybe(declaration: string, names: string, _source: string): void {
    this.#each(declaration, names, (field) => change(field, { required: false, nullable: false }))
  }

  /** Left out by some versions where it is empty, null in others. */
  maybeNull(declaration: string, names: string, _source: string): void {
    this.#each(declaration, names, (field) => change(field, { required: false, nullable: true }))
  }

  /**
   * What the Engine sends of something that it is also sent: `NameReceived` extends `Name`, where everything may be left out,
   * and is what responses refer to. So what was received can be sent again.
   * @param always sent in every response
   * @param orNull the same, and null where it is a nil slice, map or pointer; the Engine takes null for them as well
   */
  receivedForm(name: string, always: string, orNull: string, _source: string): void {
    const base = this.declaration(name)
    const pick = (names: string, nullable: boolean) =>
      names
        .split(' ')
        .filter(Boolean)
        .map((wanted) => {
          this.count++
          const field = this.#inherited(name, wanted)
          field.nullable = nullable
          return { ...field, required: true }
        })
    const fields = [...pick(always, false), ...pick(orNull, true)]
    this.model.declarations.set(`${base.name}Received`, { name: `${base.name}Received`, parents: [name], fields })
    this.receivedForms.add(name)
  }

  #inherited(name: string, field: string): Field {
    const { fields, parents } = this.declaration(name)
    const own = fields?.find((one) => one.name === field)
    if (own) return own
    const parent = parents.find((one) => this.declaration(one).fields?.some((its) => its.name === field))
    if (parent === undefined) throw new Error(`a correction of ${name}.${field}: no such field`)
    return this.#inherited(parent, field)
  }

  /** What a hover says, where the documents say nothing, or something that is true of the wire and not of fairlead. */
  describe(declaration: string, texts: Readonly<Record<string, string>>): void {
    for (const [name, description] of Object.entries(texts))
      this.#each(declaration, name, (field) => {
        field.description = description
      })
  }

  /** The same of a query parameter. */
  describeQuery(ids: string, name: string, description: string): void {
    for (const id of ids.split(' ')) {
      this.count++
      const field = this.operation(id).parameters.query.find((one) => one.name === name)
      if (!field) throw new Error(`a correction of ${id}: it has no ${name}`)
      field.description = description
    }
  }

  /** Fields that were in a document by mistake: no Engine sends or takes them. */
  never(declaration: string, names: string, _source: string): void {
    const wanted = this.declaration(declaration)
    this.#each(declaration, names, (gone) => {
      wanted.fields = wanted.fields?.filter((field) => field !== gone) ?? []
    })
  }

  #each(declaration: string, names: string, edit: (field: Field) => void): void {
    for (const name of names.split(' ')) {
      this.count++
      const field = this.declaration(declaration).fields?.find((one) => one.name === name)
      if (!field) throw new Error(`a correction of ${declaration}.${name}: no such field`)
      edit(field)
    }
  }
}

function newField(name: string, type: Type, options: FieldOptions): Field {
  return { name, type, required: false, nullable: false, ...options }
}

interface Changes {
  readonly type?: Type
  readonly required?: boolean
  readonly nullable?: boolean
  /** Given as undefined it is taken away. */
  readonly since?: string | undefined
  readonly deprecated?: string
  readonly removed?: string
}

function change(field: Field, changes: Changes): void {
  if (changes.type !== undefined) field.type = changes.type
  if (changes.required !== undefined) field.required = changes.required
  if (changes.nullable !== undefined) field.nullable = changes.nullable
  if (changes.deprecated !== undefined) field.deprecated = changes.deprecated
  if (changes.removed !== undefined) field.removed = changes.removed
  if ('since' in changes) setSince(field, changes.since)
}

function setSince(field: Field, since: string | undefined): void {
  if (since === undefined) delete field.since
  else field.since = since
}
