// The figures of one run: lines, bytes, rate, what a line cost this process, and how often it had to wait.

/** Counts while it goes. */
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

  /** The terminal was behind, so reading stopped for a while. */
  pause(): void {
    this.#pauses++
  }

  summary(): string {
    const seconds = (performance.now() - this.#began) / 1000
    const { user, system } = process.cpuUsage(this.#cpu)
    const perLine = this.#lines === 0 ? 0 : (user + system) / this.#lines
    const rate = this.#bytes / 1e6 / seconds
    return [
      `${this.#lines.toLocaleString('en')} lines, ${this.#bytes.toLocaleString('en')} bytes in ${seconds.toFixed(1)} s`,
      `${rate.toFixed(2)} MB/s`,
      `client CPU ${perLine.toFixed(1)} µs a line, printing included`,
      `${this.#pauses} pauses for the terminal`,
    ].join(' · ')
  }
}
