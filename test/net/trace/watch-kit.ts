// What the tests of the channels share: every event that is published while a test runs, in order, as a line and as the object.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TestContext } from 'node:test'
import type { ConnectionEvent, RequestEvent, RetryEvent, TunnelEvent } from '../../../src/index.ts'

export const NAMES = ['request', 'connection', 'tunnel', 'retry'] as const
export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

type Name = (typeof NAMES)[number]

/** The events so far. */
export interface Watch {
  /** `request.start GET /x`, of the channels in `names`. */
  lines: string[]
  requests: RequestEvent[]
  connections: ConnectionEvent[]
  tunnels: TunnelEvent[]
  retries: RetryEvent[]
  /** Every object, once for each event. */
  all: object[]
}

/** Listens to all channels until the test ends; lines are kept of those in `names`. */
export function watchChannels(t: Pick<TestContext, 'after'>, names: readonly Name[] = NAMES): Watch {
  const watch: Watch = { lines: [], requests: [], connections: [], tunnels: [], retries: [], all: [] }
  for (const name of NAMES) {
    for (const event of EVENTS) {
      const channel = `tracing:fairlead:${name}:${event}`
      const listener = (message: unknown): void => {
        const event_ = message as RequestEvent
        watch.all.push(event_)
        if (event === 'start') (watch[`${name === 'retry' ? 'retrie' : name}s`] as unknown[]).push(event_)
        const what = name === 'connection' ? '' : ` ${event_.method} ${event_.path}`
        if (names.includes(name)) watch.lines.push(`${name}.${event}${what}`)
      }
      subscribe(channel, listener)
      t.after(() => unsubscribe(channel, listener))
    }
  }
  return watch
}

/** The lines since the last call. */
export function taken({ lines }: Watch): string[] {
  return lines.splice(0)
}
