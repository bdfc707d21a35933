// A call's metadata. Node joins fields of one name with ', ' and decodes them as latin1: patterns that hold ', ' would fall apart,
// and others would match nothing. So the raw fields are read here, as UTF-8.
// Engine fact: newer daemons percent-encode all values of a key when one of them is not ASCII, and add `<key>-encoded: 1`.

/** Metadata keys to their values, in order. */
export type Metadata = ReadonlyMap<string, readonly string[]>

/** @param raw names and values in turn, as Node's `rawHeaders` */
export function readMetadata(raw: readonly string[]): Metadata {
  const found = new Map<string, string[]>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const value = Buffer.from(raw[i + 1]!, 'latin1').toString()
    const values = found.get(raw[i]!)
    if (values === undefined) found.set(raw[i]!, [value])
    else values.push(value)
  }
  for (const [key, values] of found) {
    if (found.get(`${key}-encoded`)?.[0] === '1') found.set(key, values.map(decodeQuery))
  }
  return found
}

/** Undoes Go's QueryEscape; a text that is not of it stays as it is. */
function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
