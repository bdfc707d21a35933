// "fairlead/fetch": an Engine as a fetch function, for clients built on fetch.
// Re-exports only.

export { createFetch, type Fetch } from './adapters/fetch/fetch.ts'
export { querySerializer } from './adapters/fetch/fetch-query.ts'
export type { FetchInput } from './adapters/fetch/fetch-request.ts'
