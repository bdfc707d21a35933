// Finds the containers of one Engine: one connection for its events, ready before the list is asked for, and both reconciled.
// Engine facts: the daemon drops an event that a slow listener does not take within 100 ms, so the list is asked for again now and
// then; it has 256 past events at most, and none after its restart, so the list is asked for after each reconnection.

// States: made → finding (connecting → listed ⇄ lost) → over. See SourceFinder.

import type { Engine } from '../../engine/engine.ts'
import type * as Schema from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'
import { type EngineFacts, readEngineFacts } from '../port/engine-facts.ts'
import { INSPECT_TIMEOUTS } from '../port/engine-port.ts'
import { isFinal } from '../port/final-error.ts'
import type { FinderHandler, SourceFinder } from '../port/finder.ts'
import { Gate, INSPECTIONS } from '../port/gate.ts'
import { forgetRemoved } from '../port/kept-places.ts'
import { PortClock } from '../port/port-clock.ts'
import { Bell, type Retry, Waits } from '../port/waits.ts'
import type { LogSource } from '../records/log-source.ts'
import { ContainerEntry } from './container-entry.ts'
import { ContainerPort } from './container-port.ts'
import { containersIn, type Selection, selects, selectsAtOnce } from './container-selection.ts'
import { RecentEvents } from './recent-events.ts'

/** ms that an Engine may take for the head of its events' response before the list is asked for without it. */
export const EVENTS_HEAD_MS = 2000
/** A connection for events that lasted less long than this, in ms, is short; after so many of them the next one is not opened at once. */
const SHORT_MS = 1000
const SHORT_CONNECTIONS = 5
const ACTIONS = ['create', 'start', 'destroy', 'remove', 'rename']

/** How containers are found. */
export interface ContainerFinderOptions {
  readonly engine: Engine
  readonly selection: Selection
  readonly retry: Retry
  /** ms between two lists. */
  readonly relist: number
}

/** The containers of one Engine. */
export class ContainerFinder implements SourceFinder {
  readonly #options: ContainerFinderOptions
  readonly #clock: PortClock
  readonly #waits: Waits
  readonly #gate = new Gate(INSPECTIONS)
  readonly #closer = new AbortController()
  readonly #entries = new Map<string, ContainerEntry>()
  /** Containers that an event named, of which the list is asked whether they are selected. */
  readonly #asked = new Set<string>()
  readonly #recent = new RecentEvents()
  #handler: FinderHandler | undefined
  #facts: Promise<EngineFacts> | undefined
  #id: string | undefined
  /** Lists that were sent, and whether one was received. */
  #lists = 0
  #isListed = false
  #isAway = false
  #isReffed = true
  #events: { ref(): unknown; unref(): unknown } | undefined
  #onFirst: { resolve(error: Error | undefined): void; reject(error: unknown): void } | undefined

  constructor(options: ContainerFinderOptions) {
    this.#options = options
    this.#clock = new PortClock(options.engine)
    this.#waits = new Waits(this.#clock, options.retry)
  }

  get id(): string | undefined {
    return this.#id
  }

  start(handler: FinderHandler): Promise<Error | undefined> {
    this.#handler = handler
    return new Promise((resolve, reject) => {
      this.#onFirst = { resolve, reject }
      void this.#run()
    })
  }

  keepAlive(alive: boolean): void {
    this.#isReffed = alive
    this.#clock.keepAlive(alive)
    this.#events?.[alive ? 'ref' : 'unref']()
  }

  close(): void {
    this.#handler = undefined
    this.#closer.abort()
    this.#waits.close()
    this.#clock.close()
  }

  get #isClosed(): boolean {
    return this.#closer.signal.aborted
  }

  /** One connection after the other. */
  async #run(): Promise<void> {
    const { first } = this.#options.retry
    let short = 0
    while (!this.#isClosed) {
      const began = this.#clock.now()
      try {
        await this.#connect()
        if (this.#isClosed) break
        // What starts and ends meanwhile is missed: so at once.
        short = this.#clock.now() - began < SHORT_MS ? short + 1 : 0
        if (short > SHORT_CONNECTIONS) await this.#waits.sleep(first)
      } catch (error) {
        if (this.#isClosed) break
        if (isFinal(error)) return this.#fail(error as Error)
        this.#leave(error as Error)
        try {
          await this.#waits.backOff(error as Error)
        } catch {
          return this.#fail(error as Error)
        }
      }
    }
    this.#onFirst?.reject(new FairleadError('ERR_CLOSED', 'the finder of containers was closed'))
  }

  /** Listens and lists until the connection for events ends. Rejects where the Engine does not respond or refuses. */
  async #connect(): Promise<void> {
    const { engine, relist } = this.#options
    // A source's key needs the Engine's id.
    await this.#readFacts()
    const ender = new AbortController()
    const end = (): void => ender.abort()
    this.#closer.signal.addEventListener('abort', end)
    const bell = new Bell()
    try {
      const filters = { type: ['container'], event: ACTIONS }
      const query = { filters, since: this.#recent.since }
      const head = engine.request('GET', '/events', { query, signal: ender.signal })
      const over = head.then((response) => this.#listen(response))
      const ring = (): void => bell.ring()
      head.then(ring, ring)
      const onOver = (): void => {
        bell.isOver = true
        bell.ring()
      }
      over.then(onOver, onOver)
      const inTime = this.#waits.sleep(EVENTS_HEAD_MS, bell).then(() => false)
      const isReady = await Promise.race([head.then(() => true), inTime])
      await this.#list(true)
      if (this.#isClosed) return
      this.#back()
      if (!isReady) {
        await head
        await this.#list(true)
      }
      while (!bell.isOver && !this.#isClosed) {
        await this.#waits.sleep(relist, bell)
        if (!bell.isOver && !this.#isClosed) await this.#list(false)
      }
    } finally {
      this.#closer.signal.removeEventListener('abort', end)
      end()
      this.#events = undefined
    }
  }

  async #listen(response: {
    records(): AsyncIterable<Schema.EventMessage>
    ref(): unknown
    unref(): unknown
  }): Promise<void> {
    this.#events = response
    if (!this.#isReffed) response.unref()
    for await (const event of response.records()) if (!this.#isClosed && this.#recent.isNew(event)) this.#onEvent(event)
  }

  #onEvent({ Action, Actor }: Schema.EventMessage): void {
    const { ID: id, Attributes: attributes } = Actor
    const entry = this.#entries.get(id)
    if (entry !== undefined) {
      if (Action === 'start') entry.onStart()
      else if (Action === 'destroy' || Action === 'remove') entry.onGone()
      return
    }
    // What was there before us is in the first list. What was in no list until now is started for the first time.
    if (Action === 'create' || (Action === 'start' && this.#isListed)) void this.#consider(id, attributes, true)
    else if (Action === 'rename' && this.#isListed) void this.#consider(id, attributes, false)
  }

  /**
   * A container that was not known. Whether it is selected is asked of the list where its event does not say.
   * @param isFirstRun nothing is in its log from before
   */
  async #consider(id: string, attributes: Readonly<Record<string, string>>, isFirstRun: boolean): Promise<void> {
    const { engine, selection } = this.#options
    const isSelected = selectsAtOnce(selection, id, attributes)
    if (isSelected === false) return
    if (isSelected === true) return this.#add(id, attributes.name ?? '', labelsIn(attributes), isFirstRun)
    if (this.#asked.has(id)) return
    this.#asked.add(id)
    try {
      const filters = { ...selection.filters, id: [id] }
      const found = await engine.get('/containers/json', { query: { all: true, filters }, ...this.#limits })
      // A list may have come in between.
      for (const one of containersIn(found)) {
        const isKnown = this.#isClosed || this.#entries.has(one.Id)
        if (!isKnown && selects(selection, one)) this.#addListed(one, true)
      }
    } catch {
      // The next list has it, if it is there still.
    } finally {
      this.#asked.delete(id)
    }
  }

  /** Asks for the list and reconciles it. @param mayHaveMissed events may have been missed since the last one */
  async #list(mayHaveMissed: boolean): Promise<void> {
    const { engine, selection } = this.#options
    const gone = [...this.#entries.values()].filter(({ isGone }) => isGone)
    const number = ++this.#lists
    const labels = selection.labels === undefined ? {} : { label: [...selection.labels] }
    const filters = { ...labels, ...selection.filters }
    const found = await engine.get('/containers/json', { query: { all: true, filters }, ...this.#limits })
    if (this.#isClosed) return
    const listed = new Set<string>()
    const isNew = this.#isListed
    this.#isListed = true
    for (const one of containersIn(found)) {
      listed.add(one.Id)
      const entry = this.#entries.get(one.Id)
      if (entry !== undefined) entry.onListed(one, mayHaveMissed)
      else if (selects(selection, one)) this.#addListed(one, isNew)
    }
    for (const entry of gone) if (!listed.has(entry.id)) this.#entries.delete(entry.id)
    // What is no longer listed was removed, or a filter hides it: its port's inspection says which.
    for (const entry of this.#entries.values()) {
      if (entry.list < number && !entry.isGone && !listed.has(entry.id)) entry.onStart()
    }
    await this.#forgetRemoved(listed)
  }

  /** A container that exists keeps its place where the selection does not match it: renamed, or in another state, it may match again. */
  async #forgetRemoved(listed: ReadonlySet<string>): Promise<void> {
    const listAll = async (): Promise<string[]> => {
      const found = await this.#options.engine.get('/containers/json', { query: { all: true }, ...this.#limits })
      return containersIn(found).map(({ Id }) => Id)
    }
    if (this.#handler !== undefined) await forgetRemoved(this.#handler, this.#id ?? '', listed, listAll)
  }

  #addListed(listed: Schema.ContainerSummary, isNew: boolean): void {
    const { Id, Names, Labels, State } = listed
    // It has never run.
    const isFirstRun = State === 'created'
    this.#add(Id, (Names?.[0] ?? '').replace(/^\//, ''), Labels ?? {}, isFirstRun, isNew || isFirstRun)
    this.#entries.get(Id)?.onListed(listed, false)
  }

  #add(
    id: string,
    name: string,
    labels: Readonly<Record<string, string>>,
    isFirstRun: boolean,
    isNew: boolean = true,
  ): void {
    const { engine } = this.#options
    const entry = new ContainerEntry(id, isFirstRun, this.#lists)
    this.#entries.set(id, entry)
    const source: LogSource = { engine, id, name, labels, driver: '', rotates: false, tty: false }
    const facts = (): Promise<EngineFacts> => this.#readFacts()
    this.#handler?.onSource({
      key: `${this.#id ?? ''}/${id}`,
      source,
      isNew,
      open: (details, known = source) =>
        new ContainerPort({
          engine,
          entry,
          source: known,
          isKnown: known !== source,
          details,
          facts,
          gate: this.#gate,
        }),
    })
  }

  #readFacts(): Promise<EngineFacts> {
    this.#facts ??= readEngineFacts(this.#options.engine, this.#limits, () => this.#clock.now()).then((facts) => {
      this.#id = facts.id
      return facts
    })
    // Asked for again where it failed.
    this.#facts.catch(() => {
      this.#facts = undefined
    })
    return this.#facts
  }

  get #limits(): { signal: AbortSignal; timeouts: typeof INSPECT_TIMEOUTS } {
    return { signal: this.#closer.signal, timeouts: INSPECT_TIMEOUTS }
  }

  #leave(error: Error): void {
    const { engine } = this.#options
    if (!this.#isAway) this.#handler?.onNotice({ kind: 'away', engine, error })
    this.#isAway = true
    this.#onFirst?.resolve(error)
    this.#onFirst = undefined
  }

  #back(): void {
    const { engine } = this.#options
    this.#waits.comeBack()
    if (this.#isAway) this.#handler?.onNotice({ kind: 'back', engine })
    this.#isAway = false
    this.#onFirst?.resolve(undefined)
    this.#onFirst = undefined
  }

  #fail(error: Error): void {
    if (this.#onFirst !== undefined) this.#onFirst.reject(error)
    else this.#handler?.onFail(error)
    this.#onFirst = undefined
    this.close()
  }
}

/** An event's attributes are the container's labels, its image and its name. */
function labelsIn({ name: _name, image: _image, ...labels }: Readonly<Record<string, string>>): Record<string, string> {
  return labels
}
