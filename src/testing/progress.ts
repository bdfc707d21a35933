// Endpoints that answer with progress records: pull, push, build, load, import. What they tell can be scripted; without
// a script the engine does what it can by itself. Records end with CRLF; an error is a status as long as nothing was
// told, and a record after that (moby pkg/streamformatter).

import { setTimeout as pass } from 'node:timers/promises'
import { FairleadError } from '../error.ts'
import { goJson } from './go-json.ts'
import type { ImageDefaults } from './images.ts'
import type { Program } from './program.ts'
import { Refusal } from './refusal.ts'
import type { Call } from './router.ts'

/** What can be scripted. */
export type ProgressAction = 'pull' | 'push' | 'build' | 'load' | 'import'

export const PROGRESS_ACTIONS: readonly ProgressAction[] = ['pull', 'push', 'build', 'load', 'import']

/** What a script is given. */
export interface ProgressIo {
  /** The image asked for, `busybox:latest`; of a build the first tag; empty where the request names none. */
  readonly name: string
  /** The request's query, the first value of each name. */
  readonly query: Readonly<Record<string, string>>
  /** The request's header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The request's body as it arrives: a build's context, a tar to load or import. */
  readonly body: AsyncIterable<Uint8Array>
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
  /** Sends one record, at once; waits while the client is slow. */
  record(value: unknown): Promise<void>
  /** Waits; rejects when the client has gone. */
  sleep(milliseconds: number): Promise<void>
  /** Makes an image, as EmbeddedEngine.image does. */
  image(reference: string, program: Program, defaults?: ImageDefaults): void
  /** Does what the engine does without a script. */
  proceed(): Promise<void>
}

/** Tells the progress of one request. What it throws is the request's error: see {@link ProgressError}. */
export type ProgressScript = (io: ProgressIo) => void | Promise<void>

/** An error with a status, used before the first record, and a code for `errorDetail`, used after it. */
export class ProgressError extends Error {
  override name = 'ProgressError'
  readonly status: number
  readonly detailCode: number | undefined

  constructor(message: string, { status = 500, code }: { status?: number; code?: number } = {}) {
    super(message)
    this.status = status
    this.detailCode = code
  }
}

/** The scripts of one engine. */
export class Scripts {
  readonly #scripts = new Map<ProgressAction, ProgressScript>()

  /** Throws ERR_OPTION for an action that there is not. */
  set(action: ProgressAction, script: ProgressScript | undefined): void {
    if (!PROGRESS_ACTIONS.includes(action)) {
      throw new FairleadError('ERR_OPTION', `script: there is no action ${JSON.stringify(action)}`)
    }
    if (script) this.#scripts.set(action, script)
    else this.#scripts.delete(action)
  }

  get(action: ProgressAction): ProgressScript | undefined {
    return this.#scripts.get(action)
  }
}

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
