// One table of surfaces: the native body readers, Node streams, web streams. The tests are written once and run over each. A
// surface defines how its users read; the results must be equal.

import { Readable } from 'node:stream'
import * as node from '../../../src/node.ts'
import type { ByteSource } from '../../../src/stream.ts'
import { iterateBytes } from '../../../src/stream.ts'
import * as web from '../../../src/web.ts'

/** The parts of a response that a surface needs. */
export interface Answer {
  readonly source: ByteSource
  frames(): AsyncIterable<{ stream: string; data: Uint8Array }>
}

/** One reader of a stream. */
export interface Reading {
  /** The next piece, undefined at the end; rejects with what ended the stream. */
  next(): Promise<Uint8Array | undefined>
  /** Gives the stream up. */
  leave(): void
}

/** The bytes of both outputs. */
export interface Both {
  stdout: string
  stderr: string
  codes: (string | undefined)[]
}

export interface Surface {
  bytes(answer: { readonly source: ByteSource }): Reading
  /** Both outputs to their ends, as latin1. */
  both(answer: Answer): Promise<Both>
  /** The whole body as text, decoded as the surface's users do; bytes that are no UTF-8 become U+FFFD. */
  text(answer: { readonly source: ByteSource }): Promise<string>
}

export const surfaces: Readonly<Record<string, Surface>> = {
  native: {
    bytes: ({ source }) => {
      const iterator = iterateBytes(source)
      return {
        next: async () => (await iterator.next()).value as Uint8Array | undefined,
        leave: () => void iterator.return(),
      }
    },
    async both(answer) {
      const both: Both = { stdout: '', stderr: '', codes: [undefined] }
      try {
        for await (const { stream, data } of answer.frames()) {
          both[stream === 'stdin' || stream === 'stdout' ? 'stdout' : 'stderr'] += latin1(data)
        }
      } catch (error) {
        both.codes = [codeOf(error)]
      }
      return both
    },
    async text({ source }) {
      const decoder = new TextDecoder()
      let text = ''
      for await (const piece of iterateBytes(source)) text += decoder.decode(piece, { stream: true })
      return text + decoder.decode()
    },
  },
  node: {
    bytes: (answer) => fromNode(node.readable(answer)),
    both: (answer) => readBoth(node.outputs(answer), fromNode),
    async text(answer) {
      let text = ''
      for await (const piece of node.readable(answer).setEncoding('utf8')) text += piece
      return text
    },
  },
  web: {
    bytes: (answer) => fromWeb(web.readable(answer)),
    both: (answer) => readBoth(web.outputs(answer), fromWeb),
    async text(answer) {
      let text = ''
      for await (const piece of web.readable(answer).pipeThrough(new TextDecoderStream())) text += piece
      return text
    },
  },
  // Byte streams can be read into the reader's own memory.
  'web byob': {
    bytes: (answer) => fromByob(web.readable(answer)),
    both: (answer) => readBoth(web.outputs(answer), fromByob),
    text: async (answer) => Buffer.concat((await drain(fromByob(web.readable(answer)))).pieces).toString(),
  },
  // Node's own bridge stands for other libraries built on web streams.
  'node over web': {
    bytes: (answer) => fromNode(Readable.fromWeb(web.readable(answer) as never)),
    both: (answer) => readBoth(web.outputs(answer), (stream) => fromNode(Readable.fromWeb(stream as never))),
    text: async (answer) => Buffer.concat((await drain(fromWeb(web.readable(answer)))).pieces).toString(),
  },
}

/** Reads a Node stream by 'readable', as a careful user does. */
export function fromNode(stream: Readable): Reading {
  let wake = (): void => {}
  let listens = false
  return {
    async next() {
      // Adding a 'readable' listener starts the stream.
      if (!listens) for (const event of ['readable', 'end', 'error', 'close']) stream.on(event, () => wake())
      listens = true
      for (;;) {
        const piece = stream.read() as Buffer | null
        if (piece !== null) return piece
        if (stream.errored) throw stream.errored
        if (stream.readableEnded || stream.destroyed) return undefined
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    leave: () => void stream.destroy(),
  }
}

export function fromWeb(stream: ReadableStream<Uint8Array>): Reading {
  const reader = stream.getReader()
  return { next: async () => (await reader.read()).value, leave: () => void reader.cancel() }
}

const BYOB_BYTES = 1000

export function fromByob(stream: ReadableStream<Uint8Array>): Reading {
  const reader = stream.getReader({ mode: 'byob' } as never) as unknown as ReadableStreamBYOBReader
  return {
    async next() {
      const { value, done } = await reader.read(new Uint8Array(BYOB_BYTES))
      return done ? undefined : (value as Uint8Array)
    },
    leave: () => void reader.cancel(),
  }
}

/** Every piece, and the code of the error that ended it. */
export async function drain(reading: Reading): Promise<{ pieces: Uint8Array[]; code: string | undefined }> {
  const pieces: Uint8Array[] = []
  try {
    for (let piece = await reading.next(); piece !== undefined; piece = await reading.next()) pieces.push(piece)
    return { pieces, code: undefined }
  } catch (error) {
    return { pieces, code: codeOf(error) }
  }
}

async function readBoth<T>(outputs: { stdout: T; stderr: T }, read: (stream: T) => Reading): Promise<Both> {
  const [stdout, stderr] = await Promise.all([drain(read(outputs.stdout)), drain(read(outputs.stderr))])
  return {
    stdout: latin1(Buffer.concat(stdout.pieces)),
    stderr: latin1(Buffer.concat(stderr.pieces)),
    codes: [...new Set([stdout.code, stderr.code])],
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error)
}
