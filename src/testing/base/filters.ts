// The Engine's `filters` parameter (moby api/types/filters): {"name": ["value", …]}, or the older form {"name": {"value": true}}.
// One value of each name has to match; all names have to match.

import { goKind, readGoJson } from './go-json.ts'
import { HttpError } from './http-error.ts'

/** A request's parsed filters. */
export class Filters {
  readonly #values: ReadonlyMap<string, readonly string[]>

  /** Throws a {@link HttpError} if `text` is not a filter, or if it has a name that is not in `accepted`. */
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
      if (accepted && !accepted.includes(name)) throw new HttpError(400, `Invalid filter '${name}'`)
    }
    this.#values = values
  }

  /** Whether the filter `name` has a value. */
  has(name: string): boolean {
    return this.get(name).length > 0
  }

  /** The values of the filter `name`; empty if it is absent. */
  get(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  /** True if the filter `name` is absent, or if one of `sources` equals one of its values. */
  exact(name: string, ...sources: string[]): boolean {
    const values = this.get(name)
    return values.length === 0 || values.some((value) => sources.includes(value))
  }

  /** True if the filter `name` is absent, or if one of `sources` equals a value or matches it as a regular expression. */
  pattern(name: string, ...sources: string[]): boolean {
    const values = this.get(name)
    return (
      values.length === 0 || values.some((value) => sources.some((source) => source === value || search(value, source)))
    )
  }

  /** True if `labels` has every `key` or `key=value` of the filter `name`. */
  labels(name: string, labels: Readonly<Record<string, string>>): boolean {
    return this.get(name).every((wanted) => {
      const equals = wanted.indexOf('=')
      if (equals === -1) return Object.hasOwn(labels, wanted)
      const key = wanted.slice(0, equals)
      return Object.hasOwn(labels, key) && labels[key] === wanted.slice(equals + 1)
    })
  }
}

function unfit(value: unknown, type: string): HttpError {
  return new HttpError(500, `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`)
}

function search(pattern: string, source: string): boolean {
  try {
    return new RegExp(pattern).test(source)
  } catch {
    return false
  }
}
