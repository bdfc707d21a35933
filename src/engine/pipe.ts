// A stream's outputs written into Node Writables: real back-pressure, clean ends, errors passed on both ways.
// The stream goes at the pace of its slowest output: one connection carries both, so a stalled stderr holds stdout up.

import type { Writable } from 'node:stream'
import { FairleadError } from '../error.ts'
import type { FrameHandler } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import { Ranges } from '../stream/ranges.ts'
import type { ByteSource } from '../stream/source.ts'
import { pushFrames } from './frame-reading.ts'
import { Outlet, type OutletOwner } from './outlet.ts'

/** Memory is taken so many bytes at a time: one socket read. Blocks of one size, of which the last is held, keep malloc from giving them back to the kernel and faulting them in again. */
const SLAB_BYTES = 65_536
const NO_SLAB = Buffer.alloc(0)
/** An output that has kept the stream waiting for so long, in ms, is a slow one: it takes 6 MB/s at most. */
const SLOW_MS = 10
/**
 * What a slow output's chunks are set aside as. V8 looks for garbage outside its heap when 32 MB of it are young, counting what was
 * set aside, while pages that nobody touched take no memory: so it looks every 4 MB, where a slow stream would pile up 32.
 */
const SLOW_BYTES = 524_288
/** Below this size Node takes a Buffer out of a pool. */
const POOLED_BYTES = 4096

/** Where the outputs go; what has no place is dropped. One Writable may stand for both. Kind 0 (echoed stdin) goes with stdout, kind 3 (the daemon's own words) with stderr. */
export interface PipeOutputs {
  stdout?: Writable | undefined
  stderr?: Writable | undefined
  /** Leave the Writables open at the end. Default: false; the process's own stdout and stderr are always left open. */
  keepOpen?: boolean | undefined
}

/** Resolves when every output has taken everything and, unless kept open, finished. @throws FairleadError what the source fails with, or ERR_OUTPUT when an output does. */
export async function pipeFrames(source: ByteSource, outputs: PipeOutputs, raw: boolean): Promise<void> {
  const pipe = new Pipe(source, outputs)
  try {
    await Promise.race([pipe.broken, pipe.run(raw)])
  } catch (error) {
    // A body that another reading took stays that reading's.
    if ((error as FairleadError).code !== 'ERR_BODY_TAKEN') source.cancel()
    pipe.abandon(error as Error)
    throw error
  } finally {
    pipe.release()
  }
}

class Pipe implements OutletOwner {
  /** Rejects when an output breaks; never resolves. */
  readonly broken: Promise<never>
  readonly #source: ByteSource
  readonly #outlets: Outlet[] = []
  /** Of each outlet, what the present read brought for it. */
  readonly #lists: Ranges[] = []
  readonly #keepOpen: boolean
  readonly #stdout: Outlet | undefined
  readonly #stderr: Outlet | undefined
  #blocked = 0
  #blockedAt = 0
  #slab = NO_SLAB
  #used = 0
  #slow = false
  #break: (error: Error) => void = () => {}

  constructor(source: ByteSource, outputs: PipeOutputs) {
    this.#source = source
    this.#keepOpen = outputs.keepOpen ?? false
    this.broken = new Promise((_, reject) => {
      this.#break = reject
    })
    this.#stdout = this.#outlet(outputs.stdout)
    this.#stderr = this.#outlet(outputs.stderr)
  }

  async run(raw: boolean): Promise<void> {
    const stdout = this.#stdout?.ranges
    const stderr = this.#stderr?.ranges
    const onFrame: FrameHandler = (kind, bytes, start, end) => {
      if (kind < frameKinds.stderr) stdout?.add(bytes, start, end)
      else stderr?.add(bytes, start, end)
    }
    await pushFrames(this.#source, onFrame, raw, () => this.#flush())
    await Promise.all(this.#outlets.map((outlet) => outlet.finish(this.#keepOpen)))
  }

  abandon(error: Error): void {
    for (const outlet of this.#outlets) outlet.abandon(error, this.#keepOpen)
  }

  release(): void {
    for (const outlet of this.#outlets) outlet.release()
  }

  onBlocked(): void {
    if (this.#blocked++ === 0) this.#blockedAt = performance.now()
    this.#source.pause()
  }

  onFlowing(): void {
    if (--this.#blocked > 0) return
    this.#slow = performance.now() - this.#blockedAt >= SLOW_MS
    this.#source.resume()
  }

  onBroken(error: FairleadError): void {
    this.#break(error)
  }

  /** Writes what the read brought: one memory for it, shared by the outputs. */
  #flush(): void {
    const outlets = this.#outlets
    const lists = this.#lists
    const sizes = lists.map(({ size }) => size)
    const size = sizes.reduce((sum, one) => sum + one, 0)
    if (size === 0) return
    const memory = this.#setAside(size)
    Ranges.move(lists, memory, 0)
    let at = 0
    for (let i = 0; i < outlets.length; i++) {
      const end = at + sizes[i]!
      if (at < end) outlets[i]!.write(memory.subarray(at, end))
      at = end
    }
  }

  /** Memory for one read, never to be used again. */
  #setAside(size: number): Buffer {
    if (size < POOLED_BYTES) return Buffer.allocUnsafe(size)
    if (this.#slow) return Buffer.allocUnsafeSlow(Math.max(size, SLOW_BYTES)).subarray(0, size)
    if (this.#slab.length - this.#used < size) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(size, SLAB_BYTES))
      this.#used = 0
    }
    const at = this.#used
    this.#used += size
    return this.#slab.subarray(at, at + size)
  }

  #outlet(writable: Writable | undefined): Outlet | undefined {
    if (writable === undefined) return undefined
    const known = this.#outlets.find((outlet) => outlet.writable === writable)
    if (known !== undefined) return known
    const outlet = new Outlet(writable, this)
    this.#outlets.push(outlet)
    this.#lists.push(outlet.ranges)
    if (writable.destroyed || writable.writableEnded) {
      this.#break(new FairleadError('ERR_OUTPUT', 'an output that the stream was to be piped into has ended already'))
    }
    return outlet
  }
}
