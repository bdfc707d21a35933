// Responses of progress records, from a script or else from the engine's own work. Records end with CRLF. An error is an error
// response before the first record, and a record after it (moby pkg/streamformatter).

import { goJson } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import { delay } from '../base/waits.ts'
import { type ProgressAction, ProgressError, type ProgressIo } from '../daemon/scripts.ts'
import type { RouteContext } from './router.ts'

/** The engine's own work, used without a script. */
export type Worker = (io: ProgressIo) => Promise<void>

/** Sends the records of a script or of `worker`. With `inBand` an error before the first record is a record too. */
export async function serveProgress(
  context: RouteContext,
  action: ProgressAction,
  name: string,
  worker: Worker,
  inBand = false,
): Promise<void> {
  const { response, daemon, query, request, signal } = context
  const io: ProgressIo = {
    name,
    query: query.all,
    headers: request.headers,
    body: request.body,
    signal,
    record: async (value) => {
      if (!response.begun) await response.begin()
      if (!response.closed && !signal.aborted) await response.chunk(`${goJson(value).slice(0, -1)}\r\n`)
    },
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal }),
    image: (reference, program, defaults = {}) => daemon.images.add(reference, program, defaults, daemon.clock.now()),
    proceed: () => worker(io),
  }
  const script = daemon.scripts.get(action) ?? worker
  response.set('Content-Type', 'application/json')
  try {
    await script(io)
  } catch (error) {
    const { message } = error as Error
    const status = error instanceof HttpError || error instanceof ProgressError ? error.status : 500
    if (!response.begun && !inBand) throw new HttpError(status, message)
    const code = error instanceof ProgressError ? error.detailCode : undefined
    await io.record({ errorDetail: { ...(code === undefined ? {} : { code }), message }, error: message })
  }
  if (!response.begun) await response.begin()
  await response.end()
}
