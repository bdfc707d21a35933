// What the tests of watch() at the wire share: a peer, watches of it, and their items in short.

import type { TestContext } from 'node:test'
import type { WatchItem } from '../../../src/containers/watch/pending.ts'
import { type WatchOptions, watch } from '../../../src/containers/watch/watch.ts'
import type { Watch } from '../../../src/containers/watch/watched.ts'
import { connect, type Engine } from '../../../src/index.ts'
import { ListPeer } from './list-peer.ts'

/** A peer, and watches of it that are closed behind the test. */
export interface Lab {
  peer: ListPeer
  engine: Engine
  open: (options?: WatchOptions) => Watch
}

export async function setUp(t: TestContext): Promise<Lab> {
  const peer = await ListPeer.start(t)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: WatchOptions = {}): Watch => {
    const watched = watch(engine, { containers: true, check: 0, retry: { first: 5, most: 20 }, ...options })
    t.after(() => watched.close())
    return watched
  }
  return { peer, engine, open }
}

/** An item in short: `added container a`, `away`, `synced`. */
export function inShort(item: WatchItem): string {
  return item.kind === 'away' || item.kind === 'synced' ? item.kind : `${item.change} ${item.kind} ${item.id}`
}

/** The next items in short; fewer at the end. */
export async function take(watched: Watch, count: number): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < count) {
    const { value, done } = await watched.next()
    if (done) break
    taken.push(inShort(value))
  }
  return taken
}
