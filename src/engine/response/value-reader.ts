// Reads a whole body as a value: JSON parsed, other text as a string, undefined without a body. See response-kind.ts.
// Bytes: a piece that ends with ASCII, as nearly every one does, is decoded from the read buffer: no character is cut at its end.
// From the first other piece on, the pieces are copied and decoded at the end. So are small pieces when they are many: a joined
// string keeps each of its parts, which costs more than a small part holds.

import { FairleadError } from '../../error.ts'
import type { Call } from '../../net/call.ts'
import { Store } from '../../stream/parse/store.ts'
import { decodeUtf8 } from '../../stream/read/collect.ts'
import type { ByteHandler } from '../../stream/source.ts'
import type { Head } from '../../wire/head.ts'
import { BODY_LIMIT, parseJson, type RequestFacts } from './response.ts'
import { bodyKind, needsBody, notJson } from './response-kind.ts'

/** This many pieces are decoded at once, small or not; further ones only while the body's pieces are not small. */
const FEW_PIECES = 16
/** Pieces are small below this average, in bytes. */
const SMALL_BYTES = 1024

/** Reads the body of a response, and settles a promise with its value. */
export class ValueReader implements ByteHandler {
  readonly #head: Head
  readonly #call: Call
  readonly #facts: RequestFacts
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: Error) => void
  #text = ''
  #length = 0
  #pieces = 0
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
    if (length > BODY_LIMIT) return this.#rejectTooLarge()
    this.#length = length
    const pieces = ++this.#pieces
    const joins = pieces <= FEW_PIECES || length >= pieces * SMALL_BYTES
    if (joins && this.#kept === undefined && bytes[end - 1]! < 0x80) {
      const text = decodeUtf8(bytes, start, end)
      this.#text = this.#text === '' ? text : this.#text + text
      return
    }
    this.#kept ??= new Store(0, BODY_LIMIT)
    this.#kept.append(bytes, start, end)
  }

  onEnd(): void {
    const kept = this.#kept
    const text = kept === undefined ? this.#text : this.#text + decodeUtf8(kept.bytes, 0, kept.length)
    let value: unknown
    try {
      value = parseBody(text, this.#head, this.#facts)
    } catch (error) {
      return this.#reject(error as Error)
    }
    this.#resolve(value)
  }

  onFail(error: Error): void {
    this.#reject(error)
  }

  #rejectTooLarge(): void {
    const error = new FairleadError('ERR_BODY_TOO_LARGE', `the body is longer than the limit of ${BODY_LIMIT} bytes`)
    this.#text = ''
    this.#kept = undefined
    this.#call.cancel(error)
    this.#reject(error)
  }
}

/** Parses a body by its kind. @throws FairleadError ERR_RECORD_SYNTAX when it should be JSON and is not. */
function parseBody(text: string, head: Head, facts: RequestFacts): unknown {
  const { method, path } = facts
  if (text === '') {
    if (needsBody(method, path, head)) throw notJson(facts, head, true)
    return undefined
  }
  const kind = bodyKind(method, path, head)
  if (kind === 'text') return text
  if (kind === 'json') return parseJson(text, facts, head)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
