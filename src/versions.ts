// "fairlead/versions": which API versions fairlead and each Engine release speak, as data, apart from any connection.
// Re-exports only.

export { operationsSince } from './engine/operations-since.ts'
export { type EngineRelease, engineReleaseOf, engineReleases } from './engine/releases.ts'
export { type RequestParts, requiresOf } from './engine/requires-of.ts'
export { compareVersions, NEWEST_API_VERSION, OLDEST_API_VERSION } from './engine/version.ts'
