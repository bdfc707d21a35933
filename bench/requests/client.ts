// What a client of the requests part is: it runs `count` requests, `at` of them at a time, each on a kept connection or, when
// cold, on one of its own. Each module here imports its own library only.
import type { Operation } from './answers.ts'

/** How connections are used. */
export interface Use {
  /** How many requests are under way together. */
  at: number
  /** Every request dials. */
  cold: boolean
}

/** One library, connected. */
export interface RequestClient {
  /** Checks every answer. */
  run(operation: Operation, count: number): Promise<void>
  close(): void | Promise<void>
}

/** Undefined where the library has no such use. */
export type OpenRequests = (socketPath: string, use: Use) => RequestClient | Promise<RequestClient>

/** The clients that are Node's, by name. */
export const clients: Record<string, () => Promise<OpenRequests>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'floor + JSON.parse': async () => (await import('./floor.ts')).openParsingFloor,
  fairlead: async () => (await import('./fairlead.ts')).openFairlead,
  'undici request': async () => (await import('./undici.ts')).openRequest,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
  'node-sdk': async () => (await import('./node-sdk.ts')).openNodeSdk,
}

/** Calls `call` `count` times, `at` at a time. */
export async function drive(count: number, at: number, call: () => Promise<void>): Promise<void> {
  let left = count
  const work = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: at }, work))
}
