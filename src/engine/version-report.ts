// What `engine.version()` tells: this side, and the Engine's as it says it (Engine API, SystemVersion).
// Fields that an Engine of any age may leave out are optional.

import { VERSION } from './request-head.ts'
import { NEWEST_API_VERSION, OLDEST_API_VERSION } from './version.ts'

/** This side. */
export interface ClientVersion {
  /** fairlead's own version. */
  version: string
  /** The API version spoken with this Engine. */
  apiVersion: string
  /** The newest that fairlead speaks. */
  maxApiVersion: string
  /** The oldest that it agrees to. */
  minApiVersion: string
  /** Node's version, such as 'v20.19.0'. */
  runtime: string
  /** Node's names: 'linux', 'darwin', 'win32' … */
  os: string
  /** 'x64', 'arm64' … */
  arch: string
}

/** The Engine's side: the answer to `GET /version`. */
export interface ServerVersion {
  /** Of the Engine, such as '28.5.2'. */
  Version: string
  /** The newest API version that it speaks. */
  ApiVersion: string
  /** The oldest. */
  MinAPIVersion?: string
  Os: string
  Arch: string
  GitCommit: string
  GoVersion: string
  KernelVersion?: string
  BuildTime?: string
  Experimental?: boolean
  Platform?: { Name: string }
  /** The Engine itself, containerd, runc … */
  Components?: { Name: string; Version: string; Details?: Record<string, string> | null }[]
}

/** Both sides. */
export interface Versions {
  client: ClientVersion
  server: ServerVersion
}

/** @param apiVersion the version spoken */
export function clientVersion(apiVersion: string): ClientVersion {
  return {
    version: VERSION,
    apiVersion,
    maxApiVersion: NEWEST_API_VERSION,
    minApiVersion: OLDEST_API_VERSION,
    runtime: process.version,
    os: process.platform,
    arch: process.arch,
  }
}
