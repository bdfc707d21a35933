// A tunnel as a Node Duplex: it reads the bytes as they are on the wire, writes go to stdin, end() is the half-close.
// The reading side works as in node-readable.ts.

import { Duplex, type Writable } from 'node:stream'
import { BOOLEAN, checkOptions, type Kinds } from '../../check.ts'
import { HIGH_WATER_BYTES, readsBranch, type StreamClass } from './node-read-end.ts'
import { type NodeStreamOptions, STREAM } from './node-readable.ts'
import { type TwoWay, tapBytes } from './stream-input.ts'

/** Options of {@link duplex}. */
export interface DuplexOptions extends NodeStreamOptions {
  /** False, the default, as for net.Socket: once the output has ended, the writing side ends by itself. */
  allowHalfOpen?: boolean | undefined
}

const DUPLEX: Kinds<DuplexOptions> = { ...STREAM, allowHalfOpen: BOOLEAN }

/**
 * A tunnel as a Duplex of raw bytes: for a container without a TTY these are frames (`stdio` separates the outputs).
 * `end()` ends stdin alone; the output continues. `destroy()` closes the connection.
 * An error is emitted as 'error' after everything that was received before it; an abort is emitted at once.
 */
export function duplex(tunnel: TwoWay, options: DuplexOptions = {}): Duplex {
  checkOptions('duplex()', options, DUPLEX)
  return new TunnelDuplex(tunnel, options)
}

/**
 * A class of Node streams that write to a tunnel: its constructor takes the tunnel before the arguments of `base`. A write is done when
 * the tunnel has room again; writes that waited go out together. The bytes belong to the writer and must not change until the write
 * is done. `end()` is the half-close.
 */
// biome-ignore lint/suspicious/noExplicitAny: a mixin passes any arguments on (TS2545)
export function writesToTunnel<Stream extends Writable, Arguments extends any[]>(
  base: StreamClass<Stream, Arguments>,
): StreamClass<Stream, [tunnel: TwoWay, ...Arguments]> {
  return class extends (base as unknown as StreamClass<Writable>) {
    readonly #tunnel: TwoWay

    constructor(tunnel: TwoWay, ...rest: Arguments) {
      super(...rest)
      this.#tunnel = tunnel
    }

    override _write(chunk: Buffer, _: string, done: Done): void {
      this.#tunnel.write(chunk).then(() => done(), done)
    }

    override _writev(chunks: { chunk: Buffer }[], done: Done): void {
      this.#tunnel.write(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done)
    }

    override _final(done: Done): void {
      this.#tunnel.end()
      done()
    }
  } as unknown as StreamClass<Stream, [tunnel: TwoWay, ...Arguments]>
}

type Done = (error?: Error | null) => void

class TunnelDuplex extends writesToTunnel(readsBranch(Duplex)) {
  constructor(tunnel: TwoWay, options: DuplexOptions) {
    super(tunnel, tapBytes(tunnel), {
      allowHalfOpen: options.allowHalfOpen ?? false,
      readableHighWaterMark: options.highWaterMark ?? HIGH_WATER_BYTES,
    })
  }
}
