// Answers made of progress records: of a script, or else of the engine's own work. Records end with CRLF; an error is a
// status as long as nothing was told, and a record after that (moby pkg/streamformatter).

import { setTimeout as pass } from 'node:timers/promises'
import { goJson } from './go-json.ts'
import { Refusal } from './refusal.ts'
import type { Call } from './router.ts'
import { type ProgressAction, ProgressError, type ProgressIo } from './scripts.ts'

/** Who does the work where no script does. */
export type Worker = (io: ProgressIo) => Promise<void>

/** Answers with the records of a script or of `worker`; `inBand` where even the first error is a record. */
export async function serveProgress(
  call: Call,
  action: ProgressAction,
  name: string,
  worker: Worker,
  inBand = false,
): Promise<void> {
  const { answer, daemon, query, request, signal } = call
  const io: ProgressIo = {
    name,
    query: query.all,
    headers: request.headers,
    body: request.body,
    signal,
    record: async (value) => {
      if (!answer.begun) await answer.begin()
      if (!answer.closed && !signal.aborted) await answer.chunk(`${goJson(value).slice(0, -1)}\r\n`)
    },
    sleep: (milliseconds) => pass(milliseconds, undefined, { signal }),
    image: (reference, program, defaults = {}) => daemon.images.add(reference, program, defaults, daemon.clock.now()),
    proceed: () => worker(io),
  }
  const script = daemon.scripts.get(action) ?? worker
  answer.set('Content-Type', 'application/json')
  try {
    await script(io)
  } catch (error) {
    const { message } = error as Error
    const status = error instanceof Refusal || error instanceof ProgressError ? error.status : 500
    if (!answer.begun && !inBand) throw new Refusal(status, message)
    const code = error instanceof ProgressError ? error.detailCode : undefined
    await io.record({ errorDetail: { ...(code === undefined ? {} : { code }), message }, error: message })
  }
  if (!answer.begun) await answer.begin()
  await answer.end()
}
