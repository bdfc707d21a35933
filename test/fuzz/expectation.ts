// What must come of a case, by the models; which codes its errors have; and how much of it an early end may leave out.

import { FairleadError } from '../../src/index.ts'
import type { Delivered } from './body-model.ts'
import type { Decoded } from './http-model.ts'
import type { Reader } from './readers.ts'
import { SOURCE_ERROR, type UploadPlan } from './upload-bodies.ts'
import { MINE } from './user.ts'
import type { Script } from './wire-bytes.ts'

/** The code of an error, through fetch and the modem, too. */
export function codeOf(error: unknown): string {
  if (error === MINE || (error as Error)?.cause === MINE) return 'mine'
  if (error === SOURCE_ERROR) return 'ERR_UPLOAD_SOURCE'
  if (error instanceof FairleadError) return error.code
  const { cause, statusCode, name } = error as { cause?: unknown; statusCode?: number; name?: string }
  if (cause instanceof FairleadError) return cause.code
  if (statusCode !== undefined) return 'ERR_ENGINE'
  // Node's word for a stream that was destroyed before its end.
  if ((error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE') return 'ERR_CLOSED'
  return name === 'AbortError' ? 'ERR_ABORTED' : `no FairleadError: ${(error as Error)?.stack ?? String(error)}`
}

/** What must come of a case whose user does nothing. */
export function expectation(
  reader: Reader,
  decoded: Decoded,
  upload: UploadPlan,
  script: Script,
  raw: boolean,
): Delivered {
  const { status, end, body } = decoded
  const none = (...codes: string[]): Delivered => ({ items: [], end: codes })
  const timeout = status === undefined ? 'ERR_HEAD_TIMEOUT' : 'ERR_IDLE_TIMEOUT'
  // A request that is not sent whole has no limit for its head: the user ends it.
  const waited = script.early || upload.code !== undefined ? [timeout, 'ERR_ABORTED'] : [timeout]
  if (upload.code !== undefined && !script.early) return none(upload.code)
  const natural = ((): Delivered => {
    if (status === undefined) return end === 'open' ? none(...waited) : none(end)
    const isSuccess = (status >= 200 && status < 300) || (status === 304 && !reader.refuses304) || status === 101
    if (!isSuccess && !reader.passesErrors) return none('ERR_ENGINE')
    if (status === 301) return none('ERR_FETCH_REDIRECT')
    if ((status === 204 || status === 304) && reader.needsBody) return none('ERR_RECORD_SYNTAX')
    const found = reader.model(body, end, raw)
    return { ...found, end: found.end.flatMap((code) => (code === 'open' ? waited : [code])) }
  })()
  return upload.code === undefined ? natural : { ...natural, end: [...natural.end, upload.code] }
}

/** Two outputs that got nothing are as good as none. */
export const withText = (items: readonly string[]): readonly string[] => (items.join('') === '' ? [] : items)

/** Whether `some` is the beginning of `all`; the last item may be a part. */
export function isBeginning(some: readonly string[], all: readonly string[], apart: boolean): boolean {
  if (apart) return some.every((item) => all.some((whole) => whole.startsWith(item.replace(/[\r\ufffd]?\$?$/, ''))))
  // Where the reading ends within a character, what came of it is one U+FFFD; a CR whose LF has not come belongs to the line.
  const isLast = (at: number): boolean => at === some.length - 1
  return some.every((item, at) =>
    isLast(at) ? (all[at] ?? '').startsWith(item.replace(/[\r\ufffd]$/, '')) : item === all[at],
  )
}
