// Holds a JSON value against a shape as one API version has it. Differences are returned, not thrown: a field that the schema
// does not know, one that comes before its version or after its end, one that is missing or null where the type says otherwise.

import { byVersion } from './documents.ts'
import type { Type } from './model.ts'
import { allFields, type Shapes } from './shapes.ts'

export type Kind = 'unknown' | 'early' | 'ahead' | 'late' | 'missing' | 'null' | 'value' | 'type' | 'status'

export interface Difference {
  /** The field as `Interface.field`, lists and maps left out. */
  readonly field: string
  readonly kind: Kind
  /** What arrived, in a word or as JSON where it is short. */
  readonly arrived: string
}

export class Check {
  readonly #shapes: Shapes
  readonly #version: string
  readonly #newest: string
  readonly #found = new Map<string, Difference>()

  /**
   * @param version that was asked for
   * @param newest the newest that the Engine speaks: it may well send what is newer than the version asked for ('ahead'),
   * but what is newer than itself was there before the documents had it ('early')
   */
  constructor(shapes: Shapes, version: string, newest = version) {
    this.#shapes = shapes
    this.#version = version
    this.#newest = newest
  }

  /** @param where names the place for what has no field of its own: the operation */
  value(value: unknown, type: Type, where: string): readonly Difference[] {
    this.#any(value, type, where)
    return [...this.#found.values()]
  }

  #any(value: unknown, type: Type, where: string): void {
    switch (type.kind) {
      case 'plain':
        if (!isPlain(value, type.text)) this.#report(where, value === null ? 'null' : 'type', value)
        return
      case 'values':
        if (!type.values.includes(value as string | number))
          this.#report(where, value === null ? 'null' : 'value', value)
        return
      case 'list':
        if (!Array.isArray(value)) this.#report(where, value === null ? 'null' : 'type', value)
        else for (const one of value) this.#any(one, type.of, where)
        return
      case 'map':
        if (!isObject(value)) this.#report(where, value === null ? 'null' : 'type', value)
        else for (const one of Object.values(value)) this.#any(one, type.of, where)
        return
      case 'either':
        this.#either(value, type.types, where)
        return
      case 'name':
        this.#named(value, type.name, where)
    }
  }

  /** The one that the value is of by its looks is held against it; a list of literals is one type. */
  #either(value: unknown, types: readonly Type[], where: string): void {
    if (types.some((one) => one.kind === 'plain' && isPlain(value, one.text))) return
    const literals = types.flatMap((one) => (one.kind === 'values' ? one.values : []))
    if (literals.includes(value as string | number)) return
    const other = types.find((one) => one.kind !== 'values' && one.kind !== 'plain')
    if (other) this.#any(value, other, where)
    else this.#report(where, value === null ? 'null' : literals.length > 0 ? 'value' : 'type', value)
  }

  #named(value: unknown, name: string, where: string): void {
    if (name === 'EmptyObject') {
      if (!isObject(value) || Object.keys(value).length > 0) this.#report(where, 'type', value)
      return
    }
    const alias = this.#shapes.aliases.get(name)
    if (alias) return this.#any(value, alias, where)
    if (!this.#shapes.interfaces.has(name)) throw new Error(`${name}: not in the schema`)
    if (!isObject(value)) return this.#report(where, value === null ? 'null' : 'type', value)
    const fields = allFields(this.#shapes, name)
    for (const [key, one] of Object.entries(value)) {
      const field = fields.get(key)
      const place = `${name}.${key}`
      if (field === undefined) {
        this.#report(place, 'unknown', one)
        continue
      }
      if (field.since !== undefined && byVersion(this.#version, field.since) < 0) {
        this.#report(place, byVersion(this.#newest, field.since) < 0 ? 'early' : 'ahead', one)
      }
      if (field.removed !== undefined && byVersion(this.#version, field.removed) >= 0) this.#report(place, 'late', one)
      this.#any(one, field.type, place)
    }
    for (const [key, { optional, since }] of fields) {
      if (optional || Object.hasOwn(value, key)) continue
      if (since === undefined || byVersion(this.#version, since) >= 0)
        this.#report(`${name}.${key}`, 'missing', undefined)
    }
  }

  #report(field: string, kind: Kind, value: unknown): void {
    const text = JSON.stringify(value) ?? 'nothing'
    const arrived = text.length <= 40 ? text : Array.isArray(value) ? 'a list' : typeof value
    const known = this.#found.get(`${field} ${kind}`)
    if (known === undefined) this.#found.set(`${field} ${kind}`, { field, kind, arrived })
  }
}

function isPlain(value: unknown, text: string): boolean {
  if (text === 'unknown') return true
  if (text === 'null') return value === null
  return typeof value === text
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
