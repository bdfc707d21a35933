// One listener per event of an emitter, shared by all that listen. Many streams piped into one Writable then cause no
// MaxListenersExceededWarning. The shared listener is removed with the last one that uses it.

/** The part of an emitter that is used here. */
interface Emitter {
  on?(event: string, listener: (value: never) => void): unknown
  off?(event: string, listener: (value: never) => void): unknown
}

type Listener = (value: never) => void

/** The listeners of one event. */
interface Shared {
  readonly listeners: Set<Listener>
  readonly listener: Listener
}

const emitters = new WeakMap<object, Map<string, Shared>>()

/** Calls `listener(value)` at each `event` of the emitter, until {@link unlisten}. */
export function listen(emitter: object, event: string, listener: Listener): void {
  let events = emitters.get(emitter)
  if (events === undefined) {
    events = new Map()
    emitters.set(emitter, events)
  }
  const known = events.get(event)
  if (known !== undefined) {
    known.listeners.add(listener)
    return
  }
  const listeners = new Set([listener])
  const shared: Shared = {
    listeners,
    listener: (value) => {
      // A listener may remove itself from the set: iterate over a copy.
      for (const one of [...listeners]) if (listeners.has(one)) one(value)
    },
  }
  events.set(event, shared)
  ;(emitter as Emitter).on?.(event, shared.listener)
}

/** Undoes {@link listen}; does nothing if the listener was not added. */
export function unlisten(emitter: object, event: string, listener: Listener): void {
  const events = emitters.get(emitter)
  const shared = events?.get(event)
  if (!shared?.listeners.delete(listener) || shared.listeners.size > 0) return
  events?.delete(event)
  ;(emitter as Emitter).off?.(event, shared.listener)
}
