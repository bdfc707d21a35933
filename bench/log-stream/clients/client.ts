// What a measured client is: opens once, reads whole log streams. Each module here imports its own library only,
// so that a measured process holds nothing of the others.
import { Writable } from 'node:stream'
import type { Stream } from '../workloads.ts'

/** One way of reading logs. */
export interface Client {
  /** Reads the stream to its end; resolves with the payload bytes that it counted. */
  read(stream: Stream): Promise<number>
  close(): void | Promise<void>
}

/** `sink` is the socket of a process that throws away what it is sent. */
export type Open = (socketPath: string, sink?: string) => Client | Promise<Client>

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
