// The ways to BuildKit. 'build': the Engine takes POST /session, and the daemon's calls come over that. 'control': this side calls
// BuildKit's own service, Control, by gRPC, and one of its calls carries the session. Either way the session is a stream of bytes.
// What 'control' needs is a chunk of its own, control/, loaded when it is needed.

import type { Duplex } from 'node:stream'
import { compareVersions } from '../../engine/api-version/api-version.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError } from '../../error.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import type { Control } from '../control/control.ts'
import type { Handler } from '../grpc/server.ts'
import { type Fields, upgradedSocket } from '../grpc/upgraded-socket.ts'

/**
 * By which way BuildKit is reached. 'build': the Engine's `POST /session` and `POST /build`. 'control': BuildKit's own gRPC service,
 * which Engines from API 1.53 on take on their socket, and older ones by `POST /grpc`. 'auto': 'build'; 'control' where `/session` has gone.
 */
export type BuildVia = 'auto' | 'build' | 'control'

/** The stream of a session. */
export interface WayIn {
  readonly stream: Duplex
  /** The connection to Control that carries it; undefined: the stream is a connection of its own. */
  readonly control?: Control
  /** What this way serves besides. */
  readonly methods?: ReadonlyMap<string, Handler>
}

const WAYS = ['auto', 'build', 'control']
/** The API version of Engine 29.2. */
const GRPC_ON_SOCKET = '1.53'

/** @throws FairleadError ERR_OPTION for another word. */
export function checkVia(via: BuildVia | undefined): void {
  if (via === undefined || WAYS.includes(via)) return
  throw new FairleadError('ERR_OPTION', `via: expected one of ${WAYS.join(', ')}`)
}

/**
 * Opens the stream of a session with these header fields. Rejects with ERR_NO_BUILDKIT, ERR_ABORTED and the network's errors.
 * @param tar the context, where it is an archive
 */
export async function openStream(
  engine: Engine,
  via: BuildVia,
  fields: Fields,
  tar: UploadBody | undefined,
  signal: AbortSignal,
): Promise<WayIn> {
  let gone: unknown
  if (via !== 'control') {
    try {
      return { stream: await upgradedSocket(engine, '/session', fields, signal) }
    } catch (error) {
      if (via === 'build' || !isUnknownPath(error)) throw error
      gone = error
    }
  }
  // Not the version in use, which the caller may have fixed: what the Engine can.
  const { server } = await engine.version({ signal })
  const onSocket = compareVersions(server.ApiVersion, GRPC_ON_SOCKET) >= 0
  if (gone !== undefined && !onSocket) throw gone
  const { openControl } = await import('../control/control.ts')
  const control = await openControl(engine, onSocket, signal)
  return { control, ...control.session(fields, tar) }
}

function isUnknownPath(error: unknown): boolean {
  const { code, cause } = error as FairleadError
  return code === 'ERR_NO_BUILDKIT' && cause instanceof EngineError && (cause.status === 404 || cause.status === 410)
}
