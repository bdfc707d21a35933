// What a client of the transfers part is: it reads an archive of n bytes to its end, or sends one. The tar that goes out comes
// from a Readable in pieces of 64 KiB, as fs.createReadStream gives them, all of the same memory; what comes in is counted.
import { Readable } from 'node:stream'

export interface TransferClient {
  /** Resolves with the bytes of body counted. */
  download(bytes: number): Promise<number>
  upload(bytes: number): Promise<void>
  close(): void | Promise<void>
}

export type OpenTransfers = (socketPath: string) => TransferClient | Promise<TransferClient>

/** The clients by name; those of `downloads` and of `uploads` have one of the two. */
export const clients: Record<string, () => Promise<OpenTransfers>> = {
  floor: async () => (await import('./floor.ts')).openFloor,
  'fairlead source': async () => (await import('./fairlead.ts')).openSource,
  'fairlead for await': async () => (await import('./fairlead.ts')).openIterator,
  'undici request': async () => (await import('./undici.ts')).openRequest,
  'undici dispatch': async () => (await import('./undici.ts')).openDispatch,
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp,
  dockerode: async () => (await import('./dockerode.ts')).openDockerode,
}

export const PIECE = 65_536
const piece = Buffer.alloc(PIECE, 'tar')

/** The target of an archive of n bytes: its path tells the server. */
export const target = (bytes: number): string => `/v1.51/containers/x/archive?path=${bytes}`

/** The tar that goes out. */
export function tarOf(bytes: number): Readable {
  let left = bytes
  return new Readable({
    highWaterMark: PIECE,
    read() {
      if (left <= 0) return void this.push(null)
      const now = Math.min(left, PIECE)
      left -= now
      this.push(now === PIECE ? piece : piece.subarray(0, now))
    },
  })
}

/** One piece of it, for the floor. */
export function firstPiece(): Buffer {
  return piece
}
