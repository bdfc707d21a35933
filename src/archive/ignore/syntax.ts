// Whether Docker accepts a pattern's syntax. It asks Go's filepath.Match to match the pattern with ".", and takes its error. That looks
// no further than the match goes, so `b[` is refused and `b*[` is not: this looks exactly as far. Pure.

/** Whether the syntax is accepted. @param escapes whether `\` escapes: not on Windows */
export function isAccepted(pattern: string, escapes: boolean): boolean {
  let left = [...pattern]
  let name = '.'
  while (left.length > 0) {
    const stars = left.findIndex((char) => char !== '*')
    if (stars < 0) return true
    const rest = left.slice(stars)
    const chunk = rest.slice(0, chunkLength(rest, escapes))
    left = rest.slice(chunk.length)
    const next = remainderOf(chunk, name, stars > 0, left.length === 0, escapes)
    if (typeof next === 'boolean') return next
    name = next
  }
  return true
}

/** What of the name is left behind a chunk; true if it does not match, false if the syntax is wrong. */
function remainderOf(chunk: string[], name: string, star: boolean, last: boolean, escapes: boolean): string | boolean {
  for (let skipped = 0; skipped <= (star ? name.length : 0); skipped++) {
    const rest = new Chunk(chunk, escapes).match(name.slice(skipped))
    if (rest === undefined) return false
    if (rest !== '' && rest !== MISMATCH && last) continue
    if (rest !== MISMATCH) return rest
  }
  return true
}

/** How many characters come before the next star that is not in a class. */
function chunkLength(chars: readonly string[], escapes: boolean): number {
  let inClass = false
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]
    if (char === '\\' && escapes) at++
    else if (char === '[' || char === ']') inClass = char === '['
    else if (char === '*' && !inClass) return at
  }
  return chars.length
}

const MISMATCH = '/'

/** A pattern without stars outside of classes. */
class Chunk {
  readonly #chars: readonly string[]
  readonly #escapes: boolean
  #at = 0
  #valid = true

  constructor(chars: readonly string[], escapes: boolean) {
    this.#chars = chars
    this.#escapes = escapes
  }

  /** What of the name is left; MISMATCH if it does not match; undefined if the syntax is wrong. */
  match(name: string): string | undefined {
    let matched = 0
    let fits = true
    while (this.#at < this.#chars.length && this.#valid) {
      const char = name[matched++]
      fits = this.#step(char) && fits && char !== undefined
    }
    return this.#valid ? (fits ? name.slice(matched) : MISMATCH) : undefined
  }

  #step(char: string | undefined): boolean {
    const own = this.#chars[this.#at++]!
    if (own === '[') return this.#class(char)
    if (own === '?') return true
    if (own !== '\\' || !this.#escapes) return own === char
    this.#valid = this.#at < this.#chars.length
    return this.#chars[this.#at++] === char
  }

  #class(char = ''): boolean {
    const not = this.#chars[this.#at] === '^'
    if (not) this.#at++
    let found = false
    for (let members = 0; members === 0 || this.#chars[this.#at] !== ']'; members++) {
      const from = this.#member()
      let to = from
      if (this.#chars[this.#at] === '-') {
        this.#at++
        to = this.#member()
      }
      if (from === undefined || to === undefined) {
        this.#valid = false
        return false
      }
      found ||= from <= char && char <= to
    }
    this.#at++
    return found !== not
  }

  /** One character of a class; undefined if the syntax is wrong there. A class cannot end the pattern without its ']'. */
  #member(): string | undefined {
    if (this.#chars[this.#at] === '-' || this.#chars[this.#at] === ']') return undefined
    if (this.#escapes && this.#chars[this.#at] === '\\') this.#at++
    const char = this.#chars[this.#at++]
    return this.#at < this.#chars.length ? char : undefined
  }
}
