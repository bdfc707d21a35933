// Lines on a terminal: each container in its own colour, stderr marked. Plain text if the output is not a terminal.

import type { WriteStream } from 'node:tty'
import type { StreamName } from 'fairlead'

const colours = [36, 35, 33, 34, 32, 95, 96, 93]
const BOLD = 1
const DIM = 2
const RED = 31

/** Writes lines, and reports when the terminal cannot keep up. */
export class Printer {
  readonly #out: NodeJS.WriteStream | WriteStream
  readonly #coloured: boolean
  readonly #colours = new Map<string, number>()

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
    this.#coloured = out.isTTY === true && process.env.NO_COLOR === undefined && out.hasColors()
  }

  /** Resolves at once, or when the terminal has drained. A reader that awaits it passes the pause on to the Engine. */
  line(container: string, stream: StreamName, text: string): Promise<void> | undefined {
    const name = this.#paint(this.#colourOf(container), container.padEnd(10))
    const mark = stream === 'stdout' ? this.#paint(DIM, 'out') : this.#paint(RED, 'err')
    if (!this.#out.writable || this.#out.write(`${name} ${mark} ${text}\n`)) return undefined
    return new Promise((resolve) => {
      const done = (): void => {
        for (const event of ['drain', 'error', 'close']) this.#out.off(event, done)
        resolve()
      }
      // A closed output never drains.
      for (const event of ['drain', 'error', 'close']) this.#out.on(event, done)
    })
  }

  /** A message of the program itself. */
  note(text: string): void {
    if (this.#out.writable) this.#out.write(`${this.#paint(BOLD, text)}\n`)
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
