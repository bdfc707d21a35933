// What `engine.version()` returns: this side's versions, and the Engine's (Engine API, SystemVersion).
// This side's are known without a request, except the API version in use.

import { NEWEST_API_VERSION, OLDEST_API_VERSION } from './api-version/api-version.ts'
import { VERSION } from './request/library-version.ts'
import { field } from './response/shape.ts'
import type { SystemVersion } from './schema.ts'

/** The versions of this side: fairlead and the runtime. */
export interface ClientVersion {
  /** fairlead's own version. */
  version: string
  /** The API version in use with this Engine. */
  apiVersion: string
  /** The newest API version that fairlead knows. */
  maxApiVersion: string
  /** The oldest API version that fairlead negotiates. */
  minApiVersion: string
  /** Node's version, such as 'v20.19.0'. */
  runtime: string
  /** `process.platform`: 'linux', 'darwin', 'win32' … */
  os: string
  /** `process.arch`: 'x64', 'arm64' … */
  arch: string
}

/** The versions of both sides, as `engine.version()` returns them. */
export interface Versions {
  client: ClientVersion
  server: SystemVersion
}

/** The Engine's side, from the response of `GET /version`. @throws FairleadError ERR_RECORD_SYNTAX when it has no `ApiVersion`. */
export function readServerVersion(value: unknown): SystemVersion {
  field('GET /version', value, 'ApiVersion', 'string')
  return value as SystemVersion
}

/** This side. @param apiVersion the version in use */
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
