// JSON as Go's encoding/json writes and reads it. The encoder escapes `<`, `>`, `&`, U+2028 and U+2029 and ends each value with a
// line feed. The decoder stops after the first value and reports errors in Go's words.

import { HttpError } from './http-error.ts'

const ESCAPED: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** Encodes one value, with the line feed that ends it. */
export function goJson(value: unknown): string {
  return `${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (found) => ESCAPED[found]!)}\n`
}

/** `record` with its keys in byte order, as Go encodes a map. */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The kind of a value as Go's decoder names it in an error message. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** The index after the first JSON value of `text`; `text.length + 1` if the value is incomplete. */
function firstValueEnd(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
      if (at >= text.length) break
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (depth > 0 || /\s/.test(char)) continue
    else while (at + 1 < text.length && /[\w.+-]/.test(text[at + 1]!)) at++
    if (depth <= 0) return at + 1
  }
  return text.length + 1
}

/** Decodes the first value of `text`. Throws a {@link HttpError} with status 500, as Engine 20.10 does. */
export function readGoJson(text: string): unknown {
  const trimmed = text.trimStart()
  if (trimmed === '') throw new HttpError(500, 'EOF')
  if (!/^["{[\d\-tfn]/.test(trimmed)) {
    throw new HttpError(500, `invalid character '${trimmed[0]}' looking for beginning of value`)
  }
  const end = firstValueEnd(trimmed)
  if (end > trimmed.length) throw new HttpError(500, 'unexpected EOF')
  try {
    return JSON.parse(trimmed.slice(0, end))
  } catch {
    throw new HttpError(500, 'invalid character in JSON value')
  }
}
