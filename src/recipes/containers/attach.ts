// attach: the streams of a running or a created container (Engine API, ContainerAttach). All parameters go in the query: a body
// would reach the container's stdin. The container is inspected before, since one that removes itself may be gone afterwards.

import { BOOLEAN, checkOptions, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Tunnel } from '../../engine/response/tunnel.ts'
import { hasTty } from './logs.ts'

/** Options of {@link attach}. */
export interface AttachOptions {
  /** Attach stdin, of a container created with OpenStdin. Default: false. */
  stdin?: boolean | undefined
  /** Attach stdout. Default: true. */
  stdout?: boolean | undefined
  /** Attach stderr. Default: true. */
  stderr?: boolean | undefined
  /** Begin with the output that is in the log already. Default: false. */
  logs?: boolean | undefined
  /** Keys that detach from a TTY. Default: the Engine's, `ctrl-p,ctrl-q`. */
  detachKeys?: string | undefined
  /** Whether the container has a TTY. Default: the container is inspected first. */
  tty?: boolean | undefined
  /** Covers the requests and the tunnel. An abort closes the tunnel with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const ATTACH: Kinds<AttachOptions> = {
  stdin: BOOLEAN,
  stdout: BOOLEAN,
  stderr: BOOLEAN,
  logs: BOOLEAN,
  detachKeys: TEXT,
  tty: BOOLEAN,
  signal: SIGNAL,
}

/**
 * Opens a tunnel to a container's stdin, stdout and stderr (Engine API operation ContainerAttach).
 *
 * The tunnel's `end()` closes the container's stdin if it was created with StdinOnce and no TTY; otherwise it detaches, and
 * Docker sends nothing more. The tunnel to a container that has exited is silent until the container is started again.
 *
 * Rejects with an EngineError that has the daemon's message (404: no such container), ERR_ABORTED or the network's errors.
 * @throws FairleadError ERR_OPTION.
 */
export async function attach(engine: Engine, id: string, options: AttachOptions = {}): Promise<Tunnel> {
  checkOptions('attach()', options, ATTACH)
  const { stdin = false, stdout = true, stderr = true, logs = false, detachKeys, signal } = options
  const tty = options.tty ?? (await hasTty(engine, id, signal))
  const query = {
    stream: true,
    stdin: stdin || undefined,
    stdout: stdout || undefined,
    stderr: stderr || undefined,
    logs: logs || undefined,
    detachKeys,
  }
  return await engine.tunnel('/containers/{id}/attach', { path: { id }, query, tty, signal })
}
