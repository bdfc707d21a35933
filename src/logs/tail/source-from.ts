// Where a source of a tail begins: at a place, or where its part of a cursor stands. Pure.
// The parts are those of tail-cursor.ts.

import type { readCursor } from '../follow/cursor.ts'
import type { FollowFrom } from '../follow/follower-types.ts'

/** Where a source begins: a cursor's part, or a place. */
export type SourceFrom = FollowFrom | { readonly kind: 'cursor'; readonly part: string }

/** The part of a source that begins at the next record and has not found that place yet. */
export const NOW_PART = '"now"'

/** Where a part of a cursor begins. @param place what it says; undefined for {@link NOW_PART} */
export function fromOf(part: string, place: ReturnType<typeof readCursor> | undefined): FollowFrom {
  if (part === NOW_PART) return { kind: 'now' }
  if (place!.runs.length > 0) return { kind: 'anchor', runs: place!.runs }
  return place!.from ?? { kind: 'start' }
}
