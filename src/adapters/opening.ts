// What can be made a stream: a source, or whatever has one (a Response, a Tunnel). What knows whether its stream is raw is asked.
// Told by what it can do, so that anything of the same shape serves.

import { pushFrames } from '../engine/frame-reading.ts'
import type { FrameOptions, Readings } from '../engine/readings.ts'
import { FairleadError } from '../error.ts'
import type { FrameHandler } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import type { ByteSource } from '../stream/source.ts'
import { type Branch, Tap } from './tap.ts'

/** A source of bytes, or what has one: a Response, a Tunnel. */
export type From = ByteSource | { readonly source: ByteSource }

/** A stream both ways: a Tunnel. */
export interface TwoWay {
  readonly source: ByteSource
  write(data: Uint8Array | string): Promise<void>
  end(): void
}

/** @throws FairleadError ERR_OPTION where there is no source in it. */
export function sourceOf(from: From): ByteSource {
  const source = from !== null && typeof from === 'object' && 'source' in from ? from.source : from
  if (typeof source?.start === 'function') return source
  throw new FairleadError('ERR_OPTION', 'expected a response, a tunnel or another source of bytes')
}

/** A tap for one stream, of the bytes as they are. */
export function tapBytes(from: From): Tap {
  return new Tap(sourceOf(from), (source, tap) => {
    const branch = tap.branches[0] as Branch
    const onBytes: FrameHandler = (_, bytes, start, end) => branch.note(bytes, start, end)
    return pushFrames(source, onBytes, true, () => tap.flush())
  })
}

/** A tap for two streams, stdout and stderr. Kind 0 (echoed stdin) goes with stdout, kind 3 (the daemon's own words) with stderr. */
export function tapFrames(from: From, { tty }: FrameOptions): Tap {
  return new Tap(sourceOf(from), (source, tap) => {
    const [stdout, stderr] = tap.branches as [Branch, Branch]
    const onFrame: FrameHandler = (kind, bytes, start, end) => {
      if (kind < frameKinds.stderr) stdout.note(bytes, start, end)
      else stderr.note(bytes, start, end)
    }
    return pushFrames(source, onFrame, isRaw(from, tty), () => tap.flush())
  })
}

/** A Response or a Tunnel knows; a source does not, and is multiplexed unless told. */
function isRaw(from: From, told: boolean | undefined): boolean {
  const knowing = from as Partial<Pick<Readings, 'isRaw'>>
  return typeof knowing.isRaw === 'function' ? knowing.isRaw(told) : (told ?? false)
}
