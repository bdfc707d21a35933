// A shell script that runs inside a container, by an exec of its own, and what it wrote. For looking at /proc, which the Engine does not
// show. Engine facts: a program that does not exist has exit code 126 or 127 and the daemon's message as its output; newer Engines
// respond to the start with an error instead. Requests do not wait for the pool: a wait or a kill depends on them.

import type { Engine } from '../../engine/engine.ts'
import { FairleadError } from '../../error.ts'
import { collect, decodeUtf8 } from '../../stream/read/collect.ts'

/** The most bytes that a script may write. */
const OUTPUT_BYTES = 65_536

/** What the daemon says of a program that does not exist. */
const NO_PROGRAM = /executable file not found|no such file or directory/i

/** As whom a script runs. */
export interface InsideOptions {
  /** Default: the container's own. */
  user?: string | undefined
  /** Default: false. */
  privileged?: boolean | undefined
  signal?: AbortSignal | undefined
}

/**
 * Runs `script` with `sh -c` in a running container, with `parameters` as `$1` and so on, and resolves with its output; undefined if
 * the container has no `sh`. Rejects with an EngineError (409: it does not run, or is paused) and the network's errors, and with
 * ERR_EXEC_NOT_STARTED when the shell could not be started for another reason.
 */
export async function scriptInside(
  engine: Engine,
  container: string,
  script: string,
  parameters: readonly string[],
  options: InsideOptions,
): Promise<string | undefined> {
  const { user, privileged, signal } = options
  const Cmd = ['sh', '-c', script, 'sh', ...parameters]
  const created = { Cmd, AttachStdout: true, AttachStderr: true, User: user, Privileged: privileged }
  const path = { id: container }
  const { Id: id } = await engine.post('/containers/{id}/exec', { path, body: created, signal, urgent: true })
  let output: string
  try {
    const body = { Detach: false, Tty: false }
    const tunnel = await engine.tunnel('/exec/{id}/start', { path: { id }, body, tty: false, signal, urgent: true })
    output = decodeUtf8(await collect(tunnel.source, OUTPUT_BYTES))
  } catch (error) {
    if (error instanceof FairleadError && NO_PROGRAM.test(error.message)) return undefined
    throw error
  }
  const { ExitCode } = await engine.get('/exec/{id}/json', { path: { id }, signal, urgent: true })
  if (ExitCode !== 126 && ExitCode !== 127) return output
  if (NO_PROGRAM.test(output)) return undefined
  throw new FairleadError('ERR_EXEC_NOT_STARTED', `a shell in container ${container} was not started: ${output.trim()}`)
}
