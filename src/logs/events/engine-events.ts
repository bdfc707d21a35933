// The EventPort of a real Engine: connections and readings of its events over its request API.
// Engine facts: the head comes before the listener is registered, so `since` must reach back beyond it: from 0 on, the whole ring
// comes first and what follows is registered in the same step; its newest events may come once more. `until` in the past ends the
// response at once; it is compared with the Engine's clock, which /info shows. Other Engines keep a journal instead of a ring: there only its last part is read.

import type { Engine } from '../../engine/engine.ts'
import { unixSeconds } from '../../engine/request/timestamp.ts'
import { field, optionalField } from '../../engine/response/shape.ts'
import type { EventMessage } from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'
import { wallClock } from '../../net/base/timers.ts'
import { JsonRecords } from '../../stream/parse/json-records.ts'
import type { ByteSource } from '../../stream/source.ts'
import { isPodman } from '../port/engine-facts.ts'
import { INSPECT_MS, INSPECT_TIMEOUTS } from '../port/engine-port.ts'
import { PassedClock } from '../port/passed-clock.ts'
import type { ReadEnd } from '../port/port.ts'
import { PortClock } from '../port/port-clock.ts'
import { type EventKey, isDoubtful, isFullRing, keyOf } from './event-place.ts'
import type { EventHandle, EventPort, ReceivedEvent, RingEvents } from './event-port.ts'

/** `filters` as the request wants them: undefined, or a list per key. */
export type EventLists = Readonly<Record<string, readonly string[]>> | undefined

/** What an Engine says about itself. */
export interface EngineFacts {
  /** `/info`'s ID. Another Engine at the same address has another. */
  readonly id: string
  /** The Engine's clock, in nanoseconds since 1970. */
  readonly time: string
}

/** How far back a journal is read: seconds before the oldest event that is remembered. */
const JOURNAL_SECONDS = 60
/** The memory of an event besides its text, about. */
const EVENT_BYTES = 500
const NANOS = 1_000_000_000n
/** Within a string of JSON the quotes would be escaped, and attributes are strings: only the field itself looks like this. */
const TIME_NANO = /"timeNano":\s*(\d+)/

interface Open {
  ref(): unknown
  unref(): unknown
  close(): void
}

/** The events of one Engine. */
export class EngineEvents extends PassedClock implements EventPort {
  readonly #engine: Engine
  readonly #filters: EventLists
  readonly #clock: PortClock
  readonly #open = new Set<Open>()
  readonly #closer = new AbortController()
  #isReffed = true
  /** Whether the Engine keeps a ring. Asked for once. */
  #hasRing: boolean | undefined

  constructor(engine: Engine, filters: EventLists) {
    super()
    this.#engine = engine
    this.#clock = new PortClock(engine)
    this.#filters = filters
  }

  /** Which Engine this is, and its time. */
  async facts(): Promise<EngineFacts> {
    const options = this.#limits
    if (this.#hasRing === undefined) {
      this.#hasRing = !isPodman(await this.#engine.get('/version', options))
    }
    const info = await this.#engine.get('/info', options)
    const id = optionalField('GET /info', info, 'ID', 'string') ?? ''
    const time = optionalField('GET /info', info, 'SystemTime', 'string')
    if (time !== undefined && !(/^\d{4}-\d\d-\d\dT/.test(time) && Date.parse(time) > 0))
      throw new FairleadError(
        'ERR_RECORD_SYNTAX',
        'GET /info: SystemTime of the response: expected a time as of RFC 3339',
      )
    return { id, time: nanosOf(time) }
  }

  listen(oldest: string, onEvent: (event: ReceivedEvent) => void): EventHandle {
    const ender = new AbortController()
    let end: (end: ReadEnd) => void = () => {}
    const ended = new Promise<ReadEnd>((resolve) => {
      end = resolve
    })
    let isOver = false
    const begun = this.#request({ since: this.#since(oldest), filters: this.#filters }, ender.signal).then(
      (response) => {
        if (isOver) return response.close()
        this.#hold(response)
        readRecords(response.source, (event) => !isOver && onEvent(event)).then(
          () => end({ how: 'clean' }),
          (error: Error) => end({ how: 'cut', error }),
        )
        void ended.then(() => this.#open.delete(response))
      },
    )
    begun.catch(() => {})
    const cancel = (): void => {
      isOver = true
      ender.abort()
      end({ how: 'cancelled' })
    }
    return { begun, ended, cancel }
  }

  async readRing(oldest: string): Promise<RingEvents> {
    const ring = await this.#readPast(oldest, undefined)
    const isFull = isFullRing(ring, isDoubtful(ring) ? await this.#readPast(oldest, undefined) : [])
    const matching = this.#filters === undefined ? ring : await this.#readPast(oldest, this.#filters)
    return { ring, isFull, matching }
  }

  async #readPast(oldest: string, filters: EventLists): Promise<EventKey[]> {
    const { time } = await this.facts()
    const query = { since: this.#since(oldest), until: secondsOf(BigInt(time)), filters }
    const response = await this.#request(query, this.#closer.signal, INSPECT_MS)
    const keys: EventKey[] = []
    this.#hold(response)
    try {
      await readRecords(response.source, ({ key }) => void keys.push(key))
    } finally {
      this.#open.delete(response)
    }
    return keys
  }

  protected get clock(): PortClock {
    return this.#clock
  }

  /** Whether what is under way, and what follows, keeps the process alive. */
  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    for (const response of this.#open) response[alive ? 'ref' : 'unref']()
  }

  /** Ends everything that is under way. */
  close(): void {
    this.#closer.abort()
    this.#clock.close()
    for (const response of this.#open) response.close()
    this.#open.clear()
  }

  #request(query: object, signal: AbortSignal, idle?: number) {
    const timeouts = { head: INSPECT_MS, ...(idle === undefined ? {} : { idle }) }
    return this.#engine.request('GET', '/events', { query, signal, timeouts })
  }

  #hold(response: Open): void {
    this.#open.add(response)
    if (!this.#isReffed) response.unref()
  }

  #since(oldest: string): string {
    if (this.#hasRing !== false) return '0'
    const wanted = BigInt(oldest) - BigInt(JOURNAL_SECONDS) * NANOS
    return secondsOf(wanted < 0n ? 0n : wanted)
  }

  get #limits(): { signal: AbortSignal; timeouts: typeof INSPECT_TIMEOUTS } {
    return { signal: this.#closer.signal, timeouts: INSPECT_TIMEOUTS }
  }
}

/** Nanoseconds since 1970 of a date as text, or of now where there is none. */
export function nanosOf(date: string | undefined): string {
  const seconds = unixSeconds('SystemTime', date === undefined ? wallClock() / 1000 : date)
  const [whole = '0', decimals = ''] = seconds.split('.')
  return String(BigInt(whole) * NANOS + BigInt(decimals.padEnd(9, '0')))
}

function secondsOf(nanos: bigint): string {
  return `${nanos / NANOS}.${String(nanos % NANOS).padStart(9, '0')}`
}

/** Resolves at the clean end. */
function readRecords(source: ByteSource, onEvent: (event: ReceivedEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const records = new JsonRecords((value, text) => onEvent(received(value, text)))
    source.start({
      onData: (bytes, start, end) => records.push(bytes, start, end),
      onEnd: () => {
        try {
          records.end()
          resolve()
        } catch (error) {
          reject(error)
        }
      },
      onFail: reject,
    })
  })
}

/** @throws FairleadError ERR_RECORD_SYNTAX for a record that is not an object. */
function received(value: unknown, text: string): ReceivedEvent {
  const event = field('GET /events', value, '', 'object') as unknown as EventMessage
  const timeNano = TIME_NANO.exec(text)?.[1] ?? `${event.time ?? 0}000000000`
  return { key: keyOf(timeNano, text), event, size: 2 * text.length + EVENT_BYTES }
}
