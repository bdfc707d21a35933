// A model of an Engine's events: the ring, listeners that are registered in one step with it, cuts, dead connections, restarts.
// In virtual time; everything random comes from a seed.

import { type EventKey, isDoubtful, isFullRing, keyOf, RING_EVENTS } from '../../../src/logs/events/event-place.ts'
import type { EventHandle, EventPort, ReceivedEvent, RingEvents } from '../../../src/logs/events/event-port.ts'
import type { ReadEnd } from '../../../src/logs/port/port.ts'
import type { EventMessage } from '../../../src/recipes/events.ts'
import { ModelClock } from '../model/model-clock.ts'

/** An event that happened. */
export interface ModelEvent extends ReceivedEvent {
  /** Its place among all events. */
  readonly index: number
  readonly matches: boolean
}

/** What an Engine is like. */
export interface EventModelOptions {
  /** Some events have the same nanosecond. */
  readonly sameTimes: boolean
  /** Concurrent events: their times, and the order in which they reach listeners, may differ from the ring's order by one. */
  readonly inverts: boolean
  /** The share of events that the filters let through; 1: there are no filters. */
  readonly matching: number
  readonly mostLatency: number
}

interface Connection {
  onEvent: (event: ReceivedEvent) => void
  end: (end: ReadEnd) => void
  /** When the last event that is under way arrives. */
  arrives: number
  isOver: boolean
  isDead: boolean
}

const BYTES = 100

/** The Engine. */
export class EventModel implements EventPort {
  readonly clock = new ModelClock()
  readonly happened: ModelEvent[] = []
  isDown = false
  /** Connections that are open, for the schedule to cut. */
  readonly connections = new Set<Connection>()
  readonly random: () => number
  readonly #options: EventModelOptions
  #ring: ModelEvent[] = []
  #nano: bigint
  #held: ModelEvent | undefined

  constructor(options: EventModelOptions, random: () => number) {
    this.#options = options
    this.random = random
    this.#nano = BigInt(this.clock.now) * 1_000_000n
  }

  /** Its clock. */
  get time(): string {
    return String(BigInt(Math.floor(this.clock.now)) * 1_000_000n)
  }

  publish(mustMatch = false): void {
    const { sameTimes, inverts, matching } = this.#options
    const least = BigInt(this.time)
    const isSame = sameTimes && this.random() < 0.4
    if (!isSame) this.#nano = (this.#nano > least ? this.#nano : least) + 1n + BigInt(Math.floor(this.random() * 1000))
    const isLate = inverts && this.random() < 0.15
    const nano = this.#nano - (isLate ? 1n : 0n)
    const index = this.happened.length
    const event: ModelEvent = {
      key: keyOf(String(nano), `event ${index}`),
      event: { Action: String(index) } as EventMessage,
      size: BYTES,
      index,
      matches: mustMatch || this.random() < matching,
    }
    this.happened.push(event)
    this.#ring.push(event)
    if (this.#ring.length > RING_EVENTS) this.#ring.shift()
    const held = this.#held
    if (inverts && held === undefined && !mustMatch && this.random() < 0.1) {
      this.#held = event
      return
    }
    this.#held = undefined
    for (const one of held === undefined ? [event] : [event, held]) this.#send(one, this.connections)
  }

  #send(event: ModelEvent, connections: Iterable<Connection>): void {
    if (!event.matches) return
    for (const connection of connections) {
      if (connection.isDead) continue
      connection.arrives = Math.max(connection.arrives, this.clock.now + this.#latency())
      this.clock.after(connection.arrives - this.clock.now, () => {
        if (!connection.isOver && !connection.isDead) connection.onEvent(event)
      })
    }
  }

  /** Ends connections; what is under way is lost. */
  cut(): void {
    for (const connection of this.connections) {
      if (connection.isDead) continue
      this.connections.delete(connection)
      connection.isOver = true
      connection.end(this.random() < 0.5 ? { how: 'clean' } : { how: 'cut', error: new Error('cut') })
    }
  }

  /** Connections bring nothing from now on, and do not end. */
  die(): void {
    for (const connection of this.connections) connection.isDead = true
  }

  /** The daemon ends. */
  stop(): void {
    this.#held = undefined
    this.isDown = true
    this.#ring = []
    this.cut()
  }

  listen(_oldest: string, onEvent: (event: ReceivedEvent) => void): EventHandle {
    let settle!: (end: ReadEnd) => void
    const ended = new Promise<ReadEnd>((resolve) => {
      settle = resolve
    })
    const connection: Connection = { onEvent, end: settle, arrives: 0, isOver: false, isDead: false }
    const begun = (async () => {
      await this.#pass()
      if (connection.isOver || this.isDown) throw new Error('no head')
      // The head comes first, and then the listener is registered.
      this.clock.after(this.#latency(), () => {
        if (connection.isOver) return
        if (this.isDown) return settle({ how: 'cut', error: new Error('cut') })
        this.connections.add(connection)
        // What is in the ring already, though not passed to listeners yet, reaches this one twice.
        for (const event of this.#ring) this.#send(event, [connection])
      })
    })()
    begun.catch(() => {})
    const cancel = (): void => {
      connection.isOver = true
      this.connections.delete(connection)
      settle({ how: 'cancelled' })
    }
    return { begun, ended, cancel }
  }

  async readRing(): Promise<RingEvents> {
    const ring = await this.#readPast(() => true)
    const isFull = isFullRing(ring, isDoubtful(ring) ? await this.#readPast(() => true) : [])
    const matching = this.#options.matching === 1 ? ring : await this.#readPast(({ matches }) => matches)
    return { ring, isFull, matching }
  }

  /** What the ring has of the events up to the moment before. */
  async #readPast(isWanted: (event: ModelEvent) => boolean): Promise<EventKey[]> {
    await this.#pass()
    const until = this.happened.length
    await this.#pass()
    if (this.isDown) throw new Error('no ring')
    const past = this.#ring.filter((event) => event.index < until && isWanted(event))
    await this.#pass()
    return past.map(({ key }) => key)
  }

  after(ms: number, callback: () => void): () => void {
    return this.clock.after(ms, callback)
  }

  now(): number {
    return this.clock.now
  }

  #latency(): number {
    return this.random() * this.#options.mostLatency
  }

  #pass(): Promise<void> {
    return new Promise((resolve) => this.clock.after(this.#latency(), resolve))
  }
}
