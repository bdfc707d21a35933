// Writes a tar archive to pieces of 64 KiB. Nothing is held but the piece that is being filled; a piece that was given is not used
// again. States: between entries, within one content of an announced size, finished. Node's zlib compresses it, if it should be.

import { FairleadError } from '../../error.ts'
import { shownName } from '../base/names.ts'
import { type NewTarHeader, paddingOf, TAR_END_BYTES } from './tar-entry.ts'
import { headerBytes } from './write-header.ts'

/** The size of a piece, in bytes. */
export const TAR_PIECE_BYTES = 65_536

/** A tar archive as it is written. Call {@link take} for the pieces that are full, and {@link end} once. */
export class TarWriter {
  /** Bytes of the current content that are still to come. */
  left = 0
  #padding = 0
  #piece = Buffer.allocUnsafe(TAR_PIECE_BYTES)
  #used = 0
  #full: Uint8Array[] = []
  #name = ''

  /** Begins an entry; its content follows by {@link content}. @throws FairleadError ERR_OPTION */
  entry(header: NewTarHeader): void {
    this.#checkWhole()
    this.#put(headerBytes(header))
    this.#name = header.name
    this.left = header.type === 'file' ? (header.size ?? 0) : 0
    this.#padding = paddingOf(this.left)
  }

  /** Adds a part of the content; the bytes are copied. @throws FairleadError ERR_OPTION beyond the announced size */
  content(bytes: Uint8Array): void {
    if (bytes.length > this.left) throw this.#wrongSize('longer')
    this.#put(bytes)
    this.#taken(bytes.length)
  }

  /** The free end of the current piece, for at most `most` bytes of content: fill its beginning, then call {@link filled}. */
  room(most: number): Buffer {
    return this.#piece.subarray(this.#used, Math.min(this.#piece.length, this.#used + most))
  }

  /** So many bytes of {@link room} are content now. */
  filled(count: number): void {
    this.#advance(count)
    this.#taken(count)
  }

  /** The full pieces so far. */
  take(): Uint8Array[] {
    const full = this.#full
    this.#full = []
    return full
  }

  /** Writes the archive's end; gives the last pieces. @throws FairleadError ERR_OPTION within a content */
  end(): Uint8Array[] {
    this.#checkWhole()
    this.#put(new Uint8Array(TAR_END_BYTES))
    const pieces = this.take()
    if (this.#used > 0) pieces.push(this.#piece.subarray(0, this.#used))
    this.#used = 0
    return pieces
  }

  #taken(count: number): void {
    this.left -= count
    if (this.left > 0 || this.#padding === 0) return
    const padding = this.#padding
    this.#padding = 0
    this.#put(new Uint8Array(padding))
  }

  #put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(bytes.length - at, this.#piece.length - this.#used)
      this.#piece.set(bytes.subarray(at, at + count), this.#used)
      at += count
      this.#advance(count)
    }
  }

  #advance(count: number): void {
    this.#used += count
    if (this.#used < this.#piece.length) return
    this.#full.push(this.#piece)
    this.#piece = Buffer.allocUnsafe(TAR_PIECE_BYTES)
    this.#used = 0
  }

  #checkWhole(): void {
    if (this.left > 0) throw this.#wrongSize('shorter')
  }

  #wrongSize(how: string): FairleadError {
    return new FairleadError('ERR_OPTION', `the tar entry '${shownName(this.#name)}' is ${how} than its announced size`)
  }
}
