// What a followed log gives: a record per line. Bytes stay in the memory of the read that brought them, copied once; text, time and
// details are made when they are asked for.

import { decoders } from '../../bytes.ts'
import { type StreamName, streamNames } from '../../stream/parse/mux.ts'
import type { OwnBytes } from '../../stream/source.ts'
import type { LogSource } from './log-source.ts'
import { FIELDS, type RecordBlock } from './record-block.ts'

const LF = 0x0a
const CR = 0x0d

/** One line of a container's log. */
export class LogRecord {
  readonly kind = 'record'
  readonly #block: RecordBlock
  /** Where its numbers begin: see {@link RecordBlock.fields}. */
  readonly #at: number

  /** @internal */
  constructor(block: RecordBlock, index: number) {
    this.#block = block
    this.#at = index * FIELDS
  }

  /** Which log it is from. */
  get source(): LogSource {
    return this.#block.source
  }

  /** How many of the Engine's records it was joined of: 1, or more for a line longer than 16 KiB. */
  get pieces(): number {
    return this.#block.pieces
  }

  /** Whether the line is longer than `maxLine`: what is beyond that is not here. */
  get truncated(): boolean {
    return this.#block.truncated
  }

  /** The output: `stdout`, `stderr`, or `system` for the daemon's own words. */
  get stream(): StreamName {
    return streamNames[this.#block.fields[this.#at]!]!
  }

  /** The line's bytes without its LF; of a TTY also without the CR before that. Yours: nothing else reads or writes them. */
  get bytes(): OwnBytes {
    const { buffer, memory } = this.#block
    const start = this.#index(3)
    return new Uint8Array(buffer, memory.byteOffset + start, this.#textEnd - start)
  }

  /** The line as text. What is not UTF-8 is U+FFFD. A text that is kept retains up to 8 KiB of what is around it. */
  get text(): string {
    return this.#block.textOf(this.#index(3), this.#textEnd)
  }

  /** When the daemon took the line, as it was sent: RFC 3339 with nanoseconds (Docker) or whole seconds (Podman). Empty for the daemon's own words. */
  get timestamp(): string {
    return this.#block.textOf(this.#index(1), this.#index(2))
  }

  /** The same as Unix nanoseconds; 0n where there is none. */
  get time(): bigint {
    return this.#block.times.nanos(this.#index(1), this.#index(2))
  }

  /** What the logging driver keeps (`labels`, `env`), where the log was asked for with `details`. */
  get details(): Readonly<Record<string, string>> | undefined {
    const stamp = this.#index(2)
    const textStart = this.#index(3)
    if (textStart <= stamp + 1) return undefined
    const text = decoders.utf8(this.#block.memory, stamp + 1, textStart - 1)
    return Object.fromEntries(new URLSearchParams(text.replaceAll(',', '&')))
  }

  /** Whether an LF ended the line. False: the process ended, or the line goes on beyond `maxLine`. */
  get complete(): boolean {
    const end = this.#index(4)
    return end > this.#index(3) && this.#block.memory[end - 1] === LF
  }

  /** One of its numbers, as an index of the memory. */
  #index(field: number): number {
    const { fields, base } = this.#block
    return fields[this.#at + field]! - base
  }

  get #textEnd(): number {
    const { memory, source } = this.#block
    return lineEnd(memory, this.#index(3), this.#index(4), source.tty)
  }
}

/** Where the line `bytes[text..end)` ends without its LF, and of a TTY without the CR before that. */
export function lineEnd(bytes: Uint8Array, text: number, end: number, tty: boolean): number {
  if (end === text || bytes[end - 1] !== LF) return end
  return tty && end - 1 > text && bytes[end - 2] === CR ? end - 2 : end - 1
}
