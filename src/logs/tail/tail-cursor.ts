// A tail's cursor as text: one part for each source, each the cursor that follow() would give for it. Pure.
// JSON: version, and by Engine (or cluster) the parts by source.

import { FairleadError } from '../../error.ts'
import { readCursor } from '../follow/cursor.ts'
import { NOW_PART } from './source-from.ts'

const VERSION = 1

/** Some 100 to 500 bytes for each source. @param parts by key, see FoundSource */
export function writeTailCursor(
  parts: Iterable<readonly [key: string, part: string]>,
  engines: readonly string[],
): string {
  const byEngine = new Map<string, string[]>(engines.map((id) => [id, []]))
  for (const [key, part] of parts) {
    const at = key.indexOf('/')
    const id = key.slice(0, at)
    const own = byEngine.get(id) ?? []
    if (own.length === 0) byEngine.set(id, own)
    own.push(`${JSON.stringify(key.slice(at + 1))}:${part}`)
  }
  const engineParts = [...byEngine].map(([id, own]) => `${JSON.stringify(id)}:{${own.join(',')}}`)
  return `{"v":${VERSION},"e":{${engineParts.join(',')}}}`
}

/** What a cursor says. */
export interface TailPlace {
  /** The Engines and clusters that were followed. */
  readonly engines: readonly string[]
  /** Parts by key. */
  readonly parts: Map<string, string>
}

/** @throws FairleadError ERR_OPTION where `text` is no cursor of a tail. */
export function readTailCursor(text: string): TailPlace {
  try {
    const { v, e } = JSON.parse(text) as { v: unknown; e: Record<string, Record<string, unknown>> }
    if (v !== VERSION || typeof e !== 'object' || e === null) throw new Error()
    const parts = new Map<string, string>()
    for (const [id, own] of Object.entries(e)) {
      for (const [key, value] of Object.entries(own)) {
        const part = JSON.stringify(value)
        if (part !== NOW_PART) readCursor(part)
        parts.set(`${id}/${key}`, part)
      }
    }
    return { engines: Object.keys(e), parts }
  } catch {
    throw new FairleadError(
      'ERR_OPTION',
      'from.cursor: not a cursor of tail(): expected the text that a tail gave as its cursor',
    )
  }
}
