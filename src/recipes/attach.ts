// attach: a running or a created container's own streams (Engine API, ContainerAttach). Everything is in the query: a body
// would be typed into the container. The container is inspected before, not after: one that removes itself may be gone then.

import type { Engine } from '../engine/engine.ts'
import type { Tunnel } from '../engine/tunnel.ts'
import { hasTty } from './logs.ts'

/** Options of {@link attach}. */
export interface AttachOptions {
  /** Write to the container's stdin: it must have been created with OpenStdin. Default false. */
  stdin?: boolean | undefined
  /** Default true. */
  stdout?: boolean | undefined
  /** Default true. */
  stderr?: boolean | undefined
  /** Begin with what was logged before. Default false. */
  logs?: boolean | undefined
  /** Keys that detach, of a TTY: `ctrl-p,ctrl-q` unless said. */
  detachKeys?: string | undefined
  /** Whether the container has a TTY: saves asking the Engine. */
  tty?: boolean | undefined
  /** Covers the request and the tunnel. */
  signal?: AbortSignal | undefined
}

/**
 * A tunnel to a container's stdin, stdout and stderr.
 *
 * `end()` closes the container's stdin if it was created with StdinOnce and no TTY; otherwise it detaches, and Docker
 * sends nothing more. Attaching to a container that has exited gives a silent tunnel, until it is started again.
 * Rejects with an EngineError in the daemon's words when it refuses.
 */
export async function attach(engine: Engine, id: string, options: AttachOptions = {}): Promise<Tunnel> {
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
