// A process's outputs, collected under a limit or piped to Writables. Bytes are copied once: into a growing buffer, or by
// pipe() for the Writable. Text is decoded at the end of the stream, so that no character is cut.

import { Writable } from 'node:stream'
import { BOOLEAN, type Kinds, LIMIT, TEXT, WRITABLE } from '../../check.ts'
import { pushFrames } from '../../engine/response/frame-reading.ts'
import { pipeFrames } from '../../engine/response/pipe.ts'
import { FairleadError } from '../../error.ts'
import { isStdout } from '../../stream/parse/mux.ts'
import { Store } from '../../stream/parse/store.ts'
import { decodeUtf8 } from '../../stream/parse/utf8.ts'
import type { EndableSource } from '../shared/endable-source.ts'

/** The default limit of each collected output, in bytes: 64 MiB, like every body that is collected whole. */
export const CAPTURE_BYTES = 67_108_864

/** Where a process's outputs go: options that {@link exec} and {@link run} share. */
export interface OutputOptions {
  /** Write stdout here, at the Writable's pace, instead of collecting it. It is ended at the end and destroyed on an error, except for process.stdout and process.stderr. Default: collected. */
  stdout?: Writable | undefined
  /** Like `stdout`, for stderr. One Writable may be both. Both outputs share a connection: the slower one holds up the other. */
  stderr?: Writable | undefined
  /** Do not end the Writables at the end. Default: false. */
  keepOpen?: boolean | undefined
  /** Collect text ('utf8'), with U+FFFD for what is not UTF-8, or bytes ('buffer'). Default: 'utf8'. */
  encoding?: 'utf8' | 'buffer' | undefined
  /** Collect stdout and stderr as one, in the order of arrival: the result's `output`. `stdout` and `stderr` are then empty. Not with Writables. Default: false. */
  output?: boolean | undefined
  /** The most bytes collected of each output. More reject with ERR_BODY_TOO_LARGE and close the stream. Default: {@link CAPTURE_BYTES}, 64 MiB. */
  maxBytes?: number | undefined
}

/** The kinds of the options in {@link OutputOptions}. */
export const OUTPUT: Kinds<OutputOptions> = {
  stdout: WRITABLE,
  stderr: WRITABLE,
  keepOpen: BOOLEAN,
  encoding: TEXT,
  output: BOOLEAN,
  maxBytes: LIMIT,
}

/** @throws FairleadError ERR_OPTION when the encoding is neither 'utf8' nor 'buffer', and when `output` comes with a Writable. */
export function checkOutput({ encoding = 'utf8', output, stdout, stderr }: OutputOptions): void {
  if (output === true && (stdout !== undefined || stderr !== undefined))
    throw new FairleadError('ERR_OPTION', 'output: expected no Writable in stdout and stderr beside it')
  if (encoding !== 'utf8' && encoding !== 'buffer')
    throw new FairleadError('ERR_OPTION', "encoding: expected 'utf8' or 'buffer'")
}
/** A Buffer on an ArrayBuffer, which the platform's functions require. To older compilers it is Buffer. */
export type OwnBuffer = ReturnType<BufferConstructor['alloc']>

/** The collected outputs of a process. */
export interface Outputs<T extends string | Buffer = string> {
  /** All of stdout; empty when it went to a Writable. With a TTY, all output. */
  stdout: T
  /** All of stderr; empty when it went to a Writable. */
  stderr: T
  /** Both in the order of arrival, if `output` was set; then the others are empty. */
  output?: T
}

/**
 * Reads `source` to its end. Frames of kind 0 (echoed stdin) go to stdout, of kind 3 (the daemon's messages) to stderr.
 * Rejects with the source's error, ERR_OUTPUT or ERR_BODY_TOO_LARGE.
 */
export async function readOutputs(
  source: EndableSource,
  raw: boolean,
  options: OutputOptions,
): Promise<Outputs<string | OwnBuffer>> {
  const { maxBytes = CAPTURE_BYTES, keepOpen, output } = options
  const stdout = new OutputCollector('stdout', maxBytes)
  const stderr = new OutputCollector('stderr', maxBytes)
  const both = output === true ? new OutputCollector('output', maxBytes) : undefined
  if (options.stdout === undefined && options.stderr === undefined) {
    await pushFrames(
      source,
      (kind, bytes, start, end) => {
        const collector = both ?? (isStdout(kind) ? stdout : stderr)
        collector.append(bytes, start, end)
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
  const outputs = { stdout: stdout.value(options.encoding), stderr: stderr.value(options.encoding) }
  return both === undefined ? outputs : { ...outputs, output: both.value(options.encoding) }
}

class OutputCollector {
  readonly #name: string
  readonly #limit: number
  readonly #store: Store

  constructor(name: string, limit: number) {
    this.#name = name
    this.#limit = limit
    this.#store = new Store(0, limit)
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    if (this.#store.length + (end - start) > this.#limit) {
      throw new FairleadError(
        'ERR_BODY_TOO_LARGE',
        `${this.#name} is longer than the limit of ${this.#limit} bytes: raise maxBytes, or pass a Writable`,
      )
    }
    this.#store.append(bytes, start, end)
  }

  /** A Writable that collects, for one output while the other goes to the caller's Writable. */
  writable(source: EndableSource): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          this.append(chunk, 0, chunk.length)
        } catch (error) {
          source.fail(error as Error)
        }
        done()
      },
    })
  }

  value(encoding: 'utf8' | 'buffer' = 'utf8'): string | OwnBuffer {
    const { bytes, length } = this.#store
    return encoding === 'buffer' ? Buffer.from(bytes.buffer, bytes.byteOffset, length) : decodeUtf8(bytes, 0, length)
  }
}
