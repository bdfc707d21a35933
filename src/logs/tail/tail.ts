// tail(): the logs of many containers, of many Engines, as one stream. See docs/logs.md.
// Options are checked here, before anything is sent.

import { ANY, checkOptions, FUNCTION, type Kinds, LIST, MS, OBJECT, POSITIVE } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Timestamp, unixSeconds } from '../../engine/request/timestamp.ts'
import { FairleadError } from '../../error.ts'
import { ContainerFinder } from '../containers/container-finder.ts'
import type { Selection } from '../containers/container-selection.ts'
import { FOLLOWING, type FollowOptions, followingOf } from '../follow/follow.ts'
import type { SourceFinder } from '../port/finder.ts'
import type { Retry } from '../port/waits.ts'
import { SwarmEngines } from '../swarm/swarm-engines.ts'
import { SwarmFinder } from '../swarm/swarm-finder.ts'
import { TAIL_BYTES } from './budget.ts'
import { readTailCursor } from './tail-cursor.ts'
import { TailedLogs, type TailedLogsOptions } from './tailed-logs.ts'

/** Which containers a tail follows. A container has to match every key that is given. */
export type ContainerSelection = Selection

/** Options of {@link tail}: which logs, where to begin, in which order, how much may wait. The others are those of `follow()`. */
export interface TailOptions extends Omit<FollowOptions, 'from'> {
  /**
   * Which containers: all, or those that match. Later ones that match are followed as soon as they exist. Default 'all', and none where
   * `services` are given.
   */
  containers?: 'all' | ContainerSelection | undefined
  /**
   * Which services of a swarm, by name or id, or all: each of their tasks is a log of its own. One of the Engines has to be a manager. The logs of
   * nodes whose own Engines are given are read there, those of the others through the manager. Default: none.
   */
  services?: 'all' | readonly string[] | undefined
  /**
   * Where to begin in the logs of the containers that exist: the oldest record that is stored, the next one that is written, a moment, or the
   * `cursor` that an earlier tail had. A container that comes later is read from its first record in any case. Default 'start'.
   */
  from?: 'start' | 'now' | { since: Timestamp } | { cursor: string } | undefined
  /**
   * As records arrive, or by their time: each waits until `withinMs` ms have passed since it was written, so that earlier ones of other
   * logs come first. One that comes later than that comes late. Default 'arrival'.
   */
  order?: 'arrival' | { withinMs: number } | undefined
  /** The most bytes that wait of all logs together; beyond it they are not read, and caught up with later. Default 16 MiB. */
  maxBytes?: number | undefined
  /** ms between two lists of the containers, against events that were missed. Default 30,000. */
  relist?: number | undefined
}

const TAIL: Kinds<TailOptions> = {
  containers: ANY,
  services: ANY,
  from: ANY,
  order: ANY,
  maxBytes: POSITIVE,
  relist: MS,
  ...FOLLOWING,
}
const CONTAINERS: Kinds<ContainerSelection> = { names: LIST, labels: LIST, filters: OBJECT, match: FUNCTION }

/** The default of `relist`, in ms. */
export const RELIST_MS = 30_000
/** ms between two looks at a container that does not run: never, since its start is an event, or in the list. */
const NO_LOOK_MS = 2_147_483_647

/**
 * The logs of many containers as one stream: every record that the Engines have stored, each log in its order, once, or a `gap` notice
 * that says where some are missing; and notices of containers and Engines that come and go. Returned at once; the first
 * `next()`, or `ready()`, sends the first request. It ends by `close()`, the signal or leaving the loop.
 * @param engines one Engine or several.
 * @throws FairleadError ERR_OPTION.
 */
export function tail(engines: Engine | readonly Engine[], options: TailOptions = {}): TailedLogs {
  checkOptions('tail()', options, TAIL)
  const { maxBytes = TAIL_BYTES, order = 'arrival', signal } = options
  const { follower, ...source } = followingOf('tail()', options)
  const { until, retry } = follower
  return new TailedLogs({
    finders: findersOf(enginesOf(engines), options, retry),
    from: placeOf(options.from ?? 'start'),
    // The finder gives up where an Engine does not come back, and looks after what does not run.
    source: { ...source, follower: { ...follower, retry: { ...retry, forMs: 0 }, look: NO_LOOK_MS } },
    keepsLeft: until === 'stopped',
    withinMs: windowOf(order),
    maxBytes,
    signal,
  })
}

/** What finds the sources of these Engines. */
function findersOf(engines: readonly Engine[], options: TailOptions, retry: Retry): SourceFinder[] {
  const { services, relist = RELIST_MS } = options
  const { containers = services === undefined ? 'all' : undefined } = options
  if (containers !== 'all' && containers !== undefined) checkOptions('tail()', containers, CONTAINERS, 'containers.')
  const selection = containers === 'all' ? {} : containers
  const finders: SourceFinder[] = []
  if (selection !== undefined) {
    finders.push(...engines.map((engine) => new ContainerFinder({ engine, selection, retry, relist })))
  }
  if (services !== undefined) finders.push(...swarmFindersOf(engines, services, retry))
  return finders
}

function swarmFindersOf(engines: readonly Engine[], services: 'all' | readonly string[], retry: Retry): SourceFinder[] {
  if (services !== 'all' && !(Array.isArray(services) && services.every((one) => typeof one === 'string'))) {
    throw new FairleadError('ERR_OPTION', "services: expected 'all' or an array of names")
  }
  const all = new SwarmEngines(engines)
  return engines.map((engine) => new SwarmFinder({ engine, engines: all, services, retry }))
}

function enginesOf(given: Engine | readonly Engine[]): readonly Engine[] {
  const engines = Array.isArray(given) ? (given as readonly Engine[]) : [given as Engine]
  if (engines.length > 0 && engines.every((one) => typeof one?.request === 'function')) return [...new Set(engines)]
  throw new FairleadError('ERR_OPTION', 'tail(): expected an Engine, or an array of at least one')
}

function windowOf(order: NonNullable<TailOptions['order']>): number | undefined {
  if (order === 'arrival') return undefined
  if (typeof order === 'object' && order !== null) {
    checkOptions('tail()', order, { withinMs: MS }, 'order.')
    if (order.withinMs !== undefined) return order.withinMs
  }
  throw new FairleadError('ERR_OPTION', "order: expected 'arrival' or { withinMs: whole milliseconds }")
}

function placeOf(from: NonNullable<TailOptions['from']>): TailedLogsOptions['from'] {
  if (from === 'start' || from === 'now') return { kind: from }
  if (typeof from === 'object' && from !== null && Object.keys(from).length === 1) {
    if ('cursor' in from) return { kind: 'place', place: readTailCursor(from.cursor) }
    if ('since' in from) return { kind: 'since', since: String(unixSeconds('from.since', from.since)) }
  }
  throw new FairleadError('ERR_OPTION', "from: expected 'start', 'now', { since: a moment } or { cursor: a text }")
}
