// The keys that detach a client from a terminal (moby/term proxy.go and ascii.go), separated by commas: `a`, or `ctrl-` and a
// character. The default is ctrl-p,ctrl-q. Bytes that may begin the sequence are held back until it completes or fails.

/** The default detach keys: ctrl-p, ctrl-q. */
export const DEFAULT_DETACH_KEYS: Uint8Array = Uint8Array.of(16, 17)

/** Parses a `detachKeys` value into bytes; undefined if it is not a valid sequence of keys. */
export function parseDetachKeys(text: string): Uint8Array | undefined {
  if (text === '') return DEFAULT_DETACH_KEYS
  const codes: number[] = []
  for (const key of text.split(',')) {
    if (key.length === 1) codes.push(key.charCodeAt(0))
    else if (key === 'DEL') codes.push(127)
    else {
      const [, char] = /^ctrl-([a-z@[\\\]^_])$/.exec(key) ?? []
      if (char === undefined) return undefined
      codes.push(char.toUpperCase().charCodeAt(0) - 64)
    }
  }
  return Uint8Array.from(codes)
}

/** Finds the detach sequence in a client's input. */
export class DetachKeys {
  /** The whole sequence was received. */
  complete = false
  readonly #keys: Uint8Array
  #matched = 0

  constructor(keys: Uint8Array) {
    this.#keys = keys
  }

  /** Returns the bytes to pass on: from `bytes`, and from what was held back before. */
  pass(bytes: Uint8Array): Uint8Array {
    const out: number[] = []
    for (const byte of bytes) {
      if (byte === this.#keys[this.#matched]) {
        if (++this.#matched < this.#keys.length) continue
        this.complete = true
        break
      }
      out.push(...this.#keys.subarray(0, this.#matched))
      this.#matched = byte === this.#keys[0] ? 1 : 0
      if (this.#matched === 0) out.push(byte)
    }
    return Uint8Array.from(out)
  }

  /** The bytes still held back when the input ends. */
  rest(): Uint8Array {
    return this.#keys.slice(0, this.#matched)
  }
}
