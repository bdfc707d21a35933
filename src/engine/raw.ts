// An answer as it came, whatever its status: for adapters that keep another client's contract, in which a refusal is an
// answer like any other and a path is sent as it is. The body waits on its connection until the call is started.

import type { Call } from '../net/call.ts'
import type { Head } from '../wire/head.ts'
import { TunnelAsker } from './askers.ts'
import type { RequestOptions } from './options.ts'
import type { Upgrade } from './prepare.ts'

/** Options of {@link Engine.raw}. */
export interface RawOptions extends Omit<RequestOptions, 'path' | 'query' | 'requires'> {
  /** Ask for a connection that becomes a stream both ways. */
  upgrade?: Upgrade | undefined
}

/** Hands on the head, the body's source and how the body is framed. */
export class RawAsker extends TunnelAsker {
  override onHead(head: Head, call: Call, framing: number): undefined {
    this.onAnswer(head, call, framing)
  }
}
