// The clients of the transfers part, by name; each is loaded only in the process that measures it.
import type { OpenTransfers } from './client.ts'

/** The clients by name; those of `downloads` and of `uploads` have one of the two. */
export const clients: Record<string, () => Promise<OpenTransfers>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'floor + Readable': async () => (await import('./floor.ts')).openStreamFloor,
  'fairlead source': async () => (await import('./fairlead.ts')).openSource,
  'fairlead for await': async () => (await import('./fairlead.ts')).openIterator,
  'fairlead with a length': async () => (await import('./fairlead.ts')).openLength,
  'fairlead generator': async () => (await import('./fairlead.ts')).openGenerator,
  'undici request': async () => (await import('./undici.ts')).openRequest,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
}
