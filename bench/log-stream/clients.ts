// The clients of the log-stream part that are Node libraries, by name; each is loaded only in the process that measures it.
import type { Open } from './clients/client.ts'

/** How a client is loaded, and whether it can read a hijacked stream too. */
export interface Kind {
  load(): Promise<Open>
  raw: boolean
}

/** The clients that are Node libraries, by name. */
export const clients: Record<string, Kind> = {
  floor: { load: async () => (await import('./clients/floor.ts')).openFloor, raw: true },
  'fairlead onFrame': { load: async () => (await import('./clients/fairlead.ts')).openOnFrame, raw: true },
  'fairlead frames': { load: async () => (await import('./clients/fairlead.ts')).openFrames, raw: true },
  'fairlead lines': { load: async () => (await import('./clients/fairlead.ts')).openLines, raw: true },
  'fairlead pipe': { load: async () => (await import('./clients/fairlead.ts')).openPipe, raw: true },
  'fairlead pipe to file': { load: async () => (await import('./clients/outputs.ts')).openPipeToFile, raw: true },
  'fairlead pipe to socket': { load: async () => (await import('./clients/outputs.ts')).openPipeToSocket, raw: true },
  'fairlead batches': { load: async () => (await import('./clients/records.ts')).openBatches, raw: false },
  'fairlead records': { load: async () => (await import('./clients/records.ts')).openRecords, raw: false },
  'fairlead records, 1 %': { load: async () => (await import('./clients/records.ts')).openSome, raw: false },
  'fairlead follow': { load: async () => (await import('./clients/records.ts')).openFollow, raw: false },
  'fairlead logs': { load: async () => (await import('./clients/records.ts')).openLogs, raw: false },
  'fairlead node outputs': { load: async () => (await import('./clients/adapters.ts')).openNodeOutputs, raw: true },
  'fairlead web outputs': { load: async () => (await import('./clients/adapters.ts')).openWebOutputs, raw: true },
  'fairlead fetch': { load: async () => (await import('./clients/adapters.ts')).openFetch, raw: false },
  dockerode: { load: async () => (await import('./clients/dockerode.ts')).openOwn, raw: true },
  'dockerode on fairlead': { load: async () => (await import('./clients/modem.ts')).openModem, raw: true },
  'node-sdk': { load: async () => (await import('./clients/node-sdk.ts')).openNodeSdk, raw: true },
  'node:http': { load: async () => (await import('./clients/node-http.ts')).openNodeHttp, raw: true },
  'undici request': { load: async () => (await import('./clients/undici.ts')).openRequest, raw: false },
  'undici stream': { load: async () => (await import('./clients/undici.ts')).openStream, raw: false },
  'undici 8 request': { load: async () => (await import('./clients/undici-8.ts')).openRequest, raw: false },
  'undici 8 dispatch': { load: async () => (await import('./clients/undici-8.ts')).openDispatch, raw: true },
  "the runtime's fetch": {
    load: async () => (await import('./clients/runtime-fetch.ts')).openRuntimeFetch,
    raw: false,
  },
  'bare iterator': { load: async () => (await import('./clients/bare-iterator.ts')).openBareIterator, raw: false },
  'bare iterator of UTF-8': {
    load: async () => (await import('./clients/bare-iterator.ts')).openUtf8Iterator,
    raw: false,
  },
  'undici dispatch': { load: async () => (await import('./clients/undici.ts')).openDispatch, raw: true },
}
