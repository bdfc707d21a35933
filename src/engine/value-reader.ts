// An answer's whole body as a value: JSON parsed, other text as a string, undefined where there is none.
// Bytes: a piece that ends with ASCII, as nearly every one does, becomes text where it was read, for no character can go on
// after it; from the first that does not on, the pieces are kept and decoded at the end.

import { FairleadError } from '../error.ts'
import type { Call } from '../net/call.ts'
import { decodeUtf8 } from '../stream/collect.ts'
import type { ByteHandler } from '../stream/source.ts'
import { Store } from '../stream/store.ts'
import type { Head } from '../wire/head.ts'
import { BODY_LIMIT, parseJson, type RequestFacts } from './response.ts'

const JSON_TYPE = /^application\/json\b/i

/** Takes the body of an answer, and settles a promise. */
export class ValueReader implements ByteHandler {
  readonly #head: Head
  readonly #call: Call
  readonly #facts: RequestFacts
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: Error) => void
  #text = ''
  #length = 0
  #kept: Store | undefined

  constructor(
    head: Head,
    call: Call,
    facts: RequestFacts,
    resolve: (value: unknown) => void,
    reject: (error: Error) => void,
  ) {
    this.#head = head
    this.#call = call
    this.#facts = facts
    this.#resolve = resolve
    this.#reject = reject
  }

  onData(bytes: Uint8Array, start: number, end: number): void {
    const length = this.#length + (end - start)
    if (length > BODY_LIMIT) return this.#refuse()
    this.#length = length
    if (this.#kept === undefined && bytes[end - 1]! < 0x80) {
      const text = decodeUtf8(bytes, start, end)
      this.#text = this.#text === '' ? text : this.#text + text
      return
    }
    this.#kept ??= new Store()
    this.#kept.append(bytes, start, end)
  }

  onEnd(): void {
    const kept = this.#kept
    const text = kept === undefined ? this.#text : this.#text + decodeUtf8(kept.bytes, 0, kept.length)
    let value: unknown
    try {
      value = text === '' ? undefined : isJson(this.#head) ? parseJson(text, this.#facts) : text
    } catch (error) {
      return this.#reject(error as Error)
    }
    this.#resolve(value)
  }

  onFail(error: Error): void {
    this.#reject(error)
  }

  #refuse(): void {
    const error = new FairleadError('ERR_BODY_TOO_LARGE', `the body is longer than the limit of ${BODY_LIMIT} bytes`)
    this.#text = ''
    this.#kept = undefined
    this.#call.cancel(error)
    this.#reject(error)
  }
}

function isJson(head: Head): boolean {
  const type = head.get('content-type')
  return type === 'application/json' || (type !== undefined && JSON_TYPE.test(type))
}
