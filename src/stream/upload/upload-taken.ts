// Checks that a request body can still be read. A source that yields its pieces once and was read before would be sent as an empty
// body, and the Engine would report success. If the source's properties do not show it, its first piece does.

import { FairleadError } from '../../error.ts'
import { isOwnStream } from './own-stream.ts'
import { has, type PieceSource, type Pulled } from './upload-source.ts'

/** The properties that are read, of any kind of source: Node's Readable (of any version), a web stream, a Response, an iterator. */
interface Source {
  bodyUsed?: unknown
  locked?: unknown
  _disturbed?: unknown
  readable?: unknown
  readableEnded?: unknown
  readableDidRead?: unknown
  readableAborted?: unknown
  destroyed?: unknown
  errored?: unknown
  _readableState?: { endEmitted?: unknown; dataEmitted?: unknown; errored?: unknown } | null
}

/** How many microtasks an iterator gets to report its end: ample for generators that wrap others. */
const MICROTASKS = 32

/** Iterators that were used as a body. */
const used = new WeakSet<object>()

/**
 * Checks that a body which is not in memory can still be read.
 * @throws FairleadError ERR_BODY_TAKEN if it was read before, ERR_UPLOAD_SOURCE if it is locked, destroyed or failed
 */
export function checkReadable(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  const source = body as Source
  const isNode = isNodeStream(body)
  const cause = isNode ? (source.errored ?? source._readableState?.errored) : undefined
  if (cause) throw unreadable('it failed before', cause)
  const read = wasRead(body)
  if (read !== undefined) throw taken(read)
  if (isNode && source.destroyed === true) throw unreadable('it was destroyed before')
  if (source.locked === true && has(body, 'getReader')) throw unreadable('it is locked to another reader')
}

/** Why a source cannot be read again, in words; undefined if it can be read. */
export function wasRead(body: object): string | undefined {
  const source = body as Source
  if (has(body, 'getReader')) {
    return isDisturbed(body) || source._disturbed === true ? 'the stream was read before' : undefined
  }
  if (source.bodyUsed === true) return 'it was read before'
  if (!isNodeStream(body)) return used.has(body) ? 'the iterator was used before' : undefined
  const state = source._readableState
  if (source.readableEnded === true || state?.endEmitted === true) return 'the stream has ended'
  // A part of stdin may have been read before: the rest is the body.
  if (isOwnStream(body)) return undefined
  if (source.readableDidRead === true || state?.dataEmitted === true) return 'the stream was read before'
  // Old streams (Node 0.8) have only this property.
  return state === undefined && source.readable === false ? 'the stream has ended' : undefined
}

function isNodeStream(body: object): boolean {
  return has(body, 'on') && (has(body, 'pipe') || has(body, Symbol.asyncIterator))
}

/** Node's own test, if the runtime has it; it also takes web streams. */
function isDisturbed(stream: object): boolean {
  type Builtins = { getBuiltinModule?(name: string): { isDisturbed?(stream: object): boolean } | undefined }
  const { process } = globalThis as { process?: Builtins }
  return process?.getBuiltinModule?.('node:stream')?.isDisturbed?.(stream) === true
}

/** Whether the body is an iterator, which yields its pieces once. An iterable that makes a new iterator each time can be read again. */
export function isIterator(body: unknown): boolean {
  return has(body, 'next') && !has(body, 'on') && !has(body, 'getReader')
}

/** The pieces of an iterator. The first one is taken before anything is sent. */
export class FirstPiece implements PieceSource {
  readonly #source: PieceSource
  #first: Promise<Pulled> | undefined

  /** @throws FairleadError ERR_BODY_TAKEN */
  constructor(iterator: object, source: PieceSource) {
    checkReadable(iterator)
    used.add(iterator)
    this.#source = source
  }

  /**
   * Takes the first piece, without waiting for one that takes time.
   * @throws FairleadError ERR_BODY_TAKEN if the iterator has ended already
   */
  async begin(): Promise<void> {
    let first: Pulled | undefined
    const pull = async (): Promise<Pulled> => this.#source.next()
    this.#first = pull()
    this.#first.then(
      (pulled) => {
        first = pulled
      },
      // next() reports the failure.
      () => {},
    )
    for (let turn = 0; turn < MICROTASKS && first === undefined; turn++) await undefined
    if (first?.done) throw taken("the iterator has ended (for an empty body pass '')")
  }

  next(): PromiseLike<Pulled> | Pulled {
    const first = this.#first
    this.#first = undefined
    return first ?? this.#source.next()
  }

  release(reason: unknown): unknown {
    return this.#source.release(reason)
  }
}

function taken(what: string): FairleadError {
  return new FairleadError(
    'ERR_BODY_TAKEN',
    `the request body cannot be sent: ${what}, and a body can be read only once`,
  )
}

function unreadable(what: string, reason: unknown = new Error(what)): FairleadError {
  return new FairleadError('ERR_UPLOAD_SOURCE', `the source of the request body cannot be read: ${what}`, {
    cause: reason,
  })
}
