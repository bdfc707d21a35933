// A connection through an HTTP proxy: CONNECT, then the Engine's own bytes, by TLS where it is asked for (RFC 9110 §9.3.6).
// Every request goes so, plain ones too: a hijack needs a stream both ways, which a forwarding proxy does not give.
// Bytes that come with the proxy's answer are the Engine's first.

import { isIP, Socket } from 'node:net'
import { authority, type Endpoint } from '../endpoint/parse.ts'
import type { HttpProxy } from '../endpoint/proxy.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { HeadParser } from '../wire/head-parser.ts'
import { field } from '../wire/request.ts'
import type { ConnectionTrace } from './connection-trace.ts'
import { errorInWords } from './hints.ts'
import { makePatient } from './patient-socket.ts'
import { type StreamListener, StreamSocket } from './stream-socket.ts'
import { connectTls } from './tls-socket.ts'

/** How to get through, and whom to tell. */
export interface ProxiedOptions {
  proxy: HttpProxy
  tls: TlsOptions | undefined
  keepAliveMs: number
  listener: StreamListener
  /** Aborts when nobody waits for it any more. */
  signal: AbortSignal
  /** Where somebody watches. */
  trace?: ConnectionTrace | undefined
}

/** Resolves with a socket that will emit 'connect'. Rejects with what went wrong at the proxy, or with TLS behind it. */
export async function openProxied(
  endpoint: Endpoint & { kind: 'tcp' },
  { proxy, tls, keepAliveMs, listener, signal, trace }: ProxiedOptions,
): Promise<StreamSocket> {
  const onWriteFail = (error: Error): void => listener.onWriteFail(error)
  const near = proxy.secure
    ? makePatient(
        connectTls(proxy, isIP(proxy.host) === 0 ? { servername: proxy.host } : {}, undefined, keepAliveMs),
        onWriteFail,
      )
    : connectPlain(proxy, keepAliveMs, onWriteFail)
  const onAbort = (): unknown => near.destroy()
  signal.addEventListener('abort', onAbort)
  try {
    await ready(near, proxy.secure ? 'secureConnect' : 'connect', `the proxy ${proxy.name}`)
    trace?.onPhase('reached')
    await ask(near, endpoint, proxy)
    trace?.onPhase('proxied')
    let stream = near
    if (tls !== undefined) {
      // Its failures are told by the stream on top of it.
      near.on('error', ignoreError)
      stream = makePatient(connectTls(endpoint, tls, undefined, keepAliveMs, near), onWriteFail)
      await ready(stream, 'secureConnect', undefined)
    }
    const socket = new StreamSocket(stream, stream, listener)
    process.nextTick(() => socket.begin())
    return socket
  } catch (error) {
    near.on('error', ignoreError)
    near.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function connectPlain(proxy: HttpProxy, keepAliveMs: number, onWriteFail: (error: Error) => void): Socket {
  const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }
  const socket = makePatient(new Socket(options), onWriteFail)
  return socket.connect({ host: proxy.host, port: proxy.port })
}

/** @param whom whose failure it is, for the message; undefined: as it stands. */
function ready(socket: Socket, event: string, whom: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      stop()
      if (whom === undefined) reject(error)
      else reject(new Error(`${whom}: ${errorInWords(error)}`, { cause: error }))
    }
    const onReady = (): void => {
      stop()
      resolve()
    }
    const onClose = (): void => onError(new Error('closed before it was ready'))
    const stop = hear(socket, { [event]: onReady, error: onError, close: onClose })
  })
}

/** Asks for the tunnel; what came with a good answer is put back in front. */
function ask(near: Socket, endpoint: Endpoint & { kind: 'tcp' }, proxy: HttpProxy): Promise<void> {
  const where = authority(endpoint)
  const { authorization } = proxy
  const login = authorization === undefined ? '' : field('Proxy-Authorization', authorization)
  near.write(`CONNECT ${where} HTTP/1.1\r\n${field('Host', where)}${login}\r\n`, 'latin1')
  const parser = new HeadParser()
  return new Promise((resolve, reject) => {
    const settle = (why: string | undefined, cause?: unknown): void => {
      near.pause()
      stop()
      if (why === undefined) resolve()
      else reject(new Error(`the proxy ${proxy.name} ${why}`, { cause }))
    }
    const onEnd = (): void => settle('closed the connection without an answer')
    const onError = (error: Error): void => settle(`broke off: ${errorInWords(error)}`, error)
    const onData = (bytes: Uint8Array): void => {
      try {
        const at = parser.push(bytes, 0, bytes.length)
        if (at < 0) return
        const { status, reason } = parser.head
        if (status < 200 || status > 299) return settle(`refused: ${status} ${reason}`.trimEnd())
        settle(undefined)
        if (at < bytes.length) near.unshift(bytes.subarray(at))
      } catch (error) {
        settle('gave no answer of HTTP', error)
      }
    }
    const stop = hear(near, { data: onData, error: onError, end: onEnd, close: onEnd })
  })
}

/** Listens; the function it returns stops that. */
// biome-ignore lint/suspicious/noExplicitAny: listeners of any event.
function hear(socket: Socket, listeners: Record<string, (value: any) => void>): () => void {
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
  return () => {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener)
  }
}

function ignoreError(): void {}
