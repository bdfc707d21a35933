// Writes a stream's outputs into Node Writables: with back-pressure, clean ends, and errors passed on both ways.
// The slowest output sets the pace: one connection carries both outputs, so a stalled stderr holds up stdout.

import type { Writable } from 'node:stream'
import { BOOLEAN, type Kinds, WRITABLE } from '../../check.ts'
import { FairleadError, located } from '../../error.ts'
import { now } from '../../net/base/timers.ts'
import type { FrameHandler } from '../../stream/parse/demux.ts'
import { isStdout } from '../../stream/parse/mux.ts'
import { Ranges } from '../../stream/read/ranges.ts'
import { READ_MEMORY_BYTES, WORTH_BYTES } from '../../stream/read/read-memory.ts'
import type { ByteSource } from '../../stream/source.ts'
import { pushFrames } from './frame-reading.ts'
import { Outlet, type OutletOwner } from './outlet.ts'
import { type Block, PipeMemory } from './pipe-memory.ts'

/** Memory is allocated in blocks of one socket read. Equal sizes, with the last block kept alive, stop malloc from returning pages to the kernel and faulting them in again. */
const SLAB_BYTES = 65_536
const NO_SLAB = Buffer.alloc(0)
/** An output that blocks the stream this long, in ms, is slow: it takes 6 MB/s at most. */
const SLOW_MS = 10
/**
 * Allocation size for slow outputs. V8 collects after 32 MB of new external memory and counts allocated, not touched, bytes.
 * Allocating 512 KiB (untouched pages cost no RSS) makes it collect after about 4 MB of data instead of 32.
 */
const SLOW_BYTES = 524_288
/** Below this size Node allocates a Buffer from a pool. */
const POOLED_BYTES = 4096
/** Ranges of at least so many bytes, on average, are written as they lie in their block: a write of its own costs less than a copy. */
const LARGE_BYTES = 4096

/** Where the outputs go; an output without a Writable is dropped. One Writable may take both. Kind 0 (echoed stdin) goes with stdout, kind 3 (the daemon's own messages) with stderr. */
export interface PipeOutputs {
  stdout?: Writable | undefined
  stderr?: Writable | undefined
  /** Leave the Writables open at the end. Default: false; the process's own stdout and stderr are always left open. */
  keepOpen?: boolean | undefined
}

/** The kinds of {@link PipeOutputs}. */
export const PIPE: Kinds<PipeOutputs> = { stdout: WRITABLE, stderr: WRITABLE, keepOpen: BOOLEAN }

/** Pipes the frames. Resolves when every output has accepted everything and, unless kept open, has finished. @throws FairleadError the source's error, or ERR_OUTPUT when an output fails. */
export async function pipeFrames(source: ByteSource, outputs: PipeOutputs, raw: boolean): Promise<void> {
  // A body that another reader has taken is rejected before the outputs are touched: that reader may write to them, too.
  if (source.taken === true) await pushFrames(source, ignore, raw)
  const pipe = new Pipe(source, outputs)
  try {
    await Promise.race([pipe.broken, pipe.run(raw)])
  } catch (error) {
    // A body that another reader has taken stays that reader's.
    if ((error as FairleadError).code !== 'ERR_BODY_TAKEN') source.cancel()
    pipe.abandon(error as Error)
    throw located(error)
  } finally {
    pipe.release()
  }
}

class Pipe implements OutletOwner {
  /** Rejects when an output breaks; never resolves. */
  readonly broken: Promise<never>
  readonly #source: ByteSource
  readonly #outlets: Outlet[] = []
  /** The ranges of each outlet, by its index. */
  readonly #lists: Ranges[] = []
  readonly #keepOpen: boolean
  readonly #stdout: Outlet | undefined
  readonly #stderr: Outlet | undefined
  #blocked = 0
  #blockedAt = 0
  #slab = NO_SLAB
  #used = 0
  #slow = false
  readonly #memory = new PipeMemory()
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
      if (isStdout(kind)) stdout?.add(bytes, start, end)
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
    if (this.#blocked++ === 0) this.#blockedAt = now()
    this.#source.pause()
  }

  onDrained(): void {
    if (--this.#blocked > 0) return
    this.#slow = now() - this.#blockedAt >= SLOW_MS
    this.#source.resume()
  }

  onBroken(error: FairleadError): void {
    this.#break(error)
  }

  /** Writes the data of one read. */
  #flush(): void {
    const lists = this.#lists
    let size = 0
    let first = Number.MAX_SAFE_INTEGER
    let last = 0
    let bytes: Uint8Array = NO_SLAB
    for (const list of lists) {
      if (list.size === 0) continue
      size += list.size
      first = Math.min(first, list.first)
      last = Math.max(last, list.last)
      bytes = list.bytes
    }
    if (size === 0) return
    const block = this.#memory.claim(bytes)
    if (block === undefined) this.#writeCopies(this.#outlets, size)
    else this.#writeBlock(block)
    if (last - first >= WORTH_BYTES && this.#outlets.every((outlet) => outlet.givesBack)) this.#memory.request(bytes)
  }

  /** Writes copies: one allocation, shared by the outputs. */
  #writeCopies(outlets: readonly Outlet[], size: number): void {
    const lists = outlets.map(({ ranges }) => ranges)
    const sizes = lists.map((list) => list.size)
    const memory = this.#allocate(size)
    Ranges.move(lists, memory, 0)
    let at = 0
    for (let i = 0; i < outlets.length; i++) {
      const end = at + sizes[i]!
      if (at < end) outlets[i]!.write(memory.subarray(at, end))
      at = end
    }
  }

  /** Writes what lies in a block of this pipe: large ranges as they are, small ones gathered or copied. */
  #writeBlock(block: Block): void {
    let gathered = READ_MEMORY_BYTES
    for (const outlet of this.#outlets) {
      const { ranges } = outlet
      const { size, count } = ranges
      if (size === 0) continue
      if (!outlet.givesBack) this.#writeCopies([outlet], size)
      else if (size >= count * LARGE_BYTES) {
        const chunks: Buffer[] = []
        ranges.take((start, end) => chunks.push(block.all.subarray(start, end)))
        outlet.writeAll(chunks, size, block)
      } else {
        ranges.gather(block.all, gathered)
        outlet.writeAll([block.all.subarray(gathered, gathered + size)], size, block)
        gathered += size
      }
    }
    block.release()
  }

  /** Memory for copies of one read; never reused. */
  #allocate(size: number): Buffer {
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
      this.#break(
        new FairleadError('ERR_OUTPUT', 'an output of the pipe has ended already: expected one that is writable'),
      )
    }
    return outlet
  }
}

function ignore(): void {}
