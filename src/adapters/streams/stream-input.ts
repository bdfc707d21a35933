// The inputs of the stream functions: a source, or an object with one (a response, a Tunnel). Inputs are recognised by their
// methods, not by their class. A response or Tunnel also knows whether its stream is raw.

import type { BodyReaders } from '../../engine/response/body-readers.ts'
import type { FrameOptions } from '../../engine/response/frame-options.ts'
import { pushFrames } from '../../engine/response/frame-reading.ts'
import { FairleadError } from '../../error.ts'
import type { FrameHandler } from '../../stream/parse/demux.ts'
import { isStdout } from '../../stream/parse/mux.ts'
import type { ByteSource } from '../../stream/source.ts'
import { type Branch, Tap } from './tap.ts'

/** A source of bytes, or an object that has one: an EngineResponse, a Tunnel. */
export type From = ByteSource | { readonly source: ByteSource }

/** A stream in both directions: a Tunnel, or any object of this shape. */
export interface TwoWay {
  readonly source: ByteSource
  write(data: Uint8Array | string): Promise<void>
  end(): void
}

/** The source of `from`. @throws FairleadError ERR_OPTION when `from` has none. */
export function sourceOf(from: From): ByteSource {
  const source = from !== null && typeof from === 'object' && 'source' in from ? from.source : from
  if (typeof source?.start === 'function') return source
  throw new FairleadError('ERR_OPTION', 'no source of bytes: expected a response, a tunnel or a ByteSource')
}

/** A tap for one stream: the bytes as they are on the wire. */
export function tapBytes(from: From): Tap {
  return new Tap(sourceOf(from), (source, tap) => {
    const branch = tap.branches[0] as Branch
    const onBytes: FrameHandler = (_, bytes, start, end) => branch.note(bytes, start, end)
    return pushFrames(source, onBytes, true, () => tap.flush())
  })
}

/** A tap for two streams: stdout, with echoed stdin, and stderr, with the daemon's own words. */
export function tapFrames(from: From, { tty }: FrameOptions): Tap {
  return new Tap(sourceOf(from), (source, tap) => {
    const [stdout, stderr] = tap.branches as [Branch, Branch]
    const onFrame: FrameHandler = (kind, bytes, start, end) => {
      if (isStdout(kind)) stdout.note(bytes, start, end)
      else stderr.note(bytes, start, end)
    }
    return pushFrames(source, onFrame, isRaw(from, tty), () => tap.flush())
  })
}

/** Whether the stream is raw. A response or a Tunnel knows; a plain source counts as multiplexed unless `tty` is true. */
function isRaw(from: From, tty: boolean | undefined): boolean {
  const readers = from as Partial<Pick<BodyReaders, 'isRaw'>>
  return typeof readers.isRaw === 'function' ? readers.isRaw(tty) : (tty ?? false)
}
