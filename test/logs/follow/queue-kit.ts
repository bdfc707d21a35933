// A queue of records as a follower drives it, for its tests: each read's memory is spoilt afterwards.

import { connect } from '../../../src/index.ts'
import { Place } from '../../../src/logs/follow/place.ts'
import { RecordQueue } from '../../../src/logs/follow/record-queue.ts'

/** A record of a read. */
export interface Given {
  kind?: number
  nanos: number
  text: string
}

/** A piece of a line that was cut. */
export const PIECE = 'p'.repeat(16_384)
const engine = connect('unix:///nowhere')
const source = { engine, id: 'c', name: 'c', labels: {}, driver: 'json-file', rotates: false, tty: false }

/** A queue behind a place, as a follower drives them; each batch is one read, whose memory is spoilt afterwards. */
export function queueOf(
  accepts: ((text: string) => boolean) | undefined = undefined,
  from: ReturnType<RecordQueue['place']> = { runs: [], taken: [] },
  maxLine = 1_048_576,
) {
  const place = new Place(from.runs)
  const queue = new RecordQueue({
    maxLine,
    place: () => place.runs(),
    source: () => source,
    accepts: accepts && ((_kind, bytes, text, end) => accepts(Buffer.from(bytes.subarray(text, end)).toString())),
    from: from.runs,
    skip: from.taken,
    head: from.head,
    onReady() {},
  })
  const read = (records: readonly Given[]): void => {
    const parts = records.map(({ kind = 1, nanos, text }) => {
      const stamp = `2026-11-29T16:22:02.${String(nanos).padStart(9, '0')}Z`
      return { kind, stamp: stamp.length, bytes: Buffer.from(`${stamp} ${text}`) }
    })
    const memory = Buffer.concat(parts.map(({ bytes }) => bytes))
    let at = 0
    for (const { kind, stamp, bytes } of parts) {
      const record = [kind, memory, at, at + stamp, at + stamp + 1, at + bytes.length, true] as const
      queue.onRecord(...record)
      place.note(...record)
      at += bytes.length
    }
    place.settle()
    queue.onReadEnd()
    memory.fill(0xee)
  }
  const takeAll = (): string[] => {
    const texts: string[] = []
    for (let item = queue.take(); item !== undefined; item = queue.take())
      texts.push(item.kind === 'record' ? item.text : item.kind)
    return texts
  }
  return { queue, place, read, takeAll }
}
