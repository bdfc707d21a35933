// "fairlead/versions": the API versions of fairlead and of each Engine release, as data that needs no connection.
// Re-exports only.

export { compareVersions, NEWEST_API_VERSION, OLDEST_API_VERSION } from './engine/api-version/api-version.ts'
export { operationsSince } from './engine/api-version/operations-since.ts'
export { type EngineRelease, engineReleaseOf, engineReleases } from './engine/api-version/releases.ts'
export { type RequestParts, requiresOf } from './engine/requires-of.ts'
