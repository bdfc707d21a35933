// BuildKit's own service, moby.buildkit.v1.Control, on a connection of gRPC. Its calls: Session carries a build session, Solve and Status
// are a build. Engine facts: 19.03 and later upgrade POST /grpc to h2c; from 29.2 on the Engine's socket itself takes HTTP/2, over TLS by
// ALPN. An older one responds in HTTP/1.1.

import type { Duplex } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import type { ImageBuildQuery } from '../../engine/schema.ts'
import { abortError, type FairleadError } from '../../error.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import type { Handler } from '../grpc/server.ts'
import { type Fields, noBuildKit, upgradedSocket } from '../grpc/upgraded-socket.ts'
import { CallStream } from './call-stream.ts'
import { GrpcClient } from './client.ts'
import { ControlBuild } from './control-build.ts'
import { plainSocket } from './plain-socket.ts'
import { UploadService } from './upload.ts'

const METHODS = 'X-Docker-Expose-Session-Grpc-Method'

/**
 * Connects to Control. Rejects with ERR_NO_BUILDKIT, ERR_ABORTED and the network's errors.
 * @param onSocket whether the Engine's socket takes gRPC
 */
export async function openControl(engine: Engine, onSocket: boolean, signal: AbortSignal): Promise<Control> {
  const socket = onSocket ? await plainSocket(engine, signal) : await upgradedSocket(engine, '/grpc', {}, signal)
  const client = new GrpcClient(socket)
  const onAbort = (): void => client.close()
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const isGreeted = await client.greeted()
  signal.removeEventListener('abort', onAbort)
  if (signal.aborted) throw abortError(signal.reason)
  if (!isGreeted) throw noBuildKit('the Engine does not speak HTTP/2 here: a proxy may be in between', client.broken)
  return new Control(client)
}

/** A connection to Control. */
export class Control {
  readonly #client: GrpcClient
  #upload: UploadService | undefined

  constructor(client: GrpcClient) {
    this.#client = client
  }

  /** Begins a session with these fields. Returns its stream, and what is to be served besides: the context, where it is an archive. */
  session(fields: Fields, tar: UploadBody | undefined): { stream: Duplex; methods?: ReadonlyMap<string, Handler> } {
    const metadata = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value])
    if (tar !== undefined) this.#upload = new UploadService(tar)
    const methods = this.#upload?.methods
    if (methods !== undefined) metadata.push([METHODS.toLowerCase(), [...(fields[METHODS] ?? []), ...methods.keys()]])
    const stream = new CallStream(this.#client.call('Session', Object.fromEntries(metadata)))
    return { stream, ...(methods && { methods }) }
  }

  /** Begins a build as `POST /build` does. @throws FairleadError ERR_OPTION for what this way cannot express, and when the connection has ended. */
  build(query: ImageBuildQuery, signal: AbortSignal): ControlBuild {
    return new ControlBuild(this.#client, { ...query, remote: this.#upload?.url ?? query.remote }, signal)
  }

  /** Ends the connection and all calls. @param reason what the calls reject with */
  close(reason?: FairleadError): void {
    this.#upload?.release()
    this.#client.close(reason)
  }

  ref(): void {
    this.#client.ref()
  }

  unref(): void {
    this.#client.unref()
  }
}
