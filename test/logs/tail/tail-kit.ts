// What the wire tests of tail() share: peers with many containers, a tail of them, and items taken until there are enough.
// A wait ends with an error that names what came.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../../src/index.ts'
import { type LogRecord, type TailedLogs, type TailNotice, type TailOptions, tail } from '../../../src/logs.ts'
import { FleetPeer } from './fleet-peer.ts'

/** What a tail gives. */
export type Item = LogRecord | TailNotice

export async function setUp(
  t: TestContext,
  ids: readonly string[] = ['ONE'],
): Promise<{ peers: FleetPeer[]; peer: FleetPeer; engines: Engine[]; open: (options?: TailOptions) => TailedLogs }> {
  const peers = await Promise.all(ids.map((id) => FleetPeer.start(t, id)))
  const engines = peers.map(({ host }) => connect(host))
  t.after(() => Promise.all(engines.map((engine) => engine.close())))
  const open = (options: TailOptions = {}): TailedLogs => {
    const all = tail(engines, { retry: { first: 5, most: 20 }, ...options })
    t.after(() => all.close())
    return all
  }
  return { peers, peer: peers[0]!, engines, open }
}

/** Items until `isEnough`; fails where none comes for some seconds. */
export async function until(all: TailedLogs, isEnough: (items: readonly Item[]) => boolean): Promise<Item[]> {
  const items: Item[] = []
  let onLate = (): void => {}
  const late = new Promise<never>((_, reject) => {
    onLate = () =>
      reject(
        new assert.AssertionError({ message: `nothing behind ${items.length} items, ${inWords(items.slice(-20))}` }),
      )
  })
  // One timer for all of them: some tests take thousands, and a timer for each would go off in a later test.
  const timer = setTimeout(() => onLate(), 10_000)
  try {
    while (!isEnough(items)) {
      const { value, done } = await Promise.race([all.next(), late])
      if (done) break
      items.push(value!)
      timer.refresh()
    }
  } finally {
    clearTimeout(timer)
  }
  return items
}

export const inWords = (items: readonly Item[]): string =>
  items
    .map((item) => {
      if (item.kind === 'record') return `${item.source.name}:${item.text}`
      return 'source' in item ? `${item.kind} ${item.source.name}` : item.kind
    })
    .join(', ')

export const texts = (items: readonly Item[]): string[] =>
  items.filter((item) => item.kind === 'record').map(({ source, text }) => `${source.name}:${text}`)

/** So many records, counted as they come. */
export const records = (count: number): ((items: readonly Item[]) => boolean) => {
  let seen = 0
  let at = 0
  return (items) => {
    for (; at < items.length; at++) if (items[at]!.kind === 'record') seen++
    return seen >= count
  }
}
