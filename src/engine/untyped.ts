// The request API without a look at the path: for what the API document does not have (Podman's own API, a newer Engine,
// what a plugin adds) and for paths that are made at run time. It is the same Engine, seen through other types. Types only.

import type { Socket } from 'node:net'
import type { Head } from '../wire/head.ts'
import type { Method, RequestOptions } from './options.ts'
import type { Response } from './response.ts'
import type { Tunnel } from './tunnel.ts'

/** Options of {@link UntypedEngine.tunnel}. */
export interface TunnelOptions extends RequestOptions {
  /** Whether the stream is a TTY's: saves asking. */
  tty?: boolean | undefined
}

/** Options of {@link UntypedEngine.upgrade}. */
export interface UpgradeOptions extends RequestOptions {
  /** The Upgrade field. Default 'tcp'. 'websocket' is asked for with GET (RFC 6455 §4.1), everything else with POST. */
  protocol?: string | undefined
}

/** What `upgrade` gives. */
export interface Upgraded {
  /** 101, or 200 where a proxy took the upgrade away. */
  status: number
  headers: Head
  socket: Socket
}

/** See the file's head. Whatever the path is, it goes after the version; the methods are those of {@link Engine}. */
export interface UntypedEngine {
  /** Any answer with all of the readings. */
  request(method: Method, path: string, options?: RequestOptions): Promise<Response>
  /** The answer's value: JSON parsed, other text as a string, undefined where there is no body. Nothing checks that it is a T. */
  get<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  post<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  put<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  delete<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  head(path: string, options?: RequestOptions): Promise<Head>
  tunnel(path: string, options?: TunnelOptions): Promise<Tunnel>
  upgrade(path: string, options?: UpgradeOptions): Promise<Upgraded>
}
