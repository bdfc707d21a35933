// What a terminal shows after some output: enough of one for lines that are redrawn in place (ECMA-48: CUU, EL, ED), with wrapping and
// scrolling. Anything else that begins with an escape is an error, so that nothing is overlooked.

/** The screen of a terminal. */
export class Screen {
  readonly #rows: number
  readonly #columns: number
  /** Lines that have left the screen at its top, and those on it. */
  readonly #lines: string[] = ['']
  #row = 0
  #column = 0

  constructor(rows: number, columns: number) {
    this.#rows = rows
    this.#columns = columns
  }

  /** All lines, those scrolled away too, without white space at their ends. */
  get lines(): string[] {
    const lines = this.#lines.map((line) => line.trimEnd())
    while (lines.at(-1) === '') lines.pop()
    return lines
  }

  write(text: string): this {
    for (const [piece, , count, command] of text.matchAll(/(\x1b\[(\d*)([A-Za-z]))|[\s\S]/g)) {
      if (command === undefined) this.#put(piece)
      else if (command === 'A') this.#row = Math.max(this.#top, this.#row - Number(count || 1))
      else if (command === 'K' && count !== '1') this.#erase(count === '2' ? 0 : this.#column)
      else if (command === 'J' && count === '') {
        this.#erase(this.#column)
        this.#lines.length = this.#row + 1
      } else throw new Error(`an escape that no terminal of the tests knows: ${JSON.stringify(piece)}`)
    }
    return this
  }

  get #top(): number {
    return Math.max(0, this.#lines.length - this.#rows)
  }

  #erase(from: number): void {
    this.#lines[this.#row] = this.#lines[this.#row]!.slice(0, from)
  }

  #put(piece: string): void {
    if (piece === '\x1b') throw new Error('an escape that is cut off or unknown')
    if (piece === '\r') this.#column = 0
    else if (piece === '\n') this.#down()
    else {
      if (this.#column === this.#columns) {
        this.#down()
        this.#column = 0
      }
      const line = this.#lines[this.#row]!.padEnd(this.#column)
      this.#lines[this.#row] = line.slice(0, this.#column) + piece + line.slice(this.#column + 1)
      this.#column++
    }
  }

  #down(): void {
    this.#row++
    if (this.#row === this.#lines.length) this.#lines.push('')
  }
}
