// Reads the types that print-types.ts writes: names, unions, lists, tuples, records, literals. Only what stands in
// src/engine/schema.ts needs to be understood; anything else is an error, not a guess.

import type { Type } from './model.ts'
import { plain } from './model.ts'

const TOKEN = /\s*('(?:[^'\\]|\\.)*'|`[^`]*`|\d+|[A-Za-z_$][\w$]*|[[\]<>(),|{}:;?]|-\d+)/y
const PLAIN = ['string', 'number', 'boolean', 'unknown', 'null', 'undefined', 'never', 'Date']

export function readType(text: string): Type {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) throw new Error(`not a type as the generator writes them: ${text}`)
    tokens.push(token)
  }
  const reader = new Reader(tokens, text)
  const type = reader.union()
  reader.end()
  return type
}

class Reader {
  readonly #tokens: string[]
  readonly #text: string
  #at = 0

  constructor(tokens: string[], text: string) {
    this.#tokens = tokens
    this.#text = text
  }

  union(): Type {
    const types = [this.#list()]
    while (this.#take('|')) types.push(this.#list())
    return types.length === 1 ? (types[0] as Type) : { kind: 'either', types }
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail()
  }

  #list(): Type {
    this.#take('readonly')
    let type = this.#one()
    while (this.#take('[')) {
      this.#need(']')
      type = { kind: 'list', of: type }
    }
    return type
  }

  #one(): Type {
    const token = this.#tokens[this.#at++]
    if (token === undefined) return this.#fail()
    if (token === '(') {
      const inner = this.union()
      this.#need(')')
      return inner
    }
    if (token === '[') return this.#tuple()
    if (token.startsWith("'")) return { kind: 'values', values: [token.slice(1, -1).replace(/\\(.)/g, '$1')] }
    if (/^-?\d/.test(token)) return { kind: 'values', values: [Number(token)] }
    if (token.startsWith('`')) return plain('string')
    if (token === 'Record') return this.#record()
    return PLAIN.includes(token) ? plain(token) : { kind: 'name', name: token }
  }

  #record(): Type {
    for (const token of ['<', 'string', ',']) this.#need(token)
    const of = this.union()
    this.#need('>')
    return { kind: 'map', of }
  }

  #tuple(): Type {
    const of = this.union()
    let length = 1
    while (this.#take(',')) {
      this.union()
      length++
    }
    this.#need(']')
    return { kind: 'list', of, length }
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #need(token: string): void {
    if (!this.#take(token)) this.#fail()
  }

  #fail(): never {
    throw new Error(`not a type as the generator writes them: ${this.#text}`)
  }
}
