// Takes all that a tail of a swarm's services gives, as it comes, so that a test can wait for what it expects.
// Records are `<task>:<text>`, notices `<kind> <task or node>`.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { connect, type Engine } from '../../../src/index.ts'
import { type LogRecord, type TailedLogs, type TailNotice, type TailOptions, tail } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { SwarmPeer } from './swarm-peer.ts'

type Item = LogRecord | TailNotice

export const NODES = ['alpha', 'beta', 'gamma']
const WITHIN = { within: 5000 }

/** Takes all that a tail gives. */
export class Taken {
  readonly items: Item[] = []
  readonly all: TailedLogs
  readonly over: Promise<unknown>

  constructor(all: TailedLogs) {
    this.all = all
    this.over = (async () => {
      for await (const item of all) this.items.push(item)
    })().catch((error: unknown) => error)
  }

  /** `<task>:<text>` of every record so far. */
  get texts(): string[] {
    return this.records.map(({ source, text }) => `${source.task!.id}:${text}`)
  }

  get records(): LogRecord[] {
    return this.items.filter((item) => item.kind === 'record')
  }

  /** Kinds of the notices so far, with the task or the node. */
  get notices(): string[] {
    return this.items.flatMap((item) => {
      if (item.kind === 'record') return []
      if ('source' in item) return [`${item.kind} ${item.source.task!.id}`]
      return [`${item.kind} ${item.node ?? 'the engine'}`]
    })
  }

  /** Waits until these are the records, in any order. */
  async has(...texts: string[]): Promise<void> {
    await eventually(() => assert.deepEqual(this.texts.toSorted(), texts.toSorted()), WITHIN)
  }

  async hasNotice(notice: string): Promise<void> {
    await eventually(() => assert.ok(this.notices.includes(notice), `${notice} in ${this.notices}`), WITHIN)
  }
}

/** A manager with three nodes, and what opens a tail of its services. */
export async function setUp(
  t: TestContext,
): Promise<{ peer: SwarmPeer; engine: Engine; open: (options?: TailOptions) => Taken }> {
  const peer = await SwarmPeer.start(t, NODES)
  const engine = connect(peer.host)
  t.after(() => engine.close())
  const open = (options: TailOptions = {}): Taken => {
    const taken = new Taken(tail(engine, { services: 'all', retry: { first: 5, most: 20 }, ...options }))
    t.after(() => taken.all.close())
    return taken
  }
  return { peer, engine, open }
}
