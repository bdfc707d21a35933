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

/** The clients by name: `open` loads the library. */
export const clients: Record<string, () => Promise<Open>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
  'node-sdk': async () => (await import('./node-sdk.ts')).openNodeSdk,
  'fairlead onFrame': async () => (await import('./fairlead.ts')).openOnFrame,
  'fairlead frames': async () => (await import('./fairlead.ts')).openFrames,
  'fairlead lines': async () => (await import('./fairlead.ts')).openLines,
  'fairlead pipe': async () => (await import('./fairlead.ts')).openPipe,
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
