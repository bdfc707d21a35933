// startExec() of fairlead/containers: an exec whose tunnel the caller drives, and whose processes can be ended.
// An abort closes the tunnel within a turn, and the processes are ended after that. close() of the engine waits for it.

import { BOOLEAN, checkOptions, type Kinds } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Tunnel } from '../../engine/response/tunnel.ts'
import { abortError, FairleadError, locatedIn } from '../../error.ts'
import { unwatchSignal, watchSignal, whenUnwatched } from '../../net/base/abort.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { type ExecSession, openExec, SETUP, type StartExecOptions } from '../../recipes/containers/exec-session.ts'
import { KILL, KILL_MS, type KillSetup, killError, type Marked, signalMarked } from './kill-marked.ts'
import { markedEnv, newMark } from './mark.ts'
import { signalStarted } from './signal-started.ts'

/** Options of {@link startExec} of `fairlead/containers`. */
export interface KillableStartOptions extends StartExecOptions, KillSetup {}

const START: Kinds<KillableStartOptions> = { ...SETUP, ...KILL, stdin: BOOLEAN }
const SIGNAL_NAME = /^(?:SIG)?([A-Z][A-Z0-9]*(?:[+-]\d+)?)$/

/** An exec that {@link startExec} of `fairlead/containers` started: its streams, and a way to end it. */
export class KillableSession {
  /** The exec's id. */
  readonly id: string
  /** The process's stdin, stdout and stderr. */
  readonly tunnel: Tunnel
  readonly #session: ExecSession
  readonly #marked: Marked

  readonly #signal: AbortSignal | undefined

  constructor(session: ExecSession, marked: Marked, signal: AbortSignal | undefined) {
    this.id = session.id
    this.tunnel = session.tunnel
    this.#session = session
    this.#marked = marked
    this.#signal = signal
  }

  /** Sets the terminal's size, in characters. Calls run one after the other, so the last size stays. */
  resize(rows: number, columns: number): Promise<void> {
    return this.#session.resize(rows, columns)
  }

  /** Resolves with the exit code once the process has exited, as `exitCode()` of the session of `fairlead` does. */
  exitCode(options?: { signal?: AbortSignal | undefined }): Promise<number> {
    return this.#session.exitCode({ signal: options?.signal ?? this.#signal })
  }

  /**
   * Sends a signal to the process and to all that it has started, and resolves with how many processes got it: 0 if none is left.
   * SIGKILL is sent until none is left. Waits for a process that the Engine is still starting.
   *
   * Rejects with ERR_EXEC_KILL when processes remain after SIGKILL, or when the image has no `sh` and no `helper` was given; with an
   * EngineError or the network's errors.
   * @param signal a signal's name. Default: 'SIGKILL'.
   * @throws FairleadError ERR_OPTION.
   */
  async kill(signal = 'SIGKILL'): Promise<number> {
    const name = typeof signal === 'string' ? SIGNAL_NAME.exec(signal)?.[1] : undefined
    if (name === undefined) throw new FairleadError('ERR_OPTION', "kill(): expected a signal's name such as 'SIGTERM'")
    let { sent, left } = await signalStarted(this.#marked, this.id, name)
    if (name === 'KILL' && left > 0) left = (await signalMarked(this.#marked, name)).left
    if (name === 'KILL' && left > 0) throw killError(this.#marked, `${left} processes remain after SIGKILL`)
    return sent
  }
}

/**
 * As `startExec()` of `fairlead`, with a session that can be ended: `session.kill(signal)`. An abort of `signal` closes the tunnel and
 * ends the processes; what fails then is not reported, since nothing waits for it.
 *
 * The exec gets a variable FAIRLEAD_EXEC in its environment, by which its processes are found. Ending it needs `sh` in the
 * container's image, or an image that has it as `helper`, and Linux.
 * Rejects as `startExec()` of `fairlead` does.
 * @throws FairleadError ERR_OPTION.
 */
export async function startExec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: KillableStartOptions = {},
): Promise<KillableSession> {
  checkOptions('startExec()', options, START)
  const { helper, signal, ...setup } = options
  if (signal?.aborted) throw abortError(signal.reason)
  const marked: Marked = { engine, container: id, mark: newMark(), user: options.user, helper, sessions: '' }
  try {
    const session = await open(marked, cmd, { ...setup, env: markedEnv(setup.env, marked.mark) }, signal)
    return new KillableSession(session, marked, signal)
  } catch (error) {
    throw locatedIn(error, id)
  }
}

/** Opens the exec. An abort does not cut the start short, since a process may run by then: it is ended once it has started. */
function open(
  marked: Marked,
  cmd: readonly string[],
  setup: StartExecOptions,
  signal: AbortSignal | undefined,
): Promise<ExecSession> {
  const { engine, container } = marked
  const own = new AbortController()
  let isOpen = false
  return new Promise((resolve, reject) => {
    const watcher = {
      abort(reason: unknown): void {
        reject(abortError(reason))
        if (isOpen) own.abort(reason)
        unwatchSignal(signal!, watcher)
        const release = engine.hold(() => {})
        const limit = setTimeout(() => own.abort(reason), KILL_MS)
        const ending = opening.then(
          ({ id }) => {
            own.abort(reason)
            return signalStarted(marked, id, 'KILL')
          },
          () => signalMarked(marked, 'KILL'),
        )
        ending.catch(ignore).finally(() => {
          clearTimeout(limit)
          release()
        })
      },
    }
    if (signal !== undefined) watchSignal(signal, watcher)
    const unwatch = (): void => {
      if (signal !== undefined) unwatchSignal(signal, watcher)
    }
    const opening = openExec(engine, container, cmd, { ...setup, signal: own.signal }, own.signal)
    opening.then(
      (session) => {
        isOpen = true
        whenUnwatched(own.signal, unwatch)
        resolve(session)
      },
      (error) => {
        unwatch()
        reject(error)
      },
    )
  })
}

function ignore(): void {}
