// The pool of the model of exchanges, its far ends and its calls, and what is due to each call.

import assert from 'node:assert/strict'
import { mock } from 'node:test'
import timers from 'node:timers'
import { setImmediate as turn } from 'node:timers/promises'
import { takeClock, takeTimers } from '../../src/net/base/timers.ts'
import { Pool } from '../../src/net/pool.ts'
import { BIG, type Client, Far, HEAD_MS, IDLE_MS, KEPT_MS, TURNS, UNTAKEN_MS, WAIT_MS } from './model-calls.ts'

/** How calls ended, over all runs. */
export const outcomes = new Map<string, number>()

/** The pool, its far ends, the calls, and what is due to each call. */
export class World {
  readonly fars: Far[] = []
  readonly clients: Client[] = []
  readonly pool: Pool
  now = 1_000
  readonly connections: number | undefined
  closed = false
  blockedLoop = false

  constructor(connections: number | undefined) {
    this.connections = connections
    makeRefreshable()
    // The library read its timers when it was loaded.
    takeTimers()
    takeClock(() => this.now)
    const dial = (): Far => {
      const far = new Far()
      this.fars.push(far)
      return far
    }
    this.pool = new Pool({ kind: 'custom' }, { dial, connections, idleMs: KEPT_MS, connectMs: WAIT_MS })
  }

  /** The loop turns until nothing more can happen by itself. */
  async turns(): Promise<void> {
    if (this.blockedLoop) return
    for (let i = 0; i < TURNS; i++) await turn()
    this.notice()
  }

  /** Which call each far end has now, and since when its limits count. */
  notice(): void {
    for (const far of this.fars) {
      const client = this.clients[far.calls.at(-1) ?? -1]
      if (client === undefined || client.settled) continue
      if (client.far !== far) client.sentAt = undefined
      client.far = far
      // A small request fits in the socket's buffer, and counts as sent with that.
      const isSent = client.size < BIG || (!far.blocked && far.bodyBytes >= client.size)
      if (isSent) client.sentAt ??= this.now
    }
  }

  /** The unsettled call that a far end has. */
  clientOn(far: Far): Client | undefined {
    const client = this.clients[far.calls.at(-1) ?? -1]
    return client === undefined || client.settled || client.far !== far ? undefined : client
  }

  /** Far ends that carry a call which has no response yet, or one under way. */
  get busy(): Far[] {
    return this.fars.filter((far) => !far.destroyed && !far.ended && this.clientOn(far) !== undefined)
  }

  get idle(): Far[] {
    return this.fars.filter((far) => !far.destroyed && !far.ended && this.clientOn(far) === undefined)
  }

  async pass(ms: number): Promise<void> {
    this.now += ms
    for (const client of this.clients) this.#judgeTime(client)
    mock.timers.tick(ms)
    await this.turns()
  }

  /** The calls that may fail by their own limits, now that time has passed. Each limit counts from the call's own start. */
  #judgeTime(client: Client): void {
    const { plan, due } = client
    if (client.settled) return
    if (plan.head && client.heads === 0 && client.sentAt !== undefined && this.now - client.sentAt >= HEAD_MS)
      due.add('ERR_HEAD_TIMEOUT')
    if (client.heads > 0 && !client.taken && this.now - (client.headAt ?? this.now) >= UNTAKEN_MS)
      due.add('ERR_BODY_UNTAKEN')
    if (plan.idle && client.taken && !client.paused && this.now - client.movedAt >= IDLE_MS) due.add('ERR_IDLE_TIMEOUT')
    // A call whose connection was stale waits again, for the full limit.
    const waits = client.far === undefined || client.far.ended
    if (this.connections !== undefined && !plan.urgent && waits && this.now - client.submittedAt >= WAIT_MS)
      due.add('ERR_POOL_TIMEOUT')
  }

  /** Checks that no call has received what belongs to another. */
  check(): void {
    for (const client of this.clients) {
      const { id, plan, errors, ends, heads, due } = client
      const about = () => `call ${id} ${JSON.stringify(plan)}: ${errors.map((error) => error.code ?? error)}`
      assert.ok(ends + errors.length <= 1, `it ended more than once: ${about()}`)
      assert.ok(heads <= 1, about())
      for (const error of errors) assert.ok(due.has(error.code), `it is not due: ${about()}; due: ${[...due]}`)
      assert.ok(client.text === '' || /^(abc)+$/.test(client.text), client.text)
      if (heads > 0) client.headAt ??= this.now
      const isDue = client.complete && client.taken && !client.paused && due.size === 0
      assert.ok(!isDue || ends === 1, `its response is complete, and it has not ended: ${about()}`)
    }
    const sent = this.fars.flatMap(({ calls }) => calls)
    for (const { id, plan } of this.clients) {
      const times = sent.filter((other) => other === id).length
      assert.ok(times <= (plan.method === 'POST' ? 1 : 2), `${plan.method} ${id} was sent ${times} times`)
    }
    const { busy, idle, dialling } = this.pool.counts
    const urgent = this.clients.filter((client) => client.plan.urgent && !client.settled).length
    if (this.connections !== undefined) assert.ok(busy + idle + dialling <= this.connections + urgent)
  }

  /** At the end everything is allowed to go on, and all calls settle. */
  async finish(): Promise<void> {
    this.blockedLoop = false
    await this.turns()
    this.check()
    for (const { ends, errors } of this.clients) {
      const outcome = ends > 0 ? 'complete' : (errors[0]?.code ?? 'closed at the end')
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    for (const client of this.clients) client.due.add('ERR_CLOSED')
    this.pool.close()
    for (const client of this.clients) client.take()
    await this.turns()
    this.check()
    for (const client of this.clients) {
      assert.ok(client.settled, `call ${client.id} never ended: ${JSON.stringify(client.plan)}`)
    }
    assert.deepEqual(this.pool.counts, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
  }
}

/** Node's mock timers have a `refresh()` that does nothing; these have one that works. `mock.timers.reset()` takes them away. */
function makeRefreshable(): void {
  const { setTimeout: set, clearTimeout: clear } = timers
  class Refreshable {
    readonly #set: () => unknown
    #timer: unknown

    constructor(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) {
      this.#set = () => set(callback, ms, ...args)
      this.#timer = this.#set()
    }

    ref(): this {
      return this
    }

    unref(): this {
      return this
    }

    refresh(): this {
      this.clear()
      this.#timer = this.#set()
      return this
    }

    clear(): void {
      clear(this.#timer as NodeJS.Timeout)
    }
  }
  Object.assign(timers, {
    setTimeout: (...args: ConstructorParameters<typeof Refreshable>) => new Refreshable(...args),
    clearTimeout: (timer: Refreshable | undefined) => timer?.clear(),
  })
}
