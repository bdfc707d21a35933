// A cursor of the Engine's events as text: it can be saved with what was taken, and begun from again.
// JSON, under 700 bytes: version, the Engine's id, the last events' keys, the ring's witness, and where it began.

import { FairleadError } from '../../error.ts'
import { CURSOR_EVENTS, type EventPlaceState } from './event-place.ts'

/** A place among the events of one Engine. */
export interface EventCursor {
  /** `/info`'s ID. */
  readonly engine: string
  readonly place: EventPlaceState
}

const VERSION = 1
const KEY = /^\d{1,20}-[0-9a-z]{1,7}$/
const MOMENT = /^\d{1,20}$/
/** The longest id that fits; Docker's have 36 or 59 characters. */
const MAX_ID = 200

/** The text of a place. */
export function writeEventCursor({ engine, place }: EventCursor): string {
  const { keys, witness, since, from } = place
  const written = { v: VERSION, e: engine.slice(0, MAX_ID), k: keys.slice(-CURSOR_EVENTS), n: since, f: from }
  return JSON.stringify(witness === undefined ? written : { ...written, w: witness })
}

/** @throws FairleadError ERR_OPTION where `text` is no cursor of events. */
export function readEventCursor(text: string): EventCursor {
  try {
    const { v, e, k, w, n, f } = JSON.parse(text) as Record<string, unknown>
    const isWitness = w === undefined || w === null || isKey(w)
    const isCursor = v === VERSION && typeof e === 'string' && Array.isArray(k) && k.every(isKey) && isWitness
    if (!isCursor || typeof f !== 'string' || !MOMENT.test(f) || !Number.isSafeInteger(n)) throw new Error()
    return { engine: e, place: { keys: k, witness: w, since: n as number, from: f } }
  } catch {
    throw new FairleadError(
      'ERR_OPTION',
      'from.cursor: not a cursor of events: expected the text that followed events gave as their cursor',
    )
  }
}

/** Whether a cursor is one of this Engine. */
export function isCursorOf({ engine }: EventCursor, id: string): boolean {
  return engine === id.slice(0, MAX_ID)
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value)
}
