// What takes space on the Engine's disk, summed up as `docker system df` does. Engine API operation SystemDataUsage.
// Engine facts: API 1.52 brought the sums (`ImageUsage` …) and API 1.53 removed the lists that older Engines send without `verbose`; an
// Engine of 1.52 may send both. -1 stands for a size that was not computed. A shared layer or cache record counts once.

import { checkOptions, type Kinds, SIGNAL } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { field } from '../../engine/response/shape.ts'
import type { SystemDataUsageResponse } from '../../engine/schema.ts'
import { FairleadError } from '../../error.ts'

/** Options of {@link diskUsage}. */
export interface DiskUsageOptions {
  /** Covers the request. An abort rejects with ERR_ABORTED. */
  signal?: AbortSignal | undefined
}

const DISK_USAGE: Kinds<DiskUsageOptions> = { signal: SIGNAL }

/** The space that one kind of object takes. */
export interface DiskUsagePart {
  /** How many there are. */
  readonly total: number
  /** How many are in use: images and volumes that a container has, containers that run, cache records of a build under way. */
  readonly active: number
  /** Their bytes on disk. What several share counts once. */
  readonly size: number
  /** The bytes that removing those that are not in use would free. */
  readonly reclaimable: number
}

/** What {@link diskUsage} returns. */
export interface DiskUsage {
  readonly images: DiskUsagePart
  /** The bytes that containers wrote, without those of their images. */
  readonly containers: DiskUsagePart
  /** Volumes of the local driver. */
  readonly volumes: DiskUsagePart
  readonly buildCache: DiskUsagePart
}

/**
 * What takes space on the Engine's disk, as `docker system df` shows it, from every API version (Engine API operation
 * SystemDataUsage). The Engine measures volumes for it, which may take seconds.
 *
 * Rejects with an EngineError, ERR_RECORD_SYNTAX for a response that is not an object, ERR_ABORTED or the network's errors.
 */
export async function diskUsage(engine: Engine, options: DiskUsageOptions = {}): Promise<DiskUsage> {
  checkOptions('diskUsage()', options, DISK_USAGE)
  const response = await engine.get('/system/df', { signal: options.signal })
  field('GET /system/df', response, '', 'object')
  return diskUsageOf(response)
}

/** The sums of a response of either shape. */
export function diskUsageOf(response: SystemDataUsageResponse): DiskUsage {
  return {
    images: sums(response.ImageUsage) ?? imagesOf(response),
    containers: sums(response.ContainerUsage) ?? containersOf(response),
    volumes: sums(response.VolumeUsage) ?? volumesOf(response),
    buildCache: sums(response.BuildCacheUsage) ?? buildCacheOf(response),
  }
}

/** The shape since API 1.52. Zeros are left out of it. */
function sums(
  part: Omit<NonNullable<SystemDataUsageResponse['ImageUsage']>, 'Items'> | null | undefined,
): DiskUsagePart | undefined {
  if (part === undefined || part === null) return undefined
  const { TotalCount = 0, ActiveCount = 0, TotalSize = 0, Reclaimable = 0 } = part
  return { total: TotalCount, active: ActiveCount, size: TotalSize, reclaimable: Reclaimable }
}

/** The objects of a list; none where it is absent or null. @throws FairleadError ERR_RECORD_SYNTAX where it is no list of objects */
function listOf<T>(name: string, list: readonly T[] | null | undefined): readonly T[] {
  const found: unknown = list ?? []
  if (!Array.isArray(found)) {
    const message = `GET /system/df: ${name} of the response: expected a list, received a value of type ${typeof found}`
    throw new FairleadError('ERR_RECORD_SYNTAX', message)
  }
  for (const item of found) field('GET /system/df', item, '', 'object')
  return found as T[]
}

function imagesOf({ Images, LayersSize }: SystemDataUsageResponse): DiskUsagePart {
  const all = listOf('Images', Images)
  const size = LayersSize ?? 0
  const used = all.filter(({ Containers }) => Containers !== 0)
  const kept = total(
    used.filter(({ Size, SharedSize }) => Size !== -1 && SharedSize !== -1),
    (image) => {
      return image.Size - (image.SharedSize ?? 0)
    },
  )
  const active = all.filter(({ Containers }) => (Containers ?? 0) > 0).length
  // Podman 4 reports no LayersSize: nothing is known to be reclaimable then.
  return { total: all.length, active, size, reclaimable: Math.max(0, size - kept) }
}

function containersOf({ Containers }: SystemDataUsageResponse): DiskUsagePart {
  const all = listOf('Containers', Containers)
  const active = all.filter(({ State }) => State === 'running' || State === 'paused' || State === 'restarting')
  const size = total(all, ({ SizeRw = 0 }) => SizeRw)
  return {
    total: all.length,
    active: active.length,
    size,
    reclaimable: size - total(active, ({ SizeRw = 0 }) => SizeRw),
  }
}

function volumesOf({ Volumes }: SystemDataUsageResponse): DiskUsagePart {
  const all = listOf('Volumes', Volumes).map(({ UsageData }) => ({
    size: UsageData?.Size ?? -1,
    users: UsageData?.RefCount ?? -1,
  }))
  const measured = all.filter(({ size }) => size !== -1)
  return {
    total: all.length,
    active: all.filter(({ users }) => users > 0).length,
    size: total(measured, ({ size }) => size),
    reclaimable: total(measured, ({ size, users }) => (users === 0 ? size : 0)),
  }
}

function buildCacheOf({ BuildCache }: SystemDataUsageResponse): DiskUsagePart {
  const all = listOf('BuildCache', BuildCache)
  const own = all.filter(({ Shared }) => !Shared)
  const size = total(own, ({ Size }) => Size)
  return {
    total: all.length,
    active: all.filter(({ InUse }) => InUse).length,
    size,
    reclaimable: size - total(own, ({ InUse, Size }) => (InUse ? Size : 0)),
  }
}

function total<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0)
}
