// Sends a signal to the processes of a marked exec: by a shell in the container, or, if its image has none, by a helper container that
// shares its process namespace. Both run kill-script.ts. It uses connections of its own, so that it also works when the pool is full
// or the engine is closed. Bounded: KILL_MS for all of it.

import { type Kinds, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { run } from '../../recipes/containers/run.ts'
import { asideOf } from '../../recipes/shared/aside.ts'
import { scriptInside } from '../shared/inside.ts'
import { KILL_SCRIPT } from './kill-script.ts'

/** How long it may take to end an exec, in ms. */
export const KILL_MS = 30_000
/** How often the processes of an exec are looked for again until none is left. */
const ROUNDS = 40

/** How an exec can be ended if its image has no shell: an option of {@link exec} and {@link startExec} of `fairlead/containers`. */
export interface KillSetup {
  /** An image with `sh` that the Engine has: if the container's own image has no `sh`, a container of it is run beside it to end the exec. Default: none. */
  helper?: string | undefined
}

/** The kinds of {@link KillSetup}. */
export const KILL: Kinds<KillSetup> = { helper: TEXT }

/** Where the processes of a marked exec are. */
export interface Marked extends KillSetup {
  readonly engine: Engine
  readonly container: string
  readonly mark: string
  /** The exec's own user, for an Engine that refuses a privileged look. */
  readonly user: string | undefined
  /** The sessions of its processes that were seen, with the start times of their leaders. */
  sessions: string
}

/** How many processes got the signal, and how many were there when they were last looked for. */
export interface Signalled {
  readonly sent: number
  readonly left: number
}

/** The ways to write root as a user. */
const ROOT = /^(?:(?:0|root)(?::.*)?)?$/

/** The engines that refuse privileges, or whose machine lacks them. */
const unprivileged = new WeakSet<Engine>()

/**
 * Sends a signal to each process of a marked exec; SIGKILL until none is left.
 * @param name a signal's name without SIG
 * @throws FairleadError ERR_EXEC_KILL when nothing in the container, and no helper, can send it; EngineError.
 */
export async function signalMarked(marked: Marked, name: string): Promise<Signalled> {
  const parameters = [marked.mark, name, String(name === 'KILL' ? ROUNDS : 1)] as const
  return await withAside(marked, async (aside, signal) => {
    const look: Look = (user, privileged) => lookFrom(aside, marked, parameters, user, privileged, signal)
    try {
      return await byAnyUser(marked, aside, look)
    } catch (error) {
      // The container has ended, and the exec with it.
      if (error instanceof EngineError && (error.kind === 'not-found' || isNotRunning(error)))
        return { sent: 0, left: 0 }
      throw error
    }
  })
}

/** Acts on connections of its own, for at most KILL_MS: `signal` aborts then. Rejects with ERR_EXEC_KILL where that is why it failed. */
export async function withAside<T>(
  marked: Marked,
  act: (aside: Engine, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const aside = asideOf(marked.engine)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), KILL_MS)
  try {
    return await act(aside, limit.signal)
  } catch (error) {
    if (limit.signal.aborted) throw killError(marked, `no result within ${KILL_MS} ms`)
    throw error
  } finally {
    clearTimeout(timer)
    await aside.close()
  }
}

type Look = (user: string, privileged: boolean) => Promise<Signalled>

/**
 * With privileges, one look as root sees and reaches the processes of every user. Without them root reaches all, but reads the
 * environment of its own processes alone: then the exec's own user looks first, and root after it.
 */
async function byAnyUser(marked: Marked, aside: Engine, look: Look): Promise<Signalled> {
  const { engine, container, user } = marked
  if (!unprivileged.has(engine)) {
    try {
      return await look('0', true)
    } catch (error) {
      if (!isRefusal(error)) throw error
      unprivileged.add(engine)
    }
  }
  const own = user ?? (await userOf(aside, container))
  const looks: Signalled[] = []
  for (const one of ROOT.test(own) ? ['0'] : [own, '0']) {
    await look(one, false).then(
      (result) => looks.push(result),
      (error: unknown) => {
        // A user that the helper's image does not know.
        if (!isRefusal(error)) throw error
      },
    )
  }
  if (looks.length === 0) throw killError(marked, 'the Engine refused to look for its processes')
  // What the user could not end, root may have ended: the caller looks again.
  return looks.reduce((sum, { sent, left }) => ({ sent: sum.sent + sent, left: sum.left + left }))
}

/** Runs the script once: in the container, or beside it if it has no shell. */
async function lookFrom(
  engine: Engine,
  marked: Marked,
  parameters: readonly string[],
  user: string,
  privileged: boolean,
  signal: AbortSignal,
): Promise<Signalled> {
  const { container } = marked
  const options = { user, privileged, signal }
  const all = [...parameters, marked.sessions]
  const text =
    (await scriptInside(engine, container, KILL_SCRIPT, all, options)) ?? (await beside(engine, marked, all, options))
  const [, sent, left, sessions] = /fairlead: (\d+) (\d+)([ \d:]*)/.exec(text) ?? []
  if (sessions === undefined) throw killError(marked, 'the shell did not run the script to its end')
  marked.sessions = sessions.trim()
  return { sent: Number(sent), left: Number(left) }
}

/** By a helper container in the container's process namespace. */
async function beside(
  engine: Engine,
  marked: Marked,
  parameters: readonly string[],
  { user, privileged, signal }: { user: string; privileged: boolean; signal: AbortSignal },
): Promise<string> {
  const { container, helper } = marked
  if (helper === undefined) throw killError(marked, "its image has no 'sh': give an image that has one as 'helper'")
  const CapAdd = privileged ? ['SYS_PTRACE', 'KILL'] : []
  const HostConfig = { PidMode: `container:${container}`, NetworkMode: 'none', CapAdd }
  const spec = { Image: helper, Entrypoint: ['sh', '-c', KILL_SCRIPT, 'sh'], Cmd: parameters, User: user, HostConfig }
  try {
    return (await run(engine, spec, { signal })).stdout
  } catch (error) {
    // Not the container is missing, but the helper's image.
    const isMissing = error instanceof EngineError && error.kind === 'not-found' && error.path === '/containers/create'
    throw isMissing ? killError(marked, 'the Engine does not have the image of its helper', { cause: error }) : error
  }
}

async function userOf(engine: Engine, id: string): Promise<string> {
  const { Config } = await engine.get('/containers/{id}/json', { path: { id }, timeouts: { head: KILL_MS } })
  return Config?.User ?? ''
}

/** Privileges, or this user, are refused: by a proxy or a plugin, or since the daemon has none itself. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof FairleadError)) return false
  if (error instanceof EngineError && error.kind === 'forbidden') return true
  return /operation not permitted|permission denied|apply caps|unable to find user/i.test(error.message)
}

/** ERR_EXEC_KILL: an exec that may still run. */
export function killError({ container }: Marked, why: string, options?: ErrorOptions): FairleadError {
  const error = new FairleadError('ERR_EXEC_KILL', `the exec in container ${container} was not ended: ${why}`, options)
  return Object.assign(error, { container })
}

/** A paused container is another conflict: its processes wait. */
function isNotRunning({ kind, reason }: EngineError): boolean {
  return kind === 'conflict' && /not running|is stopped|container state improper/i.test(reason)
}
