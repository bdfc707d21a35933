// Pull, push, build, load and import, scripted: what their progress tells is a function's business, as what a container
// does is a program's. Without a script the engine does what it can by itself.

import { FairleadError } from '../error.ts'
import type { ImageDefaults } from './images.ts'
import type { Program } from './program.ts'

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
