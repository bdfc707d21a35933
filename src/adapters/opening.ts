// What can be made a stream: a source, whatever has one (a Response, a Tunnel), and what has frames in it.
// Told by what it can do, so that anything of the same shape serves.

import { pushFrames } from '../engine/frame-reading.ts'
import type { FrameOptions } from '../engine/readings.ts'
import { FairleadError } from '../error.ts'
import type { FrameHandler } from '../stream/demux.ts'
import { frameKinds } from '../stream/mux.ts'
import type { ByteSource } from '../stream/source.ts'
import { type Branch, BytesHandler, Tap } from './tap.ts'

/** A source of bytes, or what has one: a Response, a Tunnel. */
export type From = ByteSource | { readonly source: ByteSource }

/** What knows by itself whether its stream is multiplexed: a Response, a Tunnel. */
export interface HasFrames {
  readonly source: ByteSource
  onFrame(onFrame: FrameHandler, options?: FrameOptions): Promise<void>
}

/** A stream both ways: a Tunnel. */
export interface TwoWay extends HasFrames {
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
  return new Tap(sourceOf(from), (source, tap) => source.start(new BytesHandler(tap)))
}

/** A tap for two streams, stdout and stderr. Kind 0 (echoed stdin) goes with stdout, kind 3 (the daemon's own words) with stderr. */
export function tapFrames(from: From | HasFrames, options: FrameOptions): Tap {
  return new Tap(sourceOf(from), (source, tap) => {
    const [stdout, stderr] = tap.branches as [Branch, Branch]
    const onFrame: FrameHandler = (kind, bytes, start, end) => {
      if (kind < frameKinds.stderr) stdout.add(bytes, start, end)
      else stderr.add(bytes, start, end)
    }
    const pushed =
      'onFrame' in from ? from.onFrame(onFrame, options) : pushFrames(source, onFrame, options.tty ?? false)
    pushed.then(
      () => tap.end(),
      (error: Error) => tap.fail(error),
    )
  })
}
