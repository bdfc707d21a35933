// A connection that brings nothing: is the log silent, or has the connection died? One small read shows it. Works on a LogPort alone.
// Engine fact: from 23 on a follower hangs for good when its file is truncated from outside.

import type { LogPort, ReadHandle } from '../port/port.ts'
import { type CatchUpPort, isLast, readNewest } from './catch-up.ts'
import type { Place } from './place.ts'

/**
 * After each silence of `stall` ms (0: never), reads the newest record and compares it with the place.
 * @param isFine whether something came since the last call, or nothing may come now
 * @param onStall called once, where a record is stored that did not come
 * @returns what ends it
 */
export function watchStall(
  port: LogPort,
  place: Place,
  stall: number,
  isFine: () => boolean,
  onStall: () => void,
): () => void {
  if (stall === 0) return () => {}
  let isOver = false
  let untimed = (): void => {}
  let cancel = (): void => {}
  const arm = (): void => {
    untimed = port.after(stall, () => {
      if (isFine()) return arm()
      const probe = probeEnd(port, place, stall)
      cancel = probe.cancel
      void probe.isLate.then((isLate) => {
        if (isOver) return
        if (isLate && !isFine()) onStall()
        else arm()
      })
    })
  }
  arm()
  return (): void => {
    isOver = true
    untimed()
    cancel()
  }
}

/** The most ms that the check of a silent log may take. */
export const PROBE_MS = 10_000

/** A look at the end of a log: whether a record is stored that was not delivered, or the Engine does not respond. */
export function probeEnd(
  port: Pick<LogPort, 'read' | 'after'>,
  place: Pick<Place, 'last'>,
  stall: number,
): { readonly isLate: Promise<boolean>; cancel(): void } {
  let handle: ReadHandle | undefined
  const read: CatchUpPort['read'] = (request, handler) => {
    handle = port.read(request, handler)
    return handle.ended
  }
  // An Engine that does not respond to this in time does not respond.
  const unlimited = port.after(Math.min(stall, PROBE_MS), () => handle?.cancel())
  const isLate = readNewest({ read }).then(({ end, record }) => {
    unlimited()
    return end.how === 'cut' || end.how === 'cancelled' || (record !== undefined && !isLast(place, record))
  })
  const cancel = (): void => {
    unlimited()
    handle?.cancel()
  }
  return { isLate, cancel }
}
