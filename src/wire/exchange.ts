// One connection's requests and responses, one exchange after the other, without IO.
// Joins head parser, framing and body decoders, skips 1xx responses (RFC 9110 §15.2), and holds the one rule that decides
// whether the connection may carry another request (RFC 9112 §9.3).
// Ownership: the handler gets the caller's own ranges. Only a head that is cut apart is copied, by the head parser.

import { FairleadError } from '../error.ts'
import type { BodyDecoder, BodySink } from './body-decoder.ts'
import { ChunkedDecoder } from './chunked-decoder.ts'
import { CHUNKED, type Framing, framing, hasLength, isTwoWay, keepsAlive, NO_BODY } from './framing.ts'
import type { Head } from './head.ts'
import { HeadParser } from './head-parser.ts'
import { LengthDecoder } from './length-decoder.ts'
import type { RecentHeads } from './recent-heads.ts'

/** The most 1xx responses before a final one. The Engine sends one at most, 100; Go allowed 5. */
export const MAX_INTERIM = 16

/** Receives the responses of an {@link Exchange}. It may do anything but push into the exchange that calls it. What it throws, `push`, `resume` or `end` throws. */
export interface ExchangeHandler extends BodySink {
  /**
   * A final head, also of a response without a body. `framing` is its length in bytes, or CHUNKED, UNTIL_CLOSE or TUNNEL.
   * Returns true to take the body at once, or false to stop: `push` then returns the index after the head.
   */
  onHead(head: Head, framing: Framing): boolean
  /** The response is complete. May open the next exchange if `reusable`. */
  onEnd(): void
}

// The response: what is expected next.
const NOTHING = 0 // no response is due, or it is complete
const HEAD = 1
const AFTER_HEAD = 2 // the handler stopped after the head
const BODY = 3
const FAILED = 4

// Flags, in one field: an idle stream keeps its exchange in memory.
const OPENED = 1 // there was a request
const UNSENT = 2 // its body is not sent completely
const ABANDONED = 4 // its body never will be
const UPGRADE = 8 // it asks for a 101
const STARTED = 16 // a byte of its response has come
const KEEP_ALIVE = 32 // the last head allows another request
const LAST = 64 // the connection ends after this response

/** One connection's requests and responses, one exchange at a time. Does no IO: the caller writes requests and pushes received bytes. */
export class Exchange {
  readonly #handler: ExchangeHandler
  readonly #recentHeads: RecentHeads | undefined
  /** Only within a head. */
  #parser: HeadParser | undefined
  /** The decoder of the last body that needed one. */
  #decoder: ChunkedDecoder | LengthDecoder | undefined
  #method = ''
  #receiving = NOTHING
  #framing: Framing = NO_BODY
  #interim = 0
  #flags = 0
  /** The head that #framing and KEEP_ALIVE come from, in response to #method. */
  #framedHead: Head | undefined

  /** @param recentHeads heads shared with other exchanges, to recognise those that arrive again; without it each head is parsed */
  constructor(handler: ExchangeHandler, recentHeads?: RecentHeads) {
    this.#handler = handler
    this.#recentHeads = recentHeads
  }

  /** Whether no byte of the current response, 1xx included, has come. */
  get untouched(): boolean {
    return (this.#flags & STARTED) === 0
  }

  /** Whether a response is due and its final head has not come. */
  get awaitingHead(): boolean {
    return this.#receiving === HEAD
  }

  /** Whether no exchange is open, or the current one is complete in both directions. */
  get idle(): boolean {
    return this.#receiving === NOTHING && (this.#flags & UNSENT) === 0
  }

  /** Whether the current response is complete. */
  get complete(): boolean {
    return this.#receiving === NOTHING && (this.#flags & OPENED) !== 0
  }

  /**
   * Whether the connection may carry another request. The one rule: the request was sent completely, the response is complete
   * and framed its own end, neither side asked to close, only one field gave its length (RFC 9112 §6.1), no byte followed it,
   * and nothing failed. Also true before the first request.
   */
  get reusable(): boolean {
    return this.idle && (this.#flags & LAST) === 0
  }

  /**
   * Begins an exchange. Call it when a request's head is handed to the socket.
   * @param withBody its body is still being sent: `sent` or `abandonBody` will follow
   * @param upgrade it asks for a 101; otherwise a 101 is ERR_UNASKED_UPGRADE
   * @throws FairleadError ERR_CLOSED unless `reusable`
   */
  open(method: string, withBody: boolean, upgrade = false): void {
    if (!this.reusable) throw new FairleadError('ERR_CLOSED', 'the connection cannot carry another request')
    if (method !== this.#method) this.#framedHead = undefined
    this.#method = method
    this.#flags = OPENED | (this.#flags & KEEP_ALIVE) | (withBody ? UNSENT : 0) | (upgrade ? UPGRADE : 0)
    this.#receiving = HEAD
    this.#interim = 0
    this.#parser = undefined
  }

  /** Call it when the last byte of the request's body is handed to the socket. */
  sent(): void {
    if ((this.#flags & ABANDONED) === 0) this.#flags &= ~UNSENT
  }

  /** Call it when the request's body will never be complete: no other request may follow it. */
  abandonBody(): void {
    if ((this.#flags & UNSENT) !== 0) this.#flags |= ABANDONED
  }

  /**
   * Takes the received bytes `[start, end)`. If the handler stopped after the head, this resumes.
   * @returns the index after the last byte consumed: below `end` only if the handler stops or the response is complete.
   * Bytes that follow a complete response are never consumed; they make the connection not reusable.
   * @throws FairleadError what HeadParser, function framing and the decoders throw; ERR_FRAMING after MAX_INTERIM 1xx;
   * ERR_UNASKED_UPGRADE; ERR_CLOSED after any of them; and what the handler throws
   */
  push(bytes: Uint8Array, start: number, end: number): number {
    try {
      return this.#take(bytes, start, end)
    } catch (error) {
      this.#receiving = FAILED
      throw error
    }
  }

  /** Continues after `onHead` returned false: completes a response without a body. Otherwise does nothing. */
  resume(): void {
    if (this.#receiving !== AFTER_HEAD) return
    this.#receiving = BODY
    try {
      if (this.#framing === NO_BODY) this.#complete()
    } catch (error) {
      this.#receiving = FAILED
      throw error
    }
  }

  /**
   * The peer will send no more; all it sent was pushed before. Ends a body until close and a tunnel, with `onEnd`.
   * @throws FairleadError ERR_CONNECTION_CLOSED if a response is due and no byte of it came; ERR_TRUNCATED_HEAD, ERR_TRUNCATED_BODY;
   * and what the handler throws
   */
  end(): void {
    this.#flags |= LAST
    this.resume()
    try {
      if (this.#receiving === HEAD) this.#endHead()
      else if (this.#receiving === BODY) this.#endBody()
    } catch (error) {
      this.#receiving = FAILED
      throw error
    }
  }

  #take(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    if (this.#receiving === BODY) return this.#body(bytes, at, end)
    if (this.#receiving === AFTER_HEAD) {
      if (this.#framing === NO_BODY && at < end) this.#flags |= LAST
      this.resume()
    } else if (this.#receiving === HEAD && at < end) {
      this.#flags |= STARTED
      at = this.#heads(bytes, at, end)
    } else if (this.#receiving === FAILED) {
      throw new FairleadError('ERR_CLOSED', 'bytes were pushed into an exchange that has failed')
    }
    if (this.#receiving === BODY) return this.#body(bytes, at, end)
    if (this.#receiving === NOTHING && at < end) this.#flags |= LAST
    return at
  }

  /** Takes heads up to and including a final one. */
  #heads(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    while (at < end) {
      let head = this.#parser === undefined ? this.#recentHeads?.find(bytes, at, end) : undefined
      if (head !== undefined) at += head.length
      else {
        this.#parser ??= new HeadParser()
        at = this.#parser.push(bytes, at, end)
        if (at < 0) return end
        head = this.#parser.head
        this.#parser = undefined
        this.#recentHeads?.keep(head)
      }
      if (head.status >= 200 || head.status === 101) {
        this.#finalHead(head, at < end)
        return at
      }
      this.#interim++
      if (this.#interim > MAX_INTERIM) {
        throw new FairleadError('ERR_FRAMING', `more than ${MAX_INTERIM} interim responses (1xx) to one request`)
      }
    }
    return at
  }

  #finalHead(head: Head, followed: boolean): void {
    if (head.status === 101 && (this.#flags & UPGRADE) === 0) {
      throw new FairleadError(
        'ERR_UNASKED_UPGRADE',
        'the peer switches protocols (101): the request did not ask for an upgrade',
      )
    }
    if (head !== this.#framedHead) this.#frame(head)
    const length = this.#framing
    if ((this.#flags & KEEP_ALIVE) === 0 || (length === NO_BODY && followed)) this.#flags |= LAST
    if (length === CHUNKED) {
      if (!(this.#decoder instanceof ChunkedDecoder)) this.#decoder = new ChunkedDecoder(this.#handler)
      this.#decoder.reset()
    } else if (hasLength(length)) {
      if (!(this.#decoder instanceof LengthDecoder)) this.#decoder = new LengthDecoder(this.#handler)
      this.#decoder.reset(length)
    }
    if (!this.#handler.onHead(head, length)) {
      this.#receiving = AFTER_HEAD
    } else {
      this.#receiving = BODY
      if (length === NO_BODY) this.#complete()
    }
  }

  /** Derives framing and persistence from a head. Remembers the head: the next response's is often the same object (recent-heads.ts). */
  #frame(head: Head): void {
    const length = framing(this.#method, head)
    this.#framing = length
    const isPersistent =
      keepsAlive(head) && !isTwoWay(length) && !(head.has('transfer-encoding') && head.has('content-length'))
    this.#flags = isPersistent ? this.#flags | KEEP_ALIVE : this.#flags & ~KEEP_ALIVE
    this.#framedHead = head
  }

  #body(bytes: Uint8Array, start: number, end: number): number {
    const length = this.#framing
    if (isTwoWay(length)) {
      if (start < end) this.#handler.onData(bytes, start, end)
      return end
    }
    const decoder = this.#decoder as BodyDecoder
    const at = decoder.push(bytes, start, end)
    if (decoder.done) {
      if (at < end) this.#flags |= LAST
      this.#complete()
    }
    return at
  }

  #endHead(): void {
    if (this.untouched) {
      throw new FairleadError('ERR_CONNECTION_CLOSED', 'the peer closed the connection without a response')
    }
    this.#parser?.end()
    throw new FairleadError(
      'ERR_TRUNCATED_HEAD',
      'the connection ended after an interim response (1xx), before the final one',
    )
  }

  #endBody(): void {
    if (this.#framing === CHUNKED || hasLength(this.#framing)) this.#decoder?.end()
    this.#complete()
  }

  // The handler may open the next exchange: do nothing after onEnd.
  #complete(): void {
    this.#receiving = NOTHING
    this.#handler.onEnd()
  }
}
