// What a process writes, kept under a limit or passed to Writables. Bytes are copied once: into a buffer that grows, or
// by pipe() for the Writable. Text is decoded when the stream is over, so no character is ever cut.

import { Writable } from 'node:stream'
import { pushFrames } from '../engine/frame-reading.ts'
import { pipeFrames } from '../engine/pipe.ts'
import { FairleadError } from '../error.ts'
import { frameKinds } from '../stream/mux.ts'
import { Store } from '../stream/store.ts'
import { decodeUtf8 } from '../stream/utf8.ts'
import type { EndableSource } from './endable.ts'

/** The most that is kept of each output, in bytes, unless told otherwise: 64 MiB, as of every body that is gathered whole. */
export const CAPTURE_BYTES = 67_108_864

/** What becomes of a process's outputs. */
export interface OutputOptions {
  /** Write stdout here, at its pace, instead of gathering it. Ended at the end, destroyed on an error, unless it is the process's own. */
  stdout?: Writable | undefined
  /** As `stdout`. One Writable may be both. The connection carries both outputs: the slower one holds the other up. */
  stderr?: Writable | undefined
  /** Leave the Writables open at the end. Default false. */
  keepOpen?: boolean | undefined
  /** 'utf8' (the default): text; what is not UTF-8 is U+FFFD. 'buffer': the bytes. */
  encoding?: 'utf8' | 'buffer' | undefined
  /** The most bytes gathered of each output. Beyond them: ERR_BODY_TOO_LARGE, and the stream is closed. Default {@link CAPTURE_BYTES}. */
  maxBytes?: number | undefined
}

/** What was gathered; empty for an output that went to a Writable. */
export interface Outputs<T extends string | Buffer = string> {
  stdout: T
  stderr: T
}

/** Reads `source` to its end. Kind 0, echoed stdin, is stdout's and kind 3, the daemon's own words, stderr's. @throws what the source fails with, ERR_OUTPUT, ERR_BODY_TOO_LARGE. */
export async function readOutputs(
  source: EndableSource,
  raw: boolean,
  options: OutputOptions,
): Promise<Outputs<string | Buffer>> {
  const { maxBytes = CAPTURE_BYTES, keepOpen } = options
  const stdout = new Capture('stdout', maxBytes)
  const stderr = new Capture('stderr', maxBytes)
  if (options.stdout === undefined && options.stderr === undefined) {
    await pushFrames(
      source,
      (kind, bytes, start, end) => {
        if (kind < frameKinds.stderr) stdout.take(bytes, start, end)
        else stderr.take(bytes, start, end)
      },
      raw,
    )
  } else {
    const outputs = {
      stdout: options.stdout ?? stdout.writable(source),
      stderr: options.stderr ?? stderr.writable(source),
      keepOpen,
    }
    await pipeFrames(source, outputs, raw)
  }
  return { stdout: stdout.value(options.encoding), stderr: stderr.value(options.encoding) }
}

class Capture {
  readonly #name: string
  readonly #limit: number
  readonly #store = new Store()

  constructor(name: string, limit: number) {
    this.#name = name
    this.#limit = limit
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    if (this.#store.length + (end - start) > this.#limit) {
      throw new FairleadError(
        'ERR_BODY_TOO_LARGE',
        `${this.#name} is longer than the limit of ${this.#limit} bytes: raise maxBytes, or give a Writable`,
      )
    }
    this.#store.append(bytes, start, end)
  }

  /** For the output that is gathered while the other goes to a Writable. */
  writable(source: EndableSource): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          this.take(chunk, 0, chunk.length)
        } catch (error) {
          source.fail(error as Error)
        }
        done()
      },
    })
  }

  value(encoding: 'utf8' | 'buffer' = 'utf8'): string | Buffer {
    const { bytes, length } = this.#store
    return encoding === 'buffer' ? Buffer.from(bytes.buffer, bytes.byteOffset, length) : decodeUtf8(bytes, 0, length)
  }
}
