// The keys that detach a client from a terminal (moby/term proxy.go and ascii.go): `a`, or `ctrl-` and a character, comma
// separated; ctrl-p,ctrl-q by default. Holds what may become the sequence until it does or does not.

/** ctrl-p, ctrl-q. */
export const DEFAULT_DETACH_KEYS: Uint8Array = Uint8Array.of(16, 17)

/** The bytes of `text`; undefined for what is no sequence of keys. */
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

export class DetachKeys {
  /** The whole sequence has come. */
  complete = false
  readonly #keys: Uint8Array
  #matched = 0

  constructor(keys: Uint8Array) {
    this.#keys = keys
  }

  /** What of `bytes`, and of what was held, goes on. */
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

  /** What was held when the input ended. */
  rest(): Uint8Array {
    return this.#keys.slice(0, this.#matched)
  }
}
