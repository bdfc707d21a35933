// What can be watched: how each kind is listed, what of it is kept, and which events may have changed it.
// What ages without an event is left out: a container's Status text, and an image's count of containers.
// Engine facts: the order of Ports, Mounts and tags differs from list to list. A tag that moves changes the `Image` of containers.
// A container's commit makes an image without an image event. Docker 20.10 sends 'die', 'pause' and a network's 'connect' before the list
// shows their effect, but under the container's lock, for which an inspection waits.

import type { Engine } from '../../engine/engine.ts'
import { field, optionalField } from '../../engine/response/shape.ts'
import type { ContainerSummary, ImageSummary, NetworkSummary, Service, Volume } from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'
import type { EngineEvent, Health } from './engine-event.ts'
import { healthOf } from './engine-event.ts'

/** A container as ContainerList describes it, without `Status`, a text that ages. `Health` is there on every Engine. */
export type WatchedContainer = Omit<ContainerSummary, 'Status' | 'Health'> & {
  /** The result of its health check; 'none' without one. */
  Health: Health
}
/** An image as ImageList describes it, without `Containers`, which changes without an event. */
export type WatchedImage = Omit<ImageSummary, 'Containers'>
/** A network as NetworkList describes it. */
export type WatchedNetwork = NetworkSummary
/** A volume as VolumeList describes it. */
export type WatchedVolume = Volume
/** A service as ServiceList describes it. */
export type WatchedService = Service

const CONTAINERS = 'GET /containers/json'
const IMAGES = 'GET /images/json'

/** What is kept of each kind, by the kind's name. */
export interface Watched {
  container: WatchedContainer
  image: WatchedImage
  network: WatchedNetwork
  volume: WatchedVolume
  service: WatchedService
}

/** What can be watched. */
export type WatchKind = keyof Watched

/** Which entries an event may have changed: all, one by its id, or none. */
export type Concern = { readonly id: string } | 'all' | 'none'

/** Ends a request, and limits it. */
export interface ReadLimits {
  readonly signal: AbortSignal
  readonly timeouts: { readonly head: number; readonly idle: number }
}

/** How one kind is read. */
export interface KindPlan<T> {
  /** The entries by id; all, or at least those of `ids` where a plan can. */
  read(engine: Engine, limits: ReadLimits, ids?: readonly string[]): Promise<Map<string, T>>
  /** Resolves when the effect of an event that was received can be listed; undefined where it can at once. */
  confirm?(engine: Engine, limits: ReadLimits, id: string): Promise<unknown>
  /** Whether `read` can read some alone. */
  readonly readsSome: boolean
  concern(event: EngineEvent): Concern
}

/** Actions of a container after which its list entry is what it was. Any other counts, also one that is not known yet. */
const QUIET_CONTAINER = new Set(
  'attach detach top resize exec_create exec_start exec_detach exec_die archive-path extract-to-dir export copy commit checkpoint exec cleanup'.split(
    ' ',
  ),
)
const QUIET_IMAGE = new Set(['push', 'save', 'mount', 'unmount'])

const containers: KindPlan<WatchedContainer> = {
  readsSome: true,
  async read(engine, limits, ids) {
    const filters = ids === undefined ? undefined : { id: ids }
    const found = await engine.get('/containers/json', { query: { all: true, filters }, ...limits })
    return keyed(CONTAINERS, found, ({ Id }) => Id, containerOf)
  },
  confirm(engine, limits, id) {
    return engine.get('/containers/{id}/json', { path: { id }, ...limits })
  },
  concern({ type, action, id, attributes }) {
    if (type === 'container') return QUIET_CONTAINER.has(action) ? 'none' : id === '' ? 'all' : { id }
    if (type === 'image') return QUIET_IMAGE.has(action) ? 'none' : 'all'
    if (type === 'network' && /connect$/.test(action))
      return attributes.container ? { id: attributes.container } : 'all'
    return 'none'
  },
}

const images: KindPlan<WatchedImage> = {
  readsSome: false,
  async read(engine, limits) {
    const found = await engine.get('/images/json', limits)
    return keyed(IMAGES, found, ({ Id }) => Id, imageOf)
  },
  concern({ type, action }) {
    return (type === 'image' && !QUIET_IMAGE.has(action)) || action === 'commit' ? 'all' : 'none'
  },
}

const networks: KindPlan<WatchedNetwork> = {
  readsSome: false,
  async read(engine, limits) {
    const found = await engine.get('/networks', limits)
    return keyed('GET /networks', found, ({ Id }) => Id)
  },
  concern({ type, action }) {
    return type === 'network' && !/connect$/.test(action) ? 'all' : 'none'
  },
}

const volumes: KindPlan<WatchedVolume> = {
  readsSome: false,
  async read(engine, limits) {
    const found = await engine.get('/volumes', limits)
    return keyed(
      'GET /volumes',
      field('GET /volumes', found, '', 'object').Volumes as Volume[] | null,
      ({ Name }) => Name,
    )
  },
  concern({ type, action }) {
    return type === 'volume' && !/mount$/.test(action) ? 'all' : 'none'
  },
}

const services: KindPlan<WatchedService> = {
  readsSome: false,
  async read(engine, limits) {
    const found = await engine.get('/services', limits)
    return keyed('GET /services', found, ({ ID }) => ID)
  },
  concern({ type }) {
    return type === 'service' ? 'all' : 'none'
  },
}

/** How each kind is read, by its name. */
export const KINDS: { readonly [K in WatchKind]: KindPlan<Watched[K]> } = {
  container: containers,
  image: images,
  network: networks,
  volume: volumes,
  service: services,
}

function keyed<T, K = T>(
  from: string,
  list: readonly T[] | null | undefined,
  idOf: (item: T) => string | undefined,
  shape?: (item: T) => K,
): Map<string, K> {
  if (list !== null && list !== undefined && !Array.isArray(list)) throw unfit(from, 'a list', typeof list)
  const entries = new Map<string, K>()
  for (const item of list ?? []) {
    const id = typeof item === 'object' && item !== null ? idOf(item) : undefined
    if (typeof id !== 'string') throw unfit(from, 'an object with an id in each place of the list', 'another value')
    entries.set(id, shape === undefined ? (item as unknown as K) : shape(item))
  }
  return entries
}

function unfit(from: string, expected: string, found: string): FairleadError {
  return new FairleadError('ERR_RECORD_SYNTAX', `${from}: expected ${expected}, received ${found}`)
}

function containerOf({ Status, Health, Ports, Mounts, ...rest }: ContainerSummary): WatchedContainer {
  const inText = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(Status ?? '')?.[1]
  const health = optionalField(CONTAINERS, { Health }, 'Health.Status', 'string')
  return {
    ...rest,
    Ports: ordered(CONTAINERS, Ports),
    Mounts: ordered(CONTAINERS, Mounts),
    Health: healthOf(health || inText) ?? 'none',
  }
}

function imageOf({ Containers: _, ...rest }: ImageSummary): WatchedImage {
  return { ...rest, RepoTags: ordered(IMAGES, rest.RepoTags), RepoDigests: ordered(IMAGES, rest.RepoDigests) }
}

/** The same items in one order, which does not depend on the Engine's. null counts as none. */
function ordered<T>(from: string, items: readonly T[] | null | undefined): T[] {
  if (items !== null && items !== undefined && !Array.isArray(items)) throw unfit(from, 'a list', typeof items)
  const keys = new Map((items ?? []).map((item) => [item, JSON.stringify(item)]))
  return [...(items ?? [])].sort((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1))
}
