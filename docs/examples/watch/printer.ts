// Lines on a terminal: each container in its own colour, stderr marked; plain text where it is not a terminal.

import type { WriteStream } from 'node:tty'
import type { StreamName } from 'fairlead'

const colours = [36, 35, 33, 34, 32, 95, 96, 93]
const BOLD = 1
const DIM = 2
const RED = 31

/** Writes lines; tells when the terminal cannot keep up. */
export class Printer {
  readonly #out: NodeJS.WriteStream | WriteStream
  readonly #coloured: boolean
  readonly #colours = new Map<string, number>()

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
    this.#coloured = out.isTTY === true && process.env.NO_COLOR === undefined && out.hasColors()
  }

  /** Resolves at once, or when the terminal has drained: a reader that waits passes the pause on to the Engine. */
  line(container: string, stream: StreamName, text: string): Promise<void> | undefined {
    const name = this.#paint(this.#colourOf(container), container.padEnd(10))
    const mark = stream === 'stdout' ? this.#paint(DIM, 'out') : this.#paint(RED, 'err')
    if (this.#out.write(`${name} ${mark} ${text}\n`)) return undefined
    return new Promise((resolve) => this.#out.once('drain', resolve))
  }

  /** A word of the program's own. */
  note(text: string): void {
    this.#out.write(`${this.#paint(BOLD, text)}\n`)
  }

  #colourOf(container: string): number {
    let colour = this.#colours.get(container)
    if (colour === undefined) {
      colour = colours[this.#colours.size % colours.length] ?? 0
      this.#colours.set(container, colour)
    }
    return colour
  }

  #paint(code: number, text: string): string {
    return this.#coloured ? `\x1b[${code}m${text}\x1b[0m` : text
  }
}
