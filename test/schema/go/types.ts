// The Engine's Go structs as data (20.10.txt …, written by read.ts): which fields can be nil, and which are left out when empty.
// A nil pointer, slice, map or interface is JSON's null, unless the field's tag says omitempty.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../support/root.ts'

/** The releases whose structs are kept; the last is the module github.com/moby/moby/api of API 1.56. */
export const GO_VERSIONS = ['20.10', '26.1', '28.5', 'api-1.56'] as const

export interface GoField {
  readonly name: string
  readonly type: string
  readonly omitted: boolean
}

export class GoTypes {
  readonly #structs = new Map<string, string>()
  readonly #others = new Map<string, string>()

  constructor(version: (typeof GO_VERSIONS)[number]) {
    for (const line of readFileSync(path.join(root, `test/schema/go/${version}.txt`), 'utf8')
      .trimEnd()
      .split('\n')) {
      const [, name, kind, rest] = /^([\w.]+)(:| =) ?(.*)$/.exec(line) as unknown as [string, string, string, string]
      if (kind === ':') this.#structs.set(name, rest)
      else this.#others.set(name, rest)
    }
  }

  has(name: string): boolean {
    return this.#structs.has(name) || this.#others.has(name)
  }

  /** With those of embedded structs; a struct's own field hides an embedded one. */
  fieldsOf(name: string): Map<string, GoField> {
    const fields = new Map<string, GoField>()
    const own: GoField[] = []
    const target = this.#struct(name)
    for (const part of (this.#structs.get(target) ?? '').split('; ').filter(Boolean)) {
      if (part.startsWith('+')) {
        for (const field of this.fieldsOf(part.slice(1)).values()) fields.set(field.name, field)
      } else {
        const [field, type, omitted] = part.split(' ') as [string, string, string?]
        own.push({ name: field, type, omitted: omitted !== undefined })
      }
    }
    for (const field of own) fields.set(field.name, field)
    return fields
  }

  canBeNil(type: string): boolean {
    if (/^(\*|\[\]|map\[|interface\{\}|any$|json\.RawMessage$)/.test(type)) return true
    const other = this.#others.get(type)
    return other !== undefined && this.canBeNil(other)
  }

  /** The type in a pointer, a list or a map. */
  inner(type: string): string {
    const bare = type.replace(/^\*|^\[\d*\]|^map\[[^\]]*\]/, '')
    if (bare !== type) return bare
    const other = this.#others.get(type)
    return other === undefined ? type : this.inner(other)
  }

  #struct(name: string): string {
    const other = this.#others.get(name)
    return other === undefined ? name : this.#struct(other)
  }

  /** The struct that is at the end of pointers, lists, maps and other names; undefined where there is none. */
  structAt(type: string): string | undefined {
    if (this.#structs.has(type)) return type
    const inner = this.inner(type)
    return inner === type ? undefined : this.structAt(inner)
  }
}
