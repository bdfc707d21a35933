// What the tests of the channels share: every event that is told while a test runs, in order, as a line and as the object.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TestContext } from 'node:test'
import type { ConnectionEvent, RequestEvent, RetryEvent, TunnelEvent } from '../../src/index.ts'

export const NAMES = ['request', 'connection', 'tunnel', 'retry'] as const
export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

type Name = (typeof NAMES)[number]

/** What was told so far. */
export interface Watch {
  /** `request.start GET /x`, of the channels that are asked for. */
  lines: string[]
  requests: RequestEvent[]
  connections: ConnectionEvent[]
  tunnels: TunnelEvent[]
  retries: RetryEvent[]
  /** Every object, once for each event. */
  all: object[]
}

/** Listens to all channels until the test is over; `names` are those whose lines are kept. */
export function watchChannels(t: Pick<TestContext, 'after'>, names: readonly Name[] = NAMES): Watch {
  const watch: Watch = { lines: [], requests: [], connections: [], tunnels: [], retries: [], all: [] }
  for (const name of NAMES) {
    for (const event of EVENTS) {
      const channel = `tracing:fairlead:${name}:${event}`
      const hear = (message: unknown): void => {
        const told = message as RequestEvent
        watch.all.push(told)
        if (event === 'start') (watch[`${name === 'retry' ? 'retrie' : name}s`] as unknown[]).push(told)
        const what = name === 'connection' ? '' : ` ${told.method} ${told.path}`
        if (names.includes(name)) watch.lines.push(`${name}.${event}${what}`)
      }
      subscribe(channel, hear)
      t.after(() => unsubscribe(channel, hear))
    }
  }
  return watch
}

/** The lines since the last call. */
export function taken({ lines }: Watch): string[] {
  return lines.splice(0)
}
