// What the wire tests of followEvents() share: a peer that serves events, and what is taken of them.

import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../../src/index.ts'
import { type FollowEventsOptions, type FollowedEvents, followEvents } from '../../../src/logs.ts'
import { EventPeer } from './event-peer.ts'

export async function setUp(
  t: TestContext,
): Promise<{ peer: EventPeer; engine: Engine; open: (options?: FollowEventsOptions) => FollowedEvents }> {
  const peer = await EventPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: FollowEventsOptions = {}): FollowedEvents => {
    const followed = followEvents(engine, { retry: { first: 5, most: 20 }, ...options })
    t.after(() => followed.close())
    return followed
  }
  return { peer, engine, open }
}

/** The next `count` items: the ids of events, and notices by their kind and cause or reason. */
export async function items(followed: FollowedEvents, count: number): Promise<string[]> {
  const found: string[] = []
  while (found.length < count) {
    const { value, done } = await followed.next()
    if (done) break
    if (value.kind === 'event') found.push(value.event.Actor.ID!)
    else found.push(`${value.kind} ${value.kind === 'gap' ? value.cause : value.reason}`)
  }
  return found
}
