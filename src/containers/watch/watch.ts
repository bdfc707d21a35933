// watch(): lists of an Engine's objects that are kept true over cuts, restarts and a replaced Engine. See docs/watching.md.
// Options are checked here, before anything is sent.

import { BOOLEAN, COUNT, checkOptions, type Kinds, MS, OBJECT, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { FairleadError } from '../../error.ts'
import { RETRY_FIRST_MS, RETRY_MOST_MS } from '../../logs/follow/follow.ts'
import type { WatchKind } from './kinds.ts'
import { Watch } from './watched.ts'

/** ms between two lists of everything, unless an option says otherwise: for what changes without an event. */
export const CHECK_MS = 60_000

/** Options of {@link watch}: what to keep, and how. At least one list is needed. */
export interface WatchOptions {
  /** Keep the containers, stopped ones too. Default false. */
  containers?: boolean | undefined
  /** Keep the images, without intermediate ones. Default false. */
  images?: boolean | undefined
  /** Keep the networks. Default false. */
  networks?: boolean | undefined
  /** Keep the volumes. Default false. */
  volumes?: boolean | undefined
  /** Keep the services of a swarm; the Engine must be a manager. Default false. */
  services?: boolean | undefined
  /** ms between two lists of everything, for what changes without an event, and for a connection that died without a sign. 0: never. Default 60,000. */
  check?: number | undefined
  /** Waiting while the Engine does not respond: ms before the first try, at most, and after how many ms to give up. Default 100, 10,000, never (0). */
  retry?: { first?: number | undefined; most?: number | undefined; forMs?: number | undefined } | undefined
  /** Ends the watch. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const WATCH: Kinds<WatchOptions> = {
  containers: BOOLEAN,
  images: BOOLEAN,
  networks: BOOLEAN,
  volumes: BOOLEAN,
  services: BOOLEAN,
  check: MS,
  retry: OBJECT,
  signal: SIGNAL,
}
const RETRY: Kinds<NonNullable<WatchOptions['retry']>> = { first: MS, most: MS, forMs: COUNT }

/**
 * Keeps lists of an Engine's containers, images, networks, volumes and services true: lists them, receives events, and lists again
 * after every gap. Returned at once; `ready()`, or the first `next()`, sends the first request. The iteration yields what changed,
 * and when the Engine was away; a slow consumer gets several changes of one object as one. It ends with `close()` or the signal alone.
 * @throws FairleadError ERR_OPTION.
 */
export function watch(engine: Engine, options: WatchOptions): Watch {
  checkOptions('watch()', options, WATCH)
  const { containers, images, networks, volumes, services, check = CHECK_MS, retry = {}, signal } = options
  checkOptions('watch()', retry, RETRY, 'retry.')
  const wanted = { container: containers, image: images, network: networks, volume: volumes, service: services }
  const kinds = (Object.keys(wanted) as WatchKind[]).filter((kind) => wanted[kind])
  if (kinds.length === 0) {
    throw new FairleadError(
      'ERR_OPTION',
      'watch(): nothing to watch: set containers, images, networks, volumes or services',
    )
  }
  const { first = RETRY_FIRST_MS, most = RETRY_MOST_MS, forMs = 0 } = retry
  return new Watch({ engine, kinds, retry: { first, most, forMs }, check, signal })
}
