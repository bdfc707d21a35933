// The Engine's `filters` parameter (moby api/types/filters): {"name": ["value", …]}, or its older form
// {"name": {"value": true}}. Values of one name are alternatives, names are conditions.

import { goKind, readGoJson } from './go-json.ts'
import { Refusal } from './refusal.ts'

export class Filters {
  readonly #values: ReadonlyMap<string, readonly string[]>

  /** Throws a {@link Refusal} for what is no filter, and, where `accepted` is given, for a name outside it. */
  constructor(text: string, accepted?: readonly string[]) {
    const values = new Map<string, readonly string[]>()
    if (text !== '') {
      const parsed = readGoJson(text)
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
        throw unfit(parsed, 'map[string]map[string]bool')
      for (const [name, given] of Object.entries(parsed)) {
        if (typeof given !== 'object' || given === null) throw unfit(given, 'map[string]bool')
        values.set(name, Array.isArray(given) ? given.map(String) : Object.keys(given))
      }
    }
    for (const name of values.keys()) {
      if (accepted && !accepted.includes(name)) throw new Refusal(400, `Invalid filter '${name}'`)
    }
    this.#values = values
  }

  has(name: string): boolean {
    return this.get(name).length > 0
  }

  get(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  /** No values for `name`, or `source` is one of them. */
  exact(name: string, ...sources: string[]): boolean {
    const values = this.get(name)
    return values.length === 0 || values.some((value) => sources.includes(value))
  }

  /** No values for `name`, or one of `sources` is a value or matches it as a regular expression. */
  pattern(name: string, ...sources: string[]): boolean {
    const values = this.get(name)
    return (
      values.length === 0 || values.some((value) => sources.some((source) => source === value || search(value, source)))
    )
  }

  /** Every `key` or `key=value` of `name` is in `labels`. */
  labels(name: string, labels: Readonly<Record<string, string>>): boolean {
    return this.get(name).every((wanted) => {
      const equals = wanted.indexOf('=')
      if (equals === -1) return Object.hasOwn(labels, wanted)
      const key = wanted.slice(0, equals)
      return Object.hasOwn(labels, key) && labels[key] === wanted.slice(equals + 1)
    })
  }
}

function unfit(value: unknown, type: string): Refusal {
  return new Refusal(500, `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`)
}

function search(pattern: string, source: string): boolean {
  try {
    return new RegExp(pattern).test(source)
  } catch {
    return false
  }
}
