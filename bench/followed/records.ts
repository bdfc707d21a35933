// What the followed part's server writes, by a container's id: how many records, how many a second, and in which rhythm. Each record is
// a line of fan-in/lines.ts: a frame in a chunk, with the time of its write.
import { LINE_BYTES } from '../fan-in/lines.ts'

/**
 * `even`: spread over time. `bursts`: at the rate for {@link BURST_MS}, then {@link SILENCE_MS} of silence, again and again; the first
 * record of each burst is marked.
 */
export type Rhythm = 'even' | 'bursts'

export interface Order {
  rhythm: Rhythm
  /** Records per second; 0 is as fast as the sender can. */
  rate: number
  records: number
}

export const BURST_MS = 20
/** More than 5 ms, so that no record of the burst before is less than 5 ms ago for the reader. */
export const SILENCE_MS = 6

export const idOf = ({ rhythm, rate, records }: Order): string => `${rhythm}_${rate}_${records}`

/** The order in a request's head; undefined if it is not for a log. */
export function orderIn(head: string): Order | undefined {
  const found = /\/containers\/(even|bursts)_(\d+)_(\d+)\/logs/.exec(head)
  if (found === null) return undefined
  return { rhythm: found[1] as Rhythm, rate: Number(found[2]), records: Number(found[3]) }
}

export const payloadOf = ({ records }: Order): number => records * LINE_BYTES
