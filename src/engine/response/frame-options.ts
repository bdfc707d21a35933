// The options of readers of frames.
// For any runtime: imports nothing of Node's.

import { BOOLEAN, type Kinds } from '../../check.ts'

/** How to read a stream that may be multiplexed. */
export interface FrameOptions {
  /** True: the stream is a TTY's, raw, all of it stdout. False: it is multiplexed. Default: a tunnel's own setting; for a response by Content-Type where that is certain, else multiplexed. */
  tty?: boolean | undefined
}

/** The kinds of {@link FrameOptions}. */
export const FRAMES: Kinds<FrameOptions> = { tty: BOOLEAN }
