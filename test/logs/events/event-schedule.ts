// One random schedule over the model of an Engine's events: what happens, what goes wrong, and a consumer that is slow and crashes;
// and what was violated in the end.

import { readEventCursor, writeEventCursor } from '../../../src/logs/events/event-cursor.ts'
import type { EventFollower } from '../../../src/logs/events/event-follower.ts'
import { EventPlace, type EventPlaceState } from '../../../src/logs/events/event-place.ts'
import type { EventItem, EventQueue } from '../../../src/logs/events/event-queue.ts'
import { randomOf } from '../model/model-clock.ts'
import { EventModel, type ModelEvent } from './event-model.ts'

/** What a schedule runs: the real classes, or mutated ones. */
export interface EventSubject {
  EventFollower: typeof EventFollower
  EventQueue: typeof EventQueue
}

/** The index of an event, or a gap. */
type Taken = number | 'gap'

const OPTIONS = { retry: { first: 100, most: 2000, forMs: 0 }, stall: 20_000 } as const
const MAX_BYTES = 3000

/** What was delivered over all schedules, for a test to see that they are not idle. */
export interface EventTotals {
  events: number
  missing: number
  gaps: number
}

/** What went wrong, in one line; undefined where nothing did. */
export async function runEventSchedule(
  seed: number,
  subject: EventSubject,
  totals: EventTotals = { events: 0, missing: 0, gaps: 0 },
): Promise<string | undefined> {
  const random = randomOf(seed)
  const chance = (probability: number): boolean => random() < probability
  const below = (limit: number): number => Math.floor(random() * limit)
  /** Nothing happens that could hide an event: no gap may be said. */
  const isCalm = seed % 3 === 0
  const inverts = chance(0.3)
  const model = new EventModel(
    { sameTimes: chance(0.5), inverts, matching: chance(0.5) ? 1 : 0.02 + random() * 0.5, mostLatency: 1 + below(40) },
    random,
  )
  const { clock } = model
  const problems: string[] = []
  let taken: Taken[] = []
  let isAway = false
  let isReady = false
  let queue!: EventQueue
  let follower!: EventFollower
  const take = (): void => {
    for (let item = queue.take(); item !== undefined; item = queue.take()) {
      const one = takenOf(item)
      if (one !== undefined) taken.push(one)
    }
  }
  const begin = (place: EventPlaceState): void => {
    isReady = false
    const own = new subject.EventQueue(place, MAX_BYTES, () => {
      if (queue === own && !isAway) take()
    })
    const ownFollower = new subject.EventFollower(model, own, new EventPlace(place), OPTIONS, () => {
      if (follower === ownFollower) isReady = true
    })
    queue = own
    follower = ownFollower
    ownFollower.run().catch((error: Error) => {
      // Before it stands, the caller is told; this one begins again.
      if (follower !== ownFollower) return
      if (isReady) problems.push(`rejected: ${error.stack}`)
      else clock.after(500, () => follower === ownFollower && begin(place))
    })
  }

  // A ring that is empty shows nothing to a cursor.
  for (let count = isCalm ? 1 + below(30) : below(400); count > 0; count--) model.publish()
  await clock.run(clock.now + 10)
  const first = model.happened.length
  begin({ keys: [], witness: undefined, since: 0, from: model.time })
  // Until it stands, a restart is not known to hide anything.
  while (!isReady) await clock.run(clock.now + 50)
  let saved = { count: 0, text: writeEventCursor({ engine: 'E', place: queue.place }) }

  const crash = (): void => {
    follower.close()
    taken = taken.slice(0, saved.count)
    begin(readEventCursor(saved.text).place)
  }
  const save = (): void => {
    saved = { count: taken.length, text: writeEventCursor({ engine: 'E', place: queue.place }) }
    if (saved.text.length > 700) problems.push(`a cursor of ${saved.text.length} bytes`)
  }
  let budget = 150
  for (let step = 10 + below(40); step > 0; step--) {
    const burst = isCalm ? Math.min(budget, below(8)) : chance(0.1) ? below(500) : below(20)
    budget -= burst
    for (let count = burst; count > 0; count--) {
      if (!model.isDown) model.publish()
      if (chance(0.3)) await clock.run(clock.now + random() * 20)
    }
    if (chance(0.25)) model.cut()
    if (chance(0.05)) model.die()
    if (isReady && chance(0.3)) save()
    if (isReady && chance(0.1)) crash()
    if (!isCalm && chance(0.1)) isAway = !isAway
    if (!isAway) take()
    if (!isCalm && chance(0.1)) {
      model.stop()
      await clock.run(clock.now + random() * 3000)
      model.isDown = false
    }
    await clock.run(clock.now + (chance(0.1) ? 50_000 : random() * 500))
  }
  // In the end all is well, and one more event happens.
  isAway = false
  take()
  await clock.run(clock.now + 120_000)
  model.publish(true)
  await clock.run(clock.now + 60_000)
  follower.close()
  await clock.run(clock.now + 1000)
  const wanted = model.happened.slice(first).filter(({ matches }) => matches)
  problems.push(...verdict(taken, wanted, inverts ? 4 : 0, totals))
  if (isCalm && taken.includes('gap')) problems.push('a gap though nothing was hidden')
  if (clock.now > 0 && model.connections.size > 0) problems.push(`${model.connections.size} connections are left`)
  return problems.length === 0 ? undefined : `seed ${seed}: ${problems.slice(0, 3).join('; ')}`
}

function takenOf(item: EventItem): Taken | undefined {
  if (item.kind === 'event') return Number(item.event.Action)
  return item.kind === 'gap' ? 'gap' : undefined
}

/** Delivered = happened − gaps, in order but for concurrent events, once. */
function verdict(taken: readonly Taken[], wanted: readonly ModelEvent[], slack: number, totals: EventTotals): string[] {
  const problems: string[] = []
  const places = new Map(wanted.map(({ index }, at) => [index, at]))
  const seen = new Set<number>()
  let highest = -1
  for (const one of taken) {
    if (one === 'gap') continue
    const at = places.get(one)
    if (at === undefined) problems.push(`event ${one} was not wanted`)
    else if (seen.has(at)) problems.push(`event ${one} came twice`)
    else if (at < highest - slack) problems.push(`event ${one} came behind a later one`)
    seen.add(at ?? -1)
    highest = Math.max(highest, at ?? -1)
  }
  // For each gap: what stood before it at most, and behind it at least.
  const gaps = taken.flatMap((one, at) => {
    if (one !== 'gap') return []
    const placesOf = (some: readonly Taken[]): number[] => some.map((other) => places.get(other as number) ?? -1)
    const before = placesOf(taken.slice(0, at).filter((other) => other !== 'gap'))
    const behind = placesOf(taken.slice(at).filter((other) => other !== 'gap'))
    return [{ before: Math.max(-1, ...before), behind: Math.min(wanted.length, ...behind) }]
  })
  for (let at = 0; at < wanted.length; at++) {
    if (seen.has(at)) continue
    totals.missing++
    if (!gaps.some(({ before, behind }) => before - slack < at && at < behind + slack)) {
      problems.push(`event ${wanted[at]!.index} is missing without a gap`)
    }
  }
  totals.events += seen.size
  totals.gaps += gaps.length
  return problems
}
