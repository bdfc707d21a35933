// JSON as Go's encoding/json writes and reads it: `<`, `>`, `&`, U+2028 and U+2029 escaped, a line feed after each
// value; a decoder that stops after the first value and has its own words for what is wrong.

import { Refusal } from './refusal.ts'

const ESCAPED: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** One value and its line feed. */
export function goJson(value: unknown): string {
  return `${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (found) => ESCAPED[found]!)}\n`
}

/** `record` with its keys in byte order, as Go writes a map. */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What Go's decoder calls a value that does not fit. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Where the first JSON value of `text` ends; `text.length + 1` where it is cut short. */
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

/** Reads the first value of `text`; throws a {@link Refusal} of 500, which is what Engine 20.10 answers. */
export function readGoJson(text: string): unknown {
  const trimmed = text.trimStart()
  if (trimmed === '') throw new Refusal(500, 'EOF')
  if (!/^["{[\d\-tfn]/.test(trimmed)) {
    throw new Refusal(500, `invalid character '${trimmed[0]}' looking for beginning of value`)
  }
  const end = firstValueEnd(trimmed)
  if (end > trimmed.length) throw new Refusal(500, 'unexpected EOF')
  try {
    return JSON.parse(trimmed.slice(0, end))
  } catch {
    throw new Refusal(500, 'invalid character in JSON value')
  }
}
