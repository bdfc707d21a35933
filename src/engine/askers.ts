// Who hears of an answer's head, one class a kind of call: a Response to read, a value, or a head alone.
// A refusal becomes an EngineError in all of them.

import type { Asker, Call } from '../net/call.ts'
import type { ByteHandler } from '../stream/source.ts'
import type { Head } from '../wire/head.ts'
import { RefusalReader } from './refusal.ts'
import { type RequestFacts, Response } from './response.ts'
import { ValueReader } from './value-reader.ts'

const UNASKED: RequestFacts = { method: '', path: '', version: '' }

/** Settles a promise. */
export abstract class PromiseAsker<T> implements Asker {
  /** What was asked: set before the head is told. */
  facts: RequestFacts = UNASKED
  readonly resolve: (value: T) => void
  onFail: (error: Error) => void

  constructor(resolve: (value: T) => void, reject: (error: Error) => void) {
    this.resolve = resolve
    this.onFail = reject
  }

  onHead(head: Head, call: Call, framing: number): ByteHandler | undefined {
    const { status } = head
    if ((status >= 200 && status < 300) || status === 304 || status === 101) return this.onAnswer(head, call, framing)
    return new RefusalReader({ status, method: this.facts.method, path: this.facts.path }, call, this.onFail)
  }

  protected abstract onAnswer(head: Head, call: Call, framing: number): ByteHandler | undefined
}

/** A Response whose body waits for a reading. */
export class ResponseAsker extends PromiseAsker<Response> {
  protected override onAnswer(head: Head, call: Call): undefined {
    this.resolve(new Response(head, call, this.facts))
  }
}

/** Any answer as a Response, a refusal too. */
export class AnswerAsker extends ResponseAsker {
  override onHead(head: Head, call: Call): undefined {
    this.onAnswer(head, call)
  }
}

/** The body's value, by Content-Type: JSON parsed, other text as a string, undefined where there is none. */
export class ValueAsker extends PromiseAsker<unknown> {
  protected override onAnswer(head: Head, call: Call): ByteHandler {
    return new ValueReader(head, call, this.facts, this.resolve, this.onFail)
  }
}

const DISCARD: ByteHandler = { onData() {}, onEnd() {}, onFail() {} }

/** The head alone; a body, where there is one, is read past. */
export class HeadAsker extends PromiseAsker<Head> {
  protected override onAnswer(head: Head): ByteHandler {
    this.resolve(head)
    return DISCARD
  }
}

/** An answer that made a tunnel, its stream waiting. */
export interface Opened {
  head: Head
  call: Call
  framing: number
}

/** The head and the call of a tunnel. */
export class TunnelAsker extends PromiseAsker<Opened> {
  protected override onAnswer(head: Head, call: Call, framing: number): undefined {
    this.resolve({ head, call, framing })
  }
}
