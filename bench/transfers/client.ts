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

export const PIECE = 65_536
const piece = Buffer.alloc(PIECE, 'tar')

/** The target of an archive of n bytes: the server reads n from the path. */
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
      // Later, as a file's pieces come: what is pushed at once, Node joins with the next piece for some readers.
      process.nextTick(() => this.push(now === PIECE ? piece : piece.subarray(0, now)))
    },
  })
}

/** The same pieces, by a generator. */
export function* piecesOf(bytes: number): Generator<Uint8Array> {
  for (let left = bytes; left > 0; left -= PIECE) yield left < PIECE ? piece.subarray(0, left) : piece
}

/** One piece of it, for the floor. */
export function firstPiece(): Buffer {
  return piece
}
