// A connection through an HTTP proxy: CONNECT, then the Engine's own bytes, with TLS if configured (RFC 9110 §9.3.6).
// Every request uses CONNECT, without TLS too: a hijack needs a two-way stream, which a forwarding proxy does not provide.
// Bytes that follow the proxy's response in the same read are the Engine's first ones.

import type { Socket } from 'node:net'
import { authority, type Endpoint } from '../../endpoint/parse.ts'
import type { HttpProxy } from '../../endpoint/proxy.ts'
import type { TlsOptions } from '../../endpoint/tls.ts'
import { MAX_INTERIM } from '../../wire/exchange.ts'
import { HeadParser } from '../../wire/head-parser.ts'
import { field } from '../../wire/request.ts'
import { net } from '../base/net.ts'
import { nextTick } from '../base/timers.ts'
import type { ConnectionTrace } from '../trace/connection-trace.ts'
import { describeError } from './connection-errors.ts'
import { type Address, AddressDial } from './dial-address.ts'
import { makePatient } from './patient-socket.ts'
import { type StreamListener, StreamSocket } from './stream-socket.ts'
import { connectTls } from './tls-socket.ts'

/** How {@link openProxied} connects. */
export interface ProxiedOptions {
  proxy: HttpProxy
  tls: TlsOptions | undefined
  keepAliveMs: number
  listener: StreamListener
  /** Aborts when the connection is no longer needed. */
  signal: AbortSignal
  /** Set where the channels have a subscriber. */
  trace?: ConnectionTrace | undefined
}

/** Resolves with a socket that will emit 'connect'. Rejects with the proxy's error, or with that of TLS behind it. */
export async function openProxied(
  endpoint: Endpoint & { kind: 'tcp' },
  { proxy, tls, keepAliveMs, listener, signal, trace }: ProxiedOptions,
): Promise<StreamSocket> {
  const onWriteFail = (error: Error): void => listener.onWriteFail(error)
  const open = (address: Address | undefined): Socket => {
    if (!proxy.secure) return connectPlain(proxy, address, keepAliveMs, onWriteFail)
    const named = address === undefined ? {} : { servername: proxy.host }
    return makePatient(connectTls(proxy, named, undefined, keepAliveMs, { address }), onWriteFail)
  }
  const label = `the proxy ${proxy.name}`
  const isNamed = net.isIP(proxy.host) === 0
  const near = isNamed ? await connectToFirst(proxy.host, open, signal, label) : open(undefined)
  const onAbort = (): unknown => near.destroy()
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    if (proxy.secure) await ready(near, 'secureConnect', label)
    else if (!isNamed) await ready(near, 'connect', label)
    trace?.onPhase('reached')
    await requestTunnel(near, endpoint, proxy)
    trace?.onPhase('proxied')
    let stream = near
    if (tls !== undefined) {
      // The TLS stream on top of it reports its failures.
      near.on('error', ignoreError)
      stream = makePatient(connectTls(endpoint, tls, undefined, keepAliveMs, { over: near }), onWriteFail)
      await ready(stream, 'secureConnect', undefined)
    }
    const socket = new StreamSocket(stream, stream, listener)
    nextTick(() => socket.begin())
    return socket
  } catch (error) {
    near.on('error', ignoreError)
    near.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Connects to the address of the host that is reached first. */
function connectToFirst(
  host: string,
  open: (address: Address) => Socket,
  signal: AbortSignal,
  label: string,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const removeListener = (): void => signal.removeEventListener('abort', onAbort)
    const dial = new AddressDial(host, open, {
      onAddressReady(socket) {
        removeListener()
        resolve(socket)
      },
      onAddressFail(error) {
        removeListener()
        reject(failed(label, error))
      },
    })
    function onAbort(): void {
      dial.cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

function failed(label: string, cause: Error): Error {
  return new Error(`${label}: ${describeError(cause)}`, { cause })
}

function connectPlain(
  proxy: HttpProxy,
  address: Address | undefined,
  keepAliveMs: number,
  onWriteFail: (error: Error) => void,
): Socket {
  const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }
  const socket = makePatient(new net.Socket(options), onWriteFail)
  return socket.connect({ host: address?.address ?? proxy.host, port: proxy.port })
}

/** @param label names the peer in the error message; undefined: the error stays as it is. */
function ready(socket: Socket, event: string, label: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      stop()
      if (label === undefined) reject(error)
      else reject(failed(label, error))
    }
    const onReady = (): void => {
      stop()
      resolve()
    }
    const onClose = (): void => onError(new Error('closed before it was ready'))
    const stop = listen(socket, { [event]: onReady, error: onError, close: onClose })
  })
}

/** Requests the tunnel. Bytes after a successful response go back into the socket. */
function requestTunnel(near: Socket, endpoint: Endpoint & { kind: 'tcp' }, proxy: HttpProxy): Promise<void> {
  const where = authority(endpoint)
  const { authorization } = proxy
  const login = authorization === undefined ? '' : field('Proxy-Authorization', authorization)
  near.write(`CONNECT ${where} HTTP/1.1\r\n${field('Host', where)}${login}\r\n`, 'latin1')
  const parser = new HeadParser()
  let interim = 0
  return new Promise((resolve, reject) => {
    const settle = (failure: string | undefined, cause?: unknown): void => {
      near.pause()
      stop()
      if (failure === undefined) resolve()
      else reject(new Error(`the proxy ${proxy.name} ${failure}`, { cause }))
    }
    const onEnd = (): void => settle('closed the connection without a response')
    const onError = (error: Error): void => settle(`broke off: ${describeError(error)}`, error)
    const onData = (bytes: Uint8Array): void => {
      try {
        for (let at = 0; at < bytes.length; parser.reset()) {
          at = parser.push(bytes, at, bytes.length)
          if (at < 0) return
          const { status, reason } = parser.head
          // An interim response (RFC 9110 §15.2); one too many counts as the last.
          if (status < 200 && status !== 101 && interim++ < MAX_INTERIM) continue
          if (status < 200 || status > 299) return settle(`refused: ${status} ${reason}`.trimEnd())
          settle(undefined)
          return near.unshift(bytes.subarray(at))
        }
      } catch (error) {
        settle('sent no HTTP response', error)
      }
    }
    const stop = listen(near, { data: onData, error: onError, end: onEnd, close: onEnd })
  })
}

/** Adds listeners. The returned function removes them. */
// biome-ignore lint/suspicious/noExplicitAny: listeners of any event.
function listen(socket: Socket, listeners: Record<string, (value: any) => void>): () => void {
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
  return () => {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener)
  }
}

function ignoreError(): void {}
