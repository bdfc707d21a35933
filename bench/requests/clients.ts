// The clients of the requests part, by name; each is loaded only in the process that measures it.
import type { OpenRequests } from './client.ts'

/** The clients that are Node's, by name. */
export const clients: Record<string, () => Promise<OpenRequests>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'floor + JSON.parse': async () => (await import('./floor.ts')).openParsingFloor,
  fairlead: async () => (await import('./fairlead.ts')).openFairlead,
  'undici request': async () => (await import('./undici.ts')).openRequest,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  'undici 8 request': async () => (await import('./undici-8.ts')).openRequest,
  'undici 8 dispatch': async () => (await import('./undici-8.ts')).openDispatch,
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
  "the runtime's fetch": async () => (await import('./runtime-fetch.ts')).openRuntimeFetch,
  'node-sdk': async () => (await import('./node-sdk.ts')).openNodeSdk,
}
