// Scripts for pull, push, build, load and import: functions that write the progress, as programs run in containers. Without a
// script the engine does what it can by itself.

import { FairleadError } from '../../error.ts'
import type { Program } from '../base/program.ts'
import type { ImageDefaults } from './images.ts'

/** An action whose progress can be scripted. */
export type ProgressAction = 'pull' | 'push' | 'build' | 'load' | 'import'

/** Every action that can be scripted. */
export const PROGRESS_ACTIONS: readonly ProgressAction[] = ['pull', 'push', 'build', 'load', 'import']

/** What a script receives: the request, and functions that write the progress. */
export interface ProgressIo {
  /** The requested image, such as `busybox:latest`; for a build the first tag; empty if the request names none. */
  readonly name: string
  /** The request's query; the first value of each name. */
  readonly query: Readonly<Record<string, string>>
  /** The request's header fields, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The request's body as it arrives: a build's context, or a tar to load or import. */
  readonly body: AsyncIterable<Uint8Array>
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal
  /** Sends one JSON record at once. Fulfills when the client is ready for more. */
  record(value: unknown): Promise<void>
  /** Waits for `milliseconds`. Rejects if the client disconnects. */
  sleep(milliseconds: number): Promise<void>
  /** Registers an image, as EmbeddedEngine.image does. */
  image(reference: string, program: Program, defaults?: ImageDefaults): void
  /** Does what the engine would do without a script. */
  proceed(): Promise<void>
}

/** A function that writes the progress of one request. An error that it throws is sent to the client: see {@link ProgressError}. */
export type ProgressScript = (io: ProgressIo) => void | Promise<void>

/** An error that a script throws. Thrown before the first record it is an error response with `status`; later it is a record whose `errorDetail` has `code`. */
export class ProgressError extends Error {
  override name = 'ProgressError'
  /** The status of the error response; default 500. */
  readonly status: number
  /** The `code` of the record's `errorDetail`; absent by default. */
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

  /** Sets or removes the script of an action. Throws ERR_OPTION for an unknown action. */
  set(action: ProgressAction, script: ProgressScript | undefined): void {
    if (!PROGRESS_ACTIONS.includes(action)) {
      throw new FairleadError(
        'ERR_OPTION',
        `script: unknown action ${JSON.stringify(action)}: expected one of ${PROGRESS_ACTIONS.join(', ')}`,
      )
    }
    if (script) this.#scripts.set(action, script)
    else this.#scripts.delete(action)
  }

  /** The script of an action, if one is set. */
  get(action: ProgressAction): ProgressScript | undefined {
    return this.#scripts.get(action)
  }
}
