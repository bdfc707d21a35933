// The media type of a Content-Type field (RFC 9110 §8.3.1). Names compare without regard to case; parameters and white space
// are ignored. No other file parses a Content-Type. Pure.

/** The Engine's name for JSON. */
export const JSON_TYPE = 'application/json'

/**
 * `type/subtype` in lower case, without parameters and white space; `''` if there is no field.
 * @param field a Content-Type field's value; if several are joined with commas, the first one counts
 */
export function mediaType(field: string | undefined): string {
  if (field === undefined || field === JSON_TYPE) return field ?? ''
  return /^[^;,]*/.exec(field)![0].trim().toLowerCase()
}

/** Whether the type is one JSON value: `application/json`, or any type with the suffix `+json` (RFC 6839 §3.1). */
export function isJsonType(field: string | undefined): boolean {
  const type = mediaType(field)
  return type === JSON_TYPE || type.endsWith('+json')
}

/** Whether the type is HTML or XHTML. */
export function isPageType(field: string | undefined): boolean {
  const type = mediaType(field)
  return type === 'text/html' || type === 'application/xhtml+xml'
}
