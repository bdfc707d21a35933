// What the channels tell: one plain object a request, connection, tunnel or retry, filled in as it goes.
// Nothing of it is a secret: no query, no header, no body, no user and no path of a host. An error is the one that the caller
// gets: its message holds no header, body or query, but may have the host as it was written, and the words of the Engine.

import type { Endpoint } from '../endpoint/parse.ts'
import type { Ending } from './conversation.ts'

/** Where the Engine is. */
export interface EndpointFacts {
  readonly kind: Endpoint['kind']
  /** The socket's or pipe's path, or the host; '' of a stream that the caller dials. */
  readonly address: string
  /** Of tcp, and of ssh where it was told. */
  readonly port: number | undefined
}

/** Without the user of an ssh host and the path of a tcp one, which may be what lets one in. */
export function endpointFacts(endpoint: Endpoint): EndpointFacts {
  const { kind } = endpoint
  if (kind === 'unix' || kind === 'npipe') return { kind, address: endpoint.path, port: undefined }
  if (kind === 'custom') return { kind, address: '', port: undefined }
  return { kind, address: endpoint.host, port: endpoint.port }
}

/** What a request is, to everybody who is told of it. */
export interface RequestFacts {
  readonly method: string
  /** As it is sent, percent-encoded, its parameters filled in; without the version and the query. */
  readonly path: string
  /** As the call had it, `{parameters}` and all: few in number. undefined: the target was given whole (`fairlead/fetch`, `fairlead/modem`). */
  readonly template: string | undefined
}

/** Told on `fairlead:request`. */
export interface RequestEvent extends RequestFacts {
  /** Counts the requests of this process. */
  readonly id: number
  readonly endpoint: EndpointFacts
  /** Spoken, once that is known; undefined of a ping, which has none. */
  apiVersion: string | undefined
  /** Of the answer, once its head is there. */
  status: number | undefined
  /** The `id` of the connection that it went out on last. */
  connection: number | undefined
  /** Whether that one had served before. */
  reused: boolean
  /** How often it was sent again: see {@link RetryEvent}. */
  retries: number
  /** The caller had enough of the answer before its end. */
  cancelled: boolean
  /** On the connection: heads and framing, and what a retry sent before, are in it, TLS's own are not. */
  bytesSent: number
  /** The same of the answer. */
  bytesReceived: number
  /** ms from the start; undefined until then, or where it never came to that. A retry begins again with `connection`. */
  readonly timings: {
    /** A connection was there. */
    connection: number | undefined
    /** The request's last byte was given to the socket. */
    sent: number | undefined
    /** The answer's head came. */
    head: number | undefined
    /** The answer was complete, or given up. */
    end: number | undefined
  }
  /** What it failed with: the caller's own error. */
  error: unknown
}

/** Told on `fairlead:connection`. */
export interface ConnectionEvent {
  /** Counts the connections of this process that were told of. */
  readonly id: number
  readonly endpoint: EndpointFacts
  /** Whether TLS is spoken with the Engine. */
  readonly tls: boolean
  /** Whether it goes through a proxy. */
  readonly proxy: boolean
  /** Requests that went out on it. */
  requests: number
  bytesSent: number
  bytesReceived: number
  /** ms from the start of dialling. */
  readonly timings: {
    /** The host, or the proxy, was reached: where TLS or a proxy's answer comes after that. */
    reached: number | undefined
    /** The proxy let it through. */
    proxied: number | undefined
    /** It was ready, with TLS where that is spoken. */
    connected: number | undefined
    /** It was closed, or given away. */
    end: number | undefined
  }
  /** Why it is over. */
  ending: Ending | undefined
  error: unknown
}

/** Told on `fairlead:tunnel`. */
export interface TunnelEvent extends RequestFacts {
  /** The `id` of the request that opened it. */
  readonly request: number
  readonly endpoint: EndpointFacts
  readonly apiVersion: string | undefined
  readonly connection: number | undefined
  /** 101, or 200 where a proxy took the upgrade away. */
  readonly status: number
  /** Since it was opened: stdin. */
  bytesSent: number
  bytesReceived: number
  /** ms from its opening. */
  readonly timings: { end: number | undefined }
  /** It was closed from this side. */
  cancelled: boolean
  error: unknown
}

/** Told on `fairlead:retry`. */
export interface RetryEvent extends RequestFacts {
  /** The `id` of the request. */
  readonly request: number
  /** 'stale': the connection had been closed by the Engine as the request went out. 'version': the Engine refused the API version. */
  readonly reason: 'stale' | 'version'
  /** Of 'version': what was refused, and what is spoken now. */
  readonly from: string | undefined
  readonly to: string | undefined
  /** What the first attempt failed with. */
  readonly cause: unknown
}
