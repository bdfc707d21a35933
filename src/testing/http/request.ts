// A request as the embedded engine parses it, and the Engine's parsing of query values (httputils/form.go): flags, integers,
// points in time, a terminal's size.

import { HttpError } from '../base/http-error.ts'
import type { RequestBody } from './request-body.ts'

/** The head of a request, and its body as it arrives. */
export interface Request {
  readonly method: string
  /** The request target as it was sent, with version prefix and query. */
  readonly target: string
  /** The decoded path, without query. */
  readonly path: string
  /** The query after `?`, not decoded. */
  readonly search: string
  /** The minor version of HTTP/1: 0 or 1 (a higher one counts as 1). */
  readonly minor: number
  /** The header fields, names in lower case; the values of a repeated field are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: RequestBody
  /** Whether the client wants to reuse the connection after this request. */
  readonly keepAlive: boolean
}

/** A decoded query. The first value of a name counts, as with Go's `Form.Get`. */
export class Query {
  readonly #values = new Map<string, string>()
  readonly #pairs: [name: string, value: string][] = []

  /** Throws a {@link HttpError} with status 400 for an invalid escape. */
  constructor(search: string) {
    for (const pair of search === '' ? [] : search.split('&')) {
      const equals = pair.indexOf('=')
      const name = unescapeQuery(equals === -1 ? pair : pair.slice(0, equals))
      const value = equals === -1 ? '' : unescapeQuery(pair.slice(equals + 1))
      this.#pairs.push([name, value])
      if (!this.#values.has(name)) this.#values.set(name, value)
    }
  }

  /** The value of `name`; empty if it is absent. */
  text(name: string): string {
    return this.#values.get(name) ?? ''
  }

  /** Every value of a repeated name. */
  every(name: string): string[] {
    return this.#pairs.filter(([each]) => each === name).map(([, value]) => value)
  }

  /** The first value of each name. */
  get all(): Record<string, string> {
    return Object.fromEntries(this.#values)
  }

  /** Whether the query has `name`. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The value of `name` as a boolean. "", 0, no, false and none, in upper or lower case, are false; anything else is true. */
  flag(name: string): boolean {
    return !['', '0', 'no', 'false', 'none'].includes(this.text(name).trim().toLowerCase())
  }

  /** The value of `name` as an integer; `undefined` if it is absent or empty. Throws a {@link HttpError} with status 500 for other text, as the Engine does. */
  integer(name: string): number | undefined {
    const text = this.text(name)
    if (text === '') return undefined
    if (!/^[+-]?\d+$/.test(text))
      throw new HttpError(500, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
    return Number(text)
  }
}

/** The terminal size in `h` and `w`, both required, as Engine 20.10 parses them. Throws a {@link HttpError}. */
export function terminalSize(query: Query): { rows: number; columns: number } {
  const [rows = 0, columns = 0] = ['h', 'w'].map((name) => {
    const text = query.text(name)
    if (/^[+-]?\d+$/.test(text)) return Number(text)
    throw new HttpError(400, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  })
  return { rows, columns }
}

function unescapeQuery(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    const broken = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(spaced)
    if (broken) throw new HttpError(400, `invalid URL escape "${broken[0]}"`)
    // The escapes are not UTF-8. Go keeps their bytes; a JavaScript string cannot.
    return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    )
  }
}

/** Parses `seconds[.fraction]`, as in `since` and `until`; `undefined` if `text` is empty. Throws a {@link HttpError}. */
export function timeParameter(text: string): { seconds: number; nanos: number } | undefined {
  if (text === '') return undefined
  const dot = text.indexOf('.')
  const whole = dot === -1 ? text : text.slice(0, dot)
  const fraction = dot === -1 ? undefined : text.slice(dot + 1)
  for (const part of fraction === undefined ? [whole] : [whole, fraction]) {
    if (!/^[+-]?\d+$/.test(part))
      throw new HttpError(500, `strconv.ParseInt: parsing ${JSON.stringify(part)}: invalid syntax`)
  }
  return { seconds: Number(whole), nanos: Number((fraction ?? '').padEnd(9, '0').slice(0, 9)) }
}
