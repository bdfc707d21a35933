// Finds the end of a JSON value (RFC 8259) by its grammar, resumable at any byte. For values that no line end separates, or that
// contain line ends. Keeps numbers between calls, never bytes. Does not check escapes in strings: JSON.parse does.

import { CR, HTAB, LF, SP } from '../../bytes.ts'

// What is expected next.
const TOP = 0 // a value at the top level
const VALUE = 1
const FIRST_ITEM = 2 // a value, or ]
const FIRST_KEY = 3 // a key, or }
const KEY = 4
const COLON = 5
const AFTER = 6 // a comma, or the end of the array or object
const STRING = 7
const ESCAPE = 8 // in a string, after a backslash
const LITERAL = 9
// In a number, after this part.
const MINUS = 10
const ZERO = 11
const DIGITS = 12
const POINT = 13
const FRACTION = 14
const EXPONENT = 15
const SIGN = 16
const POWER = 17

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OBJECT = 0x7b
const ARRAY = 0x5b
const LITERALS = ['true', 'false', 'null'].map((word) => Uint8Array.from(word, (char) => char.charCodeAt(0)))

/** Finds where each JSON value ends, one value after the other. */
export class JsonScanner {
  #state: number = TOP
  /** The arrays and objects that contain the next byte, outermost first. */
  readonly #nesting: number[] = []
  /** Whether the current string is a key. */
  #isKey = false
  #literal = LITERALS[0]!
  #matched = 0

  /** Whether a value has begun and not ended. */
  get open(): boolean {
    return this.#state !== TOP
  }

  /** Whether the end of the text would complete the value: it is a number with all digits it needs. */
  get endsHere(): boolean {
    const state = this.#state
    return this.#nesting.length === 0 && (state === ZERO || state === DIGITS || state === FRACTION || state === POWER)
  }

  /**
   * Reads `bytes[start..end)`, which begins or continues a value.
   * @returns the index after the value's last byte; `end` if it goes on, see {@link open}; the complement (`~at`, negative) of the
   * index of an invalid byte
   */
  scan(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    while (at < end) {
      const state = this.#state
      if (state === STRING) {
        at = this.#string(bytes, at, end)
        if (at < 0) return at
      } else if (state >= MINUS) {
        const next = numberAfter(state, bytes[at]!)
        if (next < 0) return ~at
        // A byte after the number is read again.
        if (next === TOP) this.#endValue()
        else {
          this.#state = next
          at++
        }
      } else {
        const byte = bytes[at]!
        if (state < STRING && (byte === SP || byte === LF || byte === CR || byte === HTAB)) {
          at++
          continue
        }
        if (!this.#step(state, byte)) return ~at
        at++
      }
      if (this.#state === TOP) return at
    }
    return end
  }

  /** Takes one byte outside strings and numbers, other than white space. False if it is invalid. */
  #step(state: number, byte: number): boolean {
    switch (state) {
      case ESCAPE:
        this.#state = STRING
        return byte >= SP
      case LITERAL:
        if (this.#literal[this.#matched++] !== byte) return false
        if (this.#matched === this.#literal.length) this.#endValue()
        return true
      case COLON:
        this.#state = VALUE
        return byte === 0x3a
      case AFTER:
        if (byte !== 0x2c) return this.#close(byte)
        this.#state = this.#nesting[this.#nesting.length - 1] === OBJECT ? KEY : VALUE
        return true
      case FIRST_KEY:
      case KEY:
        if (byte !== QUOTE) return state === FIRST_KEY && this.#close(byte)
        this.#isKey = true
        this.#state = STRING
        return true
      case FIRST_ITEM:
        return this.#close(byte) || this.#begin(byte)
      default:
        return this.#begin(byte)
    }
  }

  #begin(byte: number): boolean {
    if (byte === OBJECT || byte === ARRAY) {
      this.#nesting.push(byte)
      this.#state = byte === OBJECT ? FIRST_KEY : FIRST_ITEM
    } else if (byte === QUOTE) {
      this.#isKey = false
      this.#state = STRING
    } else if (byte === 0x2d) this.#state = MINUS
    else if (byte === 0x30) this.#state = ZERO
    else if (byte > 0x30 && byte <= 0x39) this.#state = DIGITS
    else {
      const literal = LITERALS.find((word) => word[0] === byte)
      if (literal === undefined) return false
      this.#literal = literal
      this.#matched = 1
      this.#state = LITERAL
    }
    return true
  }

  #close(byte: number): boolean {
    const nesting = this.#nesting
    // The codes of [ and ], and of { and }, differ by two.
    if (nesting[nesting.length - 1] !== byte - 2) return false
    nesting.pop()
    this.#endValue()
    return true
  }

  #endValue(): void {
    this.#state = this.#nesting.length === 0 ? TOP : AFTER
  }

  #string(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte === QUOTE) {
        if (this.#isKey) this.#state = COLON
        else this.#endValue()
        return at + 1
      }
      if (byte === BACKSLASH) {
        this.#state = ESCAPE
        return at + 1
      }
      if (byte < SP) return ~at
    }
    return end
  }
}

/** The state of a number after one more byte; TOP if the number ended before it; negative if the byte is invalid. */
function numberAfter(state: number, byte: number): number {
  const isDigit = byte >= 0x30 && byte <= 0x39
  const isExponent = byte === 0x65 || byte === 0x45
  switch (state) {
    case MINUS:
      return isDigit ? (byte === 0x30 ? ZERO : DIGITS) : -1
    case POINT:
      return isDigit ? FRACTION : -1
    case EXPONENT:
      if (byte === 0x2b || byte === 0x2d) return SIGN
      return isDigit ? POWER : -1
    case SIGN:
      return isDigit ? POWER : -1
    case POWER:
      return isDigit ? POWER : TOP
    default:
      if (isDigit && state !== ZERO) return state
      if (byte === 0x2e && state !== FRACTION) return POINT
      return isExponent ? EXPONENT : TOP
  }
}
