// "fairlead/fetch": an Engine behind the web's own interface, for clients that are built on fetch.
// Re-exports only.

export { createFetch, type Fetch } from './adapters/fetch.ts'
export { querySerializer } from './adapters/fetch-query.ts'
export type { FetchInput } from './adapters/fetch-request.ts'
