// Walks the responses' types and the Engine's Go structs side by side: which field of a declaration can be nil in which release.

import { namesIn, type Type } from '../model.ts'
import { ROOTS } from './roots.ts'
import { GO_VERSIONS, type GoField, GoTypes } from './types.ts'

/** The types to walk: the generator's model, or src/engine/schema.ts read back. */
export interface Source {
  /** What an operation responds with when it succeeds. */
  responses(id: string): readonly Type[]
  /** An interface, or another name for a type; undefined for what is neither. */
  declared(name: string): Declared | undefined
}

export interface Declared {
  readonly name: string
  readonly parents: readonly string[]
  readonly alias?: Type | undefined
  readonly fields?: readonly { readonly name: string; readonly type: Type }[] | undefined
}

/** What the releases' structs say of a field. */
export interface GoFinding {
  readonly declaration: string
  readonly field: string
  /** In these it is a nil pointer, slice, map or interface that is not left out. */
  readonly null: string[]
  /** In these it is left out when empty. */
  readonly omitted: string[]
  /** The structs that were looked at. */
  readonly structs: Set<string>
}

/** Every field that both sides have, by `Declaration.field`. */
export function goFindings(source: Source): Map<string, GoFinding> {
  const found = new Map<string, GoFinding>()
  for (const version of GO_VERSIONS) {
    const go = new GoTypes(version)
    const walked = new Set<string>()
    for (const [ids, names] of ROOTS) {
      const root = names.split(' ').find((name) => go.has(name))
      if (root === undefined) continue
      for (const id of ids.split(' ')) {
        for (const type of source.responses(id)) new Walk(source, go, version, found, walked).type(type, root)
      }
    }
  }
  return found
}

class Walk {
  readonly #source: Source
  readonly #go: GoTypes
  readonly #version: string
  readonly #found: Map<string, GoFinding>
  readonly #walked: Set<string>

  constructor(source: Source, go: GoTypes, version: string, found: Map<string, GoFinding>, walked: Set<string>) {
    this.#source = source
    this.#go = go
    this.#version = version
    this.#found = found
    this.#walked = walked
  }

  type(type: Type, goType: string): void {
    const struct = this.#go.structAt(goType)
    if (struct === undefined) return
    for (const name of namesIn(type)) this.#declaration(this.#source.declared(name), struct)
  }

  #declaration(declaration: Declared | undefined, struct: string): void {
    if (declaration === undefined) return
    const key = `${declaration.name} ${struct}`
    if (this.#walked.has(key)) return
    this.#walked.add(key)
    if (declaration.alias) {
      this.type(declaration.alias, struct)
      return
    }
    const theirs = this.#go.fieldsOf(struct)
    for (const parent of declaration.parents) this.#declaration(this.#source.declared(parent), struct)
    for (const field of declaration.fields ?? []) {
      const its = theirs.get(field.name)
      if (its === undefined) continue
      this.#note(declaration.name, field.name, its, struct)
      this.type(field.type, its.type)
    }
  }

  #note(declaration: string, field: string, its: GoField, struct: string): void {
    const key = `${declaration}.${field}`
    let finding = this.#found.get(key)
    if (finding === undefined) {
      finding = { declaration, field, null: [], omitted: [], structs: new Set() }
      this.#found.set(key, finding)
    }
    finding.structs.add(struct)
    const list = its.omitted ? finding.omitted : this.#go.canBeNil(its.type) ? finding.null : undefined
    if (list !== undefined && list.at(-1) !== this.#version) list.push(this.#version)
  }
}
