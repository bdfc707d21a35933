// An open exchange, and a handler that records its calls.

import { Exchange, type ExchangeHandler } from '../../src/wire/exchange.ts'
import type { Head } from '../../src/wire/head.ts'
import { bytesOf, Collector } from './feed.ts'

/** Records the calls in order; data is joined. */
export class Listener extends Collector implements ExchangeHandler {
  readonly events: string[] = []
  takes = true

  onHead(head: Head, framing: number): boolean {
    this.events.push(`head ${head.status} ${framing}`)
    return this.takes
  }

  override onData(bytes: Uint8Array, start: number, end: number): void {
    super.onData(bytes, start, end)
    if (this.events.at(-1) !== 'data') this.events.push('data')
  }

  onEnd(): void {
    this.events.push('end')
  }
}

export function opened(method = 'GET', options: { withBody?: boolean; upgrade?: boolean; takes?: boolean } = {}) {
  const listener = new Listener()
  listener.takes = options.takes ?? true
  const exchange = new Exchange(listener)
  exchange.open(method, options.withBody ?? false, options.upgrade)
  const push = (text: string) => exchange.push(bytesOf(text), 0, text.length)
  return { listener, exchange, push }
}

export const state = ({ untouched, idle, complete, reusable }: Exchange) => ({ untouched, idle, complete, reusable })
