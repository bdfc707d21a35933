// What `engine.version()` tells: this side, and the Engine's as it says it (Engine API, SystemVersion).
// This side is known without asking, but for the version spoken.

import { VERSION } from './request-head.ts'
import type { SystemVersion } from './schema.ts'
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

/** Both sides. */
export interface Versions {
  client: ClientVersion
  server: SystemVersion
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
