// A request as the embedded engine reads it, and the Engine's reading of query values (httputils/form.go): what is a
// true flag, a whole number, an instant, a terminal's size.

import { Refusal } from './refusal.ts'
import type { RequestBody } from './request-body.ts'

/** The head of a request, and its body as it arrives. */
export interface Request {
  readonly method: string
  /** As asked, query and version prefix included. */
  readonly target: string
  /** Decoded, without query. */
  readonly path: string
  /** What stands behind `?`, not decoded. */
  readonly search: string
  /** The minor version of HTTP/1: 0 or 1 (a higher one counts as 1). */
  readonly minor: number
  /** Names in lower case; a repeated field's values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: RequestBody
  /** Whether the client wants the connection to stay after this request. */
  readonly keepAlive: boolean
}

/** The query's values, decoded; the first of each name counts, as with Go's `Form.Get`. */
export class Query {
  readonly #values = new Map<string, string>()
  readonly #pairs: [name: string, value: string][] = []

  /** Throws a {@link Refusal} of 400 for a broken escape. */
  constructor(search: string) {
    for (const pair of search === '' ? [] : search.split('&')) {
      const equals = pair.indexOf('=')
      const name = unescapeQuery(equals === -1 ? pair : pair.slice(0, equals))
      const value = equals === -1 ? '' : unescapeQuery(pair.slice(equals + 1))
      this.#pairs.push([name, value])
      if (!this.#values.has(name)) this.#values.set(name, value)
    }
  }

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

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** "", 0, no, false and none are false in any case; anything else is true. */
  flag(name: string): boolean {
    return !['', '0', 'no', 'false', 'none'].includes(this.text(name).trim().toLowerCase())
  }

  /** A whole number, `undefined` where the name is absent or empty; throws a {@link Refusal} of 500 as the Engine does. */
  integer(name: string): number | undefined {
    const text = this.text(name)
    if (text === '') return undefined
    if (!/^[+-]?\d+$/.test(text))
      throw new Refusal(500, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
    return Number(text)
  }
}

/** `h` and `w`, both needed, as Engine 20.10 reads them. */
export function terminalSize(query: Query): { rows: number; columns: number } {
  const [rows = 0, columns = 0] = ['h', 'w'].map((name) => {
    const text = query.text(name)
    if (/^[+-]?\d+$/.test(text)) return Number(text)
    throw new Refusal(400, `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  })
  return { rows, columns }
}

function unescapeQuery(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    const broken = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(spaced)
    if (broken) throw new Refusal(400, `invalid URL escape "${broken[0]}"`)
    // Escapes of bytes that are not UTF-8: Go keeps the bytes, a string cannot.
    return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    )
  }
}

/** `seconds[.fraction]` as in `since` and `until`; `undefined` where absent. */
export function timeParameter(text: string): { seconds: number; nanos: number } | undefined {
  if (text === '') return undefined
  const dot = text.indexOf('.')
  const whole = dot === -1 ? text : text.slice(0, dot)
  const fraction = dot === -1 ? undefined : text.slice(dot + 1)
  for (const part of fraction === undefined ? [whole] : [whole, fraction]) {
    if (!/^[+-]?\d+$/.test(part))
      throw new Refusal(500, `strconv.ParseInt: parsing ${JSON.stringify(part)}: invalid syntax`)
  }
  return { seconds: Number(whole), nanos: Number((fraction ?? '').padEnd(9, '0').slice(0, 9)) }
}
