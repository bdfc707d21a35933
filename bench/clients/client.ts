// What a measured client is: opens once, reads whole log streams. Each module here imports its own library only,
// so that a measured process holds nothing of the others.
import { Writable } from 'node:stream'
import type { Stream } from '../wire/workloads.ts'

/** One way of reading logs. */
export interface Client {
  /** Reads the stream to its end; resolves with the payload bytes that it counted. */
  read(stream: Stream): Promise<number>
  close(): void | Promise<void>
}

export type Open = (socketPath: string) => Client | Promise<Client>

/** How a client is loaded, and whether it can read a hijacked stream too. */
export interface Kind {
  load(): Promise<Open>
  raw: boolean
}

/** The clients that are Node libraries, by name. */
export const clients: Record<string, Kind> = {
  floor: { load: async () => (await import('./floor.ts')).openFloor, raw: true },
  'fairlead onFrame': { load: async () => (await import('./fairlead.ts')).openOnFrame, raw: true },
  'fairlead frames': { load: async () => (await import('./fairlead.ts')).openFrames, raw: true },
  'fairlead lines': { load: async () => (await import('./fairlead.ts')).openLines, raw: true },
  'fairlead pipe': { load: async () => (await import('./fairlead.ts')).openPipe, raw: true },
  dockerode: { load: async () => (await import('./dockerode.ts')).openDockerode, raw: true },
  'node-sdk': { load: async () => (await import('./node-sdk.ts')).openNodeSdk, raw: true },
  'node:http': { load: async () => (await import('./node-http.ts')).openNodeHttp, raw: true },
  'undici request': { load: async () => (await import('./undici.ts')).openRequest, raw: false },
  'undici stream': { load: async () => (await import('./undici.ts')).openStream, raw: false },
  'undici dispatch': { load: async () => (await import('./undici.ts')).openDispatch, raw: true },
}

/** The cheapest Writable there is: counts bytes. */
export class Counter extends Writable {
  bytes = 0

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length
    done()
  }
}

/** Resolves when `stream` has been ended and everything was written. */
export function finished(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.end(resolve)
  })
}
