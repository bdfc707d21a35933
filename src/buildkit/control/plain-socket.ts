// A new connection to an Engine, for another protocol than HTTP/1.1. It is dialled as the engine's own are, for every kind of endpoint.
// Owned by the caller: the engine neither counts nor closes it.

import type { Socket } from 'node:net'
import type { TlsOptions } from '../../endpoint/tls.ts'
import type { Engine } from '../../engine/engine.ts'
import { abortError } from '../../error.ts'
import { CONNECT_MS } from '../../net/pool.ts'
import { Dial } from '../../net/socket/dial.ts'
import { removeListener } from '../../net/socket/socket-listener.ts'
import { SSH_CONNECT_MS } from '../../net/socket/ssh-arguments.ts'

/** Over TLS the protocol is agreed on in the handshake. A server that knows no such agreement passes over it. */
const PROTOCOLS = { ALPNProtocols: ['h2', 'http/1.1'] }

/** Dials. Rejects with ERR_ABORTED and with the dial's errors. */
export function plainSocket(engine: Engine, signal: AbortSignal): Promise<Socket> {
  const { endpoint, pool, unreffed } = engine.settings
  const { connectMs: limit = endpoint.kind === 'ssh' ? SSH_CONNECT_MS : CONNECT_MS } = pool
  const tls: TlsOptions | undefined = pool.tls && { ...PROTOCOLS, ...pool.tls }
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal.reason))
    const onAbort = (): void => {
      dial.cancel('dropped')
      reject(abortError(signal.reason))
    }
    const listener = {
      onConnected(socket: Socket): void {
        signal.removeEventListener('abort', onAbort)
        removeListener(socket)
        resolve(socket)
      },
      onDialFail(error: Error): void {
        signal.removeEventListener('abort', onAbort)
        reject(error)
      },
    }
    const reader = { onRead: () => true, onWriteFail: ignore }
    const dial = new Dial(endpoint, reader, listener, { ...pool, tls, limit, detachable: true })
    if (unreffed) dial.unref()
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

function ignore(): void {}
