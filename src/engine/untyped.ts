// The request API without checks of the path: for paths that the API document lacks (Podman's own API, a newer Engine, a
// plugin's) and for paths that are built at run time. It is the same Engine object under other types.

import type { Socket } from 'node:net'
import { BOOLEAN, type Kinds, TEXT } from '../check.ts'
import type { Head } from '../wire/head.ts'
import { type Method, REQUEST, type RequestOptions } from './request/options.ts'
import type { EngineResponse } from './response/response.ts'
import type { Tunnel } from './response/tunnel.ts'

/** Options of {@link UntypedEngine.tunnel}. */
export interface TunnelOptions extends RequestOptions {
  /** Whether the stream is a TTY's: saves an inspect request. */
  tty?: boolean | undefined
}

/** Options of {@link UntypedEngine.upgrade}. */
export interface UpgradeOptions extends RequestOptions {
  /** The Upgrade field. Default 'tcp'. 'websocket' is requested with GET (RFC 6455 §4.1), any other with POST. */
  protocol?: string | undefined
}

/** The kinds of {@link TunnelOptions}. */
export const TUNNEL: Kinds<TunnelOptions> = { ...REQUEST, tty: BOOLEAN }
/** The kinds of {@link UpgradeOptions}. */
export const UPGRADE: Kinds<UpgradeOptions> = { ...REQUEST, protocol: TEXT }

/** The result of `upgrade()`: the response's head and the socket. */
export interface Upgraded {
  /** 101, or 200 when a proxy removed the upgrade. */
  status: number
  headers: Head
  socket: Socket
}

/** The methods of {@link Engine} for any path. The API version is put in front of the path, unless it begins with a version of its own: `/v1.41/info`, `/v4.0.0/libpod/info`. */
export interface UntypedEngine {
  /** The response, with every reader. */
  request(method: Method, path: string, options?: RequestOptions): Promise<EngineResponse>
  /** The response's value: JSON parsed, other text as a string, undefined without a body. Nothing checks that it is a T. */
  get<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  post<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  put<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  delete<T = unknown>(path: string, options?: RequestOptions): Promise<T>
  head(path: string, options?: RequestOptions): Promise<Head>
  tunnel(path: string, options?: TunnelOptions): Promise<Tunnel>
  upgrade(path: string, options?: UpgradeOptions): Promise<Upgraded>
}
