// What an answer's body has so far while nobody takes it: what came with the head and at most one read more, copied,
// and how the connection ended in the meantime, which waits behind the bytes.

/** See the file's head. */
export class Held {
  /** The peer sent its FIN. */
  ended = false
  /** The connection broke. */
  error: Error | undefined
  readonly #pieces: Uint8Array[] = []

  add(bytes: Uint8Array, start: number, end: number): void {
    this.#pieces.push(Uint8Array.prototype.slice.call(bytes, start, end))
  }

  /** Everything, in one piece. */
  join(): Uint8Array {
    const [first, second] = this.#pieces
    if (first === undefined) return new Uint8Array(0)
    if (second === undefined) return first
    const bytes = new Uint8Array(this.#pieces.reduce((size, piece) => size + piece.length, 0))
    let at = 0
    for (const piece of this.#pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }
}
