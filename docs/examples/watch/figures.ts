// The figures of one run: lines, bytes, rate, CPU time per line, and how often it waited.

/** Counts during a run. */
export class Figures {
  readonly #began = performance.now()
  readonly #cpu = process.cpuUsage()
  #lines = 0
  #bytes = 0
  #pauses = 0

  line(bytes: number): void {
    this.#lines++
    this.#bytes += bytes
  }

  /** Reading paused because the terminal was behind. */
  pause(): void {
    this.#pauses++
  }

  /** @param more figures of the caller's own */
  summary(...more: readonly string[]): string {
    const seconds = (performance.now() - this.#began) / 1000
    const { user, system } = process.cpuUsage(this.#cpu)
    const perLine = this.#lines === 0 ? 0 : (user + system) / this.#lines
    const rate = this.#bytes / 1e6 / seconds
    return [
      `${this.#lines.toLocaleString('en')} lines, ${this.#bytes.toLocaleString('en')} bytes in ${seconds.toFixed(1)} s`,
      `${rate.toFixed(2)} MB/s`,
      `client CPU ${perLine.toFixed(1)} µs per line, printing included`,
      `${this.#pauses} pauses for the terminal`,
      ...more,
    ].join(' · ')
  }
}
