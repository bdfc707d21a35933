// Draws the records of a pull, push or load: a line a layer, with a bar where the Engine knows how much there is.
// On a terminal the lines are redrawn in place; elsewhere each change of status is a line.

import type { ProgressRecord } from 'fairlead'

const WIDTH = 30

/** Shows records on `out` as they come. */
export class ProgressBars {
  readonly #out: NodeJS.WriteStream
  readonly #lines = new Map<string, string>()
  readonly #statuses = new Map<string, string>()
  #drawn = 0

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
  }

  show({ id, status = '', progressDetail }: ProgressRecord): void {
    const { current, total } = progressDetail ?? {}
    if (id === undefined) return this.#say(status)
    if (!this.#out.isTTY) {
      if (this.#statuses.get(id) !== status) this.#say(`${id}: ${status}`)
      this.#statuses.set(id, status)
      return
    }
    this.#lines.set(id, `${id}: ${status.padEnd(18)}${current && total ? bar(current, total) : ''}`)
    this.#draw()
  }

  #say(text: string): void {
    if (text !== '') this.#out.write(`${text}\n`)
    this.#lines.clear()
    this.#drawn = 0
  }

  #draw(): void {
    if (this.#drawn > 0) this.#out.write(`\x1b[${this.#drawn}A`)
    for (const line of this.#lines.values()) this.#out.write(`\x1b[2K${line}\n`)
    this.#drawn = this.#lines.size
  }
}

function bar(current: number, total: number): string {
  const done = Math.min(WIDTH, Math.round((current / total) * WIDTH))
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
  return `[${'='.repeat(done)}${' '.repeat(WIDTH - done)}] ${megabytes(current)}/${megabytes(total)} MB`
}
