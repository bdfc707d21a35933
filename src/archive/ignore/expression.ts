// A pattern as moby writes it: a regular expression of Go, whose oddities are Docker's rules, read into steps. Pure.
// Only what can occur is read: characters, escapes, classes, `[^/]*`, `(.*/)?` at `**`, `.*` at the end, and `^`.

/** Inclusive ranges of code points, flat: from, to, from, to … */
type Ranges = readonly number[]

/** One step of an expression. */
export type Step =
  | { readonly kind: 'char'; readonly code: number }
  /** One character of a class, or with `star` any number of them. */
  | { readonly kind: 'class'; readonly ranges: Ranges; readonly not: boolean; readonly star: boolean }
  /** Nothing, or anything up to a '/': `**` with something behind it. */
  | { readonly kind: 'folders' }
  /** Fits at the beginning only: a `^` outside of a class. */
  | { readonly kind: 'begin' }

const FOLDERS = '(.*/)?'
const REST = '.*'
/** Stands for any number of any characters; no character itself. */
const ANYTHING = ''
const LINE_FEED: Ranges = [0x0a, 0x0a]

const DIGITS: Ranges = [0x30, 0x39]
const WORD: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
const SPACES: Ranges = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20]
/** A backslash before one of these letters is a class in an expression of Go, not the letter. */
const CLASSES: Readonly<Record<string, Ranges>> = { d: DIGITS, w: WORD, s: SPACES }
const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }

/**
 * The steps of a pattern with wildcards.
 * @param escapes whether `\` escapes: not on Windows
 * @throws SyntaxError for what Go's expressions refuse
 */
export function stepsOf(pattern: string, escapes: boolean): Step[] {
  // moby reads the pattern with a scanner that passes over a byte order mark.
  return new Reader([...expressionOf(pattern.replace(/^\ufeff/, ''), escapes)]).steps()
}

/** moby's regular expression without its anchors. `**` and `*` inside a class are replaced too, as moby does. */
function expressionOf(pattern: string, escapes: boolean): string {
  const chars = [...pattern]
  let text = ''
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]!
    if (char === '*' && chars[at + 1] === '*') {
      at++
      if (chars[at + 1] === '/') at++
      text += at === chars.length - 1 ? REST : FOLDERS
    } else if (char === '*') text += '[^/]*'
    else if (char === '?') text += '[^/]'
    else if ('.+()|{}$'.includes(char)) text += `\\${char}`
    else if (char === '\\' && escapes) text += `\\${chars[++at] ?? ''}`
    else text += char
  }
  return text
}

class Reader {
  readonly #chars: string[]
  #at = 0

  constructor(chars: string[]) {
    this.#chars = chars
  }

  steps(): Step[] {
    const steps: Step[] = []
    while (this.#at < this.#chars.length) steps.push(this.#step())
    return steps
  }

  #step(): Step {
    const char = this.#chars[this.#at++]!
    if (char === '^') return { kind: 'begin' }
    if (char === ANYTHING) return { kind: 'class', ranges: [], not: true, star: true }
    if (char === '[') return this.#class()
    if (char === '(') {
      this.#at += FOLDERS.length - 1
      return { kind: 'folders' }
    }
    if (char === '.') {
      this.#at += REST.length - 1
      return { kind: 'class', ranges: LINE_FEED, not: true, star: true }
    }
    if (char !== '\\') return { kind: 'char', code: char.codePointAt(0)! }
    if (this.#at === this.#chars.length) return this.#openEnd()
    const next = this.#next()
    const ranges = CLASSES[next.toLowerCase()]
    if (ranges === undefined) return { kind: 'char', code: escapedCode(next) }
    return { kind: 'class', ranges, not: CLASSES[next] === undefined, star: false }
  }

  /** A backslash at the end takes moby's `$` along: a dollar sign, and then anything. */
  #openEnd(): Step {
    this.#chars.push('$', ANYTHING)
    return this.#step()
  }

  #next(): string {
    const char = this.#chars[this.#at++]
    if (char === undefined) throw new SyntaxError('it ends too early')
    return char
  }

  #class(): Step {
    const ranges: number[] = []
    const not = this.#chars[this.#at] === '^'
    if (not) this.#at++
    for (let first = true; first || this.#chars[this.#at] !== ']'; first = false) this.#member(ranges)
    this.#at++
    const star = this.#chars[this.#at] === '*'
    if (star) this.#at++
    return { kind: 'class', ranges, not, star }
  }

  #member(ranges: number[]): void {
    const known = this.#chars[this.#at] === '\\' ? CLASSES[this.#chars[this.#at + 1] ?? ''] : undefined
    if (known !== undefined) {
      this.#at += 2
      ranges.push(...known)
      return
    }
    const from = this.#code()
    let to = from
    if (this.#chars[this.#at] === '-' && this.#chars[this.#at + 1] !== ']') {
      this.#at++
      to = this.#code()
    }
    if (to < from) throw new SyntaxError('a range ends before it begins')
    ranges.push(from, to)
  }

  #code(): number {
    const char = this.#next()
    return char === '\\' ? escapedCode(this.#next()) : char.codePointAt(0)!
  }
}

function escapedCode(char: string): number {
  const code = CONTROLS[char] ?? (/^(?:[0-9A-Za-z]|[^\x00-\x7f])/.test(char) ? undefined : char.codePointAt(0))
  if (code === undefined) throw new SyntaxError(`'\\${char}' is no escape`)
  return code
}
