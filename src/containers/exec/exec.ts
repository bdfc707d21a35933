// exec() of fairlead/containers: a command from its stdin to its exit code, which ends with all of its processes at a timeout, an abort
// and every failure after its start. States: running; ending (the processes get signals, until none is left and the exec's streams have
// ended, or KILL_MS is over); over. The result waits for the ending, so that nothing runs when the promise is settled.

import { checkOptions, type Kinds, MS } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { abortError, EngineError, FairleadError, locatedIn } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { clearTimeout, now, setTimeout } from '../../net/base/timers.ts'
import { EXEC, type ExecOptions, type ExecResult, exec as execRecipe } from '../../recipes/containers/exec.ts'
import type { OwnBuffer } from '../../recipes/containers/output-collector.ts'
import { KILL, KILL_MS, type KillSetup, killError, type Marked, signalMarked } from './kill-marked.ts'
import { markedEnv, newMark } from './mark.ts'

/** Options of {@link exec} of `fairlead/containers`: those of `exec()` of `fairlead`, and when and how the command is ended. */
export interface KillableExecOptions extends ExecOptions, KillSetup {
  /** After how many ms the command is ended; 0: never. Default: 0. */
  timeout?: number | undefined
  /** How many ms the processes have between SIGTERM and SIGKILL; 0: SIGKILL at once. Default: 0. */
  grace?: number | undefined
}

const KILLABLE: Kinds<KillableExecOptions> = { ...EXEC, ...KILL, timeout: MS, grace: MS }

/** The first and the longest pause between two looks at an exec that is being ended, in ms. */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 500

/**
 * As `exec()` of `fairlead`, and ends the command with all the processes that it started: after `timeout` (rejects with
 * ERR_EXEC_TIMEOUT), at an abort of `signal` (ERR_ABORTED), and when it rejects for another reason. Only then does it reject.
 *
 * The command gets a variable FAIRLEAD_EXEC in its environment, by which its processes are found. Ending it needs `sh` in the
 * container's image, or an image that has it as `helper`, and Linux; otherwise it rejects with ERR_EXEC_KILL, and the command may
 * still run. Rejects as `exec()` of `fairlead` does, too.
 * @throws FairleadError ERR_OPTION.
 */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options?: KillableExecOptions & { encoding?: 'utf8' | undefined },
): Promise<ExecResult>
/** With `encoding: 'buffer'`: runs `cmd` like the form for text, same errors, and resolves with the outputs as Buffers. */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: KillableExecOptions & { encoding: 'buffer' },
): Promise<ExecResult<OwnBuffer>>
/** With an `encoding` that is known only at run time: like the other forms, and resolves with the outputs as text or Buffers. */
export function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: KillableExecOptions,
): Promise<ExecResult<string | OwnBuffer>>
export async function exec(
  engine: Engine,
  id: string,
  cmd: readonly string[],
  options: KillableExecOptions = {},
): Promise<ExecResult<string | OwnBuffer>> {
  checkOptions('exec()', options, KILLABLE)
  const { timeout = 0, grace = 0, helper, signal, ...rest } = options
  if (signal?.aborted) throw abortError(signal.reason)
  const marked: Marked = { engine, container: id, mark: newMark(), user: options.user, helper, sessions: '' }
  const own = new AbortController()
  const running = execRecipe(engine, id, cmd, { ...rest, env: markedEnv(rest.env, marked.mark), signal: own.signal })
  const release = engine.hold(() => {})
  try {
    const reason = await firstOf(running, timeout, signal)
    if (reason === undefined) return await running
    const ending = end(marked, running, grace, reason)
    // The command's own failure says more than that it could not be ended.
    await (isFailure(reason) ? ending.catch(ignore) : ending)
    own.abort(reason)
    throw reason
  } catch (error) {
    throw locatedIn(error, id)
  } finally {
    running.catch(ignore)
    release()
  }
}

/** Whether the command failed by itself, and was not ended by a timeout or an abort. */
function isFailure(reason: Error): boolean {
  return !(reason instanceof FairleadError && (reason.code === 'ERR_EXEC_TIMEOUT' || reason.code === 'ERR_ABORTED'))
}

/** Why the command must be ended, or undefined if it has exited, or could not be started. */
function firstOf(
  running: Promise<unknown>,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const over = (reason: Error | undefined): void => {
      clearTimeout(timer)
      if (signal !== undefined) unwatchSignal(signal, watcher)
      resolve(reason)
    }
    const watcher = { abort: (reason: unknown) => over(abortError(reason)) }
    const error = () =>
      new FairleadError('ERR_EXEC_TIMEOUT', `the command did not exit within ${timeout} ms: it was ended`)
    const timer = timeout > 0 ? setTimeout(() => over(error()), timeout) : undefined
    if (signal !== undefined) watchSignal(signal, watcher)
    running.then(
      () => over(undefined),
      (error: Error) => over(isBeforeStart(error) ? undefined : error),
    )
  })
}

/** An error response, or a refused request: no process has started, or the container has ended. */
function isBeforeStart(error: Error): boolean {
  return (
    error instanceof EngineError || (error instanceof FairleadError && ['ERR_OPTION', 'ERR_PATH'].includes(error.code))
  )
}

/**
 * Ends a command. A look that finds nothing proves nothing before the command has started; once a look has found it, or has begun
 * after its end, nothing is left.
 * @throws FairleadError ERR_EXEC_KILL with `reason` as its cause
 */
async function end(marked: Marked, running: Promise<unknown>, grace: number, reason: Error): Promise<void> {
  let isOver = false
  const over = running.then(ignore, ignore).then(() => {
    isOver = true
  })
  const until = now() + KILL_MS
  try {
    if (grace > 0) {
      await signalMarked(marked, 'TERM')
      await within(over, grace)
    }
    let found = false
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const wasOver: boolean = isOver
      const { sent, left } = await signalMarked(marked, 'KILL')
      found ||= sent > 0
      await within(over, pause)
      if (left === 0 && (wasOver || (found && isOver))) return
      if (now() < until) continue
      if (left > 0) throw killError(marked, `${left} processes remain after SIGKILL`)
      throw killError(marked, `its stream has not ended within ${KILL_MS} ms`)
    }
  } catch (error) {
    const why = error instanceof FairleadError && error.code === 'ERR_EXEC_KILL' ? error.message : undefined
    throw why === undefined
      ? killError(marked, 'the request failed', { cause: error })
      : Object.assign(error as Error, { cause: reason })
  }
}

/** Resolves when the promise does, or after `ms`. */
function within(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    void promise.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function ignore(): void {}
