// One connection's conversation: request after request going out, answer after answer coming in, without IO.
// It joins head parser, framing and body decoders, skips 1xx answers (RFC 9110 §15.2), and holds the one rule that says
// whether the connection may carry another request (RFC 9112 §9.3).
// Ownership: the handler gets the caller's own ranges; only a head that is cut apart is carried, by the head parser.

import { FairleadError } from '../error.ts'
import type { BodyDecoder, BodySink } from './body.ts'
import { ChunkedBody } from './chunked.ts'
import { CHUNKED, framing, keepsAlive, NO_BODY, TUNNEL, UNTIL_CLOSE } from './framing.ts'
import type { Head } from './head.ts'
import { HeadParser } from './head-parser.ts'
import { LengthBody } from './length.ts'
import { recentHeads } from './recent-heads.ts'

/** The most 1xx answers before a final one. The Engine sends one at most, 100; Go allowed 5. */
export const MAX_INTERIM = 16

/** Hears the answers. It may do anything but push into the exchange that calls it; what it throws comes out of `push`, `resume` or `end`. */
export interface ExchangeHandler extends BodySink {
  /**
   * A final head, of body-less answers too. `framing` is as function framing tells it.
   * Returns true to take the body at once, or false to stop: `push` then returns the index after the head.
   */
  onHead(head: Head, framing: number): boolean
  /** The answer is complete. May open the next exchange if `reusable`. */
  onEnd(): void
}

// The answer: what is expected next.
const NOTHING = 0 // no answer is due, or it is complete
const HEAD = 1
const LEAVE = 2 // the handler stopped after the head
const BODY = 3
const FAILED = 4

// What else is so, in one field: a stream keeps its connection for long.
const OPENED = 1 // there was a request
const UNSENT = 2 // its body is not sent completely
const ABANDONED = 4 // and never will be
const UPGRADE = 8 // it asks for a 101
const TOUCHED = 16 // a byte of its answer has come
const KEEPS = 32 // the last head lets the connection live on
const ENDING = 64 // the peer has said or done something that ends the connection after this answer

/** One connection's exchanges, one at a time. */
export class Exchange {
  readonly #handler: ExchangeHandler
  /** Within a head. */
  #parser: HeadParser | undefined
  /** Of the last body that had one. */
  #decoder: ChunkedBody | LengthBody | undefined
  #method = ''
  #receiving = NOTHING
  #framing = NO_BODY
  #interim = 0
  #flags = 0
  /** The head that #framing and KEEPS are of, if it answered #method. */
  #judged: Head | undefined

  constructor(handler: ExchangeHandler) {
    this.#handler = handler
  }

  /** Not one byte of the current answer, 1xx included, has come. */
  get untouched(): boolean {
    return (this.#flags & TOUCHED) === 0
  }

  /** An answer is due and its final head has not come. */
  get awaitingHead(): boolean {
    return this.#receiving === HEAD
  }

  /** No exchange is open, or the current one is complete in both directions. */
  get idle(): boolean {
    return this.#receiving === NOTHING && (this.#flags & UNSENT) === 0
  }

  /** The answer is complete. */
  get complete(): boolean {
    return this.#receiving === NOTHING && (this.#flags & OPENED) !== 0
  }

  /**
   * Whether the connection may carry another request. The one rule: the request was sent completely, the answer is
   * complete and said itself where it ends, neither side asked to close, its length was told in one way only
   * (RFC 9112 §6.1), no byte followed it, and nothing failed. True of a connection without a past, too.
   */
  get reusable(): boolean {
    return this.idle && (this.#flags & ENDING) === 0
  }

  /**
   * A request's head was handed to the socket.
   * @param withBody its body is still being sent: `sent` or `abandonBody` will follow
   * @param upgrade it asks for a 101; otherwise one is refused with ERR_UNASKED_UPGRADE
   * @throws FairleadError ERR_CLOSED unless `reusable`
   */
  open(method: string, withBody: boolean, upgrade = false): void {
    if (!this.reusable) throw new FairleadError('ERR_CLOSED', 'the connection cannot carry another request')
    if (method !== this.#method) this.#judged = undefined
    this.#method = method
    this.#flags = OPENED | (this.#flags & KEEPS) | (withBody ? UNSENT : 0) | (upgrade ? UPGRADE : 0)
    this.#receiving = HEAD
    this.#interim = 0
    this.#parser = undefined
  }

  /** The last byte of the request's body was handed to the socket. */
  sent(): void {
    if ((this.#flags & ABANDONED) === 0) this.#flags &= ~UNSENT
  }

  /** The request's body will never be complete, so no other request may follow it. */
  abandonBody(): void {
    if ((this.#flags & UNSENT) !== 0) this.#flags |= ABANDONED
  }

  /**
   * Takes the bytes `[start, end)` from the peer. If the handler stopped after the head, that is taken as `resume`.
   * @returns the index after the last byte consumed: below `end` only when the handler stops, or when the answer is
   * complete. Bytes that follow a complete answer are never consumed, and make the connection not reusable.
   * @throws FairleadError what HeadParser, function framing and the decoders throw; ERR_FRAMING after MAX_INTERIM 1xx;
   * ERR_UNASKED_UPGRADE; ERR_CLOSED after any of them; and whatever the handler throws
   */
  push(bytes: Uint8Array, start: number, end: number): number {
    try {
      return this.#take(bytes, start, end)
    } catch (error) {
      this.#receiving = FAILED
      throw error
    }
  }

  /** Goes on after `onHead` returned false; ends an answer that has no body. Otherwise does nothing. */
  resume(): void {
    if (this.#receiving !== LEAVE) return
    this.#receiving = BODY
    try {
      if (this.#framing === NO_BODY) this.#complete()
    } catch (error) {
      this.#receiving = FAILED
      throw error
    }
  }

  /**
   * The peer will send no more; whatever it sent was pushed before. Ends a body until close and a tunnel, with `onEnd`.
   * @throws FairleadError ERR_CONNECTION_CLOSED if no byte of a due answer came, ERR_TRUNCATED_HEAD, ERR_TRUNCATED_BODY;
   * and whatever the handler throws
   */
  end(): void {
    this.#flags |= ENDING
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
    if (this.#receiving === LEAVE) {
      if (this.#framing === NO_BODY && at < end) this.#flags |= ENDING
      this.resume()
    } else if (this.#receiving === HEAD && at < end) {
      this.#flags |= TOUCHED
      at = this.#heads(bytes, at, end)
    } else if (this.#receiving === FAILED) {
      throw new FairleadError('ERR_CLOSED', 'bytes were pushed into an exchange that has failed')
    }
    if (this.#receiving === BODY) return this.#body(bytes, at, end)
    if (this.#receiving === NOTHING && at < end) this.#flags |= ENDING
    return at
  }

  /** Takes heads up to and with a final one. */
  #heads(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    while (at < end) {
      let head = this.#parser === undefined ? recentHeads.find(bytes, at, end) : undefined
      if (head !== undefined) at = recentHeads.stop
      else {
        this.#parser ??= new HeadParser()
        at = this.#parser.push(bytes, at, end)
        if (at < 0) return end
        head = this.#parser.head
        this.#parser = undefined
      }
      if (head.status >= 200 || head.status === 101) {
        this.#finalHead(head, at < end)
        return at
      }
      this.#interim++
      if (this.#interim > MAX_INTERIM) {
        throw new FairleadError('ERR_FRAMING', `more than ${MAX_INTERIM} interim answers (1xx) to one request`)
      }
    }
    return at
  }

  #finalHead(head: Head, followed: boolean): void {
    if (head.status === 101 && (this.#flags & UPGRADE) === 0) {
      throw new FairleadError('ERR_UNASKED_UPGRADE', 'the peer switches protocols (101), which was not asked for')
    }
    if (head !== this.#judged) this.#judge(head)
    const length = this.#framing
    if ((this.#flags & KEEPS) === 0 || (length === NO_BODY && followed)) this.#flags |= ENDING
    if (length === CHUNKED) {
      if (!(this.#decoder instanceof ChunkedBody)) this.#decoder = new ChunkedBody(this.#handler)
      this.#decoder.reset()
    } else if (length > 0) {
      if (!(this.#decoder instanceof LengthBody)) this.#decoder = new LengthBody(this.#handler)
      this.#decoder.reset(length)
    }
    if (!this.#handler.onHead(head, length)) {
      this.#receiving = LEAVE
    } else {
      this.#receiving = BODY
      if (length === NO_BODY) this.#complete()
    }
  }

  /** What a head says of its answer's end. Kept, since the next answer's head is often the same one (see recent-heads.ts). */
  #judge(head: Head): void {
    const length = framing(this.#method, head)
    this.#framing = length
    const keeps =
      keepsAlive(head) &&
      length !== UNTIL_CLOSE &&
      length !== TUNNEL &&
      !(head.has('transfer-encoding') && head.has('content-length'))
    this.#flags = keeps ? this.#flags | KEEPS : this.#flags & ~KEEPS
    this.#judged = head
  }

  #body(bytes: Uint8Array, start: number, end: number): number {
    const length = this.#framing
    if (length < CHUNKED) {
      if (start < end) this.#handler.onData(bytes, start, end)
      return end
    }
    const decoder = this.#decoder as BodyDecoder
    const at = decoder.push(bytes, start, end)
    if (decoder.done) {
      if (at < end) this.#flags |= ENDING
      this.#complete()
    }
    return at
  }

  #endHead(): void {
    if (this.untouched) {
      throw new FairleadError('ERR_CONNECTION_CLOSED', 'the peer closed the connection without an answer')
    }
    this.#parser?.end()
    throw new FairleadError(
      'ERR_TRUNCATED_HEAD',
      'the connection ended after an interim answer (1xx), before the final one',
    )
  }

  #endBody(): void {
    if (this.#framing === CHUNKED || this.#framing > 0) this.#decoder?.end()
    this.#complete()
  }

  // The handler may open the next exchange, so nothing may be done after it.
  #complete(): void {
    this.#receiving = NOTHING
    this.#handler.onEnd()
  }
}
