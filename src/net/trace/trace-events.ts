// What the channels publish: one plain object per request, connection, tunnel or retry, filled in as it proceeds.
// It holds no secret: no query, no header, no body, no user and no path of a host. An error is the one that the caller
// receives: its message holds no header, body or query, but may hold the host as it was written, and the Engine's message.

import type { Endpoint } from '../../endpoint/parse.ts'

/**
 * Why a connection ended. 'idle': it was idle for `pool.idleMs`. 'surplus': more were idle than `pool.idle` keeps, or another call
 * needed a new socket in its place. 'peer': the Engine ended it while it was idle. 'spent': its response was complete and it
 * cannot carry another. 'dropped': the caller aborted, or left a body unread. 'given': the socket was given to the caller.
 * 'closed': the engine was closed. 'failed': see the event's `error`.
 */
export type Ending = 'idle' | 'surplus' | 'peer' | 'spent' | 'dropped' | 'given' | 'closed' | 'failed'

/** Where the Engine is, without secrets: part of every event. */
export interface EndpointFacts {
  readonly kind: Endpoint['kind']
  /** The path of the socket or pipe, or the host; '' for a stream that the caller dials. */
  readonly address: string
  /** The port for tcp, and for ssh if one was given; else undefined. */
  readonly port: number | undefined
}

/** An endpoint's facts, without the user of an ssh host and the path of a tcp host, which may be secrets. */
export function endpointFacts(endpoint: Endpoint): EndpointFacts {
  const { kind } = endpoint
  if (kind === 'unix' || kind === 'npipe') return { kind, address: endpoint.path, port: undefined }
  if (kind === 'custom') return { kind, address: '', port: undefined }
  return { kind, address: endpoint.host, port: endpoint.port }
}

/** What identifies a request in events and in `before`. */
export interface RequestFacts {
  readonly method: string
  /** The path as it is sent: percent-encoded, with its parameters filled in, without the version and the query. */
  readonly path: string
  /** The path as the caller wrote it, with its `{parameters}`: few distinct values. undefined: the caller gave the whole target (`fairlead/fetch`, `fairlead/modem`). */
  readonly template: string | undefined
}

/** Published on `fairlead:request`: one request, retries included. The same object from start to end. */
export interface RequestEvent extends RequestFacts {
  /** Counts the requests of this process. */
  readonly id: number
  readonly endpoint: EndpointFacts
  /** The API version that is used, once it is known; undefined for a ping, which has none. */
  apiVersion: string | undefined
  /** The response's status, once its head has come. */
  status: number | undefined
  /** The `id` of the connection that it was last sent on. */
  connection: number | undefined
  /** Whether that connection had carried a request before. */
  reused: boolean
  /** How often it was sent again: see {@link RetryEvent}. */
  retries: number
  /** The caller cancelled the response before its end. */
  cancelled: boolean
  /** Bytes sent on the connection: with heads, framing and earlier attempts, without TLS's overhead. */
  bytesSent: number
  /** Bytes received on the connection: with heads, framing and earlier attempts, without TLS's overhead. */
  bytesReceived: number
  /** In ms from the start; undefined until then, or if it never happened. A retry starts over with `connection`. */
  readonly timings: {
    /** It got a connection. */
    connection: number | undefined
    /** The request's last byte was written to the socket. */
    sent: number | undefined
    /** The response's head came. */
    head: number | undefined
    /** The response was complete, cancelled or failed. */
    end: number | undefined
  }
  /** What it failed with: the error that the caller receives. */
  error: unknown
}

/** Published on `fairlead:connection`: one connection, from its dial to its close. The same object from start to end. */
export interface ConnectionEvent {
  /** Counts the connections of this process that appear in events. */
  readonly id: number
  readonly endpoint: EndpointFacts
  /** Whether the Engine is reached by TLS. */
  readonly tls: boolean
  /** Whether it goes through a proxy. */
  readonly proxy: boolean
  /** Requests that were sent on it. */
  requests: number
  bytesSent: number
  bytesReceived: number
  /** In ms from the start of dialling. */
  readonly timings: {
    /** The host or the proxy was reached; undefined where neither TLS nor a proxy follows. */
    reached: number | undefined
    /** The proxy opened the tunnel. */
    proxied: number | undefined
    /** It was ready, after the TLS handshake if there is one. */
    connected: number | undefined
    /** It was closed, or given away. */
    end: number | undefined
  }
  /** Why it ended; undefined until then. */
  ending: Ending | undefined
  /** What it failed with, if it failed. */
  error: unknown
}

/** Published on `fairlead:tunnel`: one attach, exec or other hijacked stream. The same object from start to end. */
export interface TunnelEvent extends RequestFacts {
  /** The `id` of the request that opened it. */
  readonly request: number
  readonly endpoint: EndpointFacts
  readonly apiVersion: string | undefined
  readonly connection: number | undefined
  /** 101, or 200 if a proxy removed the upgrade. */
  readonly status: number
  /** Bytes sent since it was opened: stdin. */
  bytesSent: number
  /** Bytes received since it was opened: the output with its framing. */
  bytesReceived: number
  /** In ms from its opening. */
  readonly timings: { end: number | undefined }
  /** It was closed from this side. */
  cancelled: boolean
  /** What it failed with, if it failed. */
  error: unknown
}

/** Published on `fairlead:retry`: a request is sent once more. */
export interface RetryEvent extends RequestFacts {
  /** The `id` of the request. */
  readonly request: number
  /** 'stale': the Engine had closed the connection when the request was sent. 'version': the Engine rejected the API version. */
  readonly reason: 'stale' | 'version'
  /** For 'version': the rejected version. */
  readonly from: string | undefined
  /** For 'version': the version that is used now. */
  readonly to: string | undefined
  /** What the first attempt failed with. */
  readonly cause: unknown
}
