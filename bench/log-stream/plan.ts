// Which client reads which workload. Everything with everything would take an hour: fairlead's onFrame, dockerode and
// the floor climb the whole ladder of sizes, the others read what the goals are about.

import type { Competitor } from './competitors.ts'
import { workloads } from './workloads.ts'

const LADDER = ['floor', 'fairlead onFrame', 'dockerode']
const GOALS = ['64', '64-packed', '1k', '16k']
/** One hijacked stream for everyone, since an exec's output comes so. */
const RAW = ['64-raw']
/** The adapters have tables of their own; here they are compared with the core's ways to read. */
const READINGS = ['16k-raw']
/** Lines with timestamps, for the ways to read those, and beside them. */
const STAMPED = '64-stamped'
const STAMPED_ONLY = [
  'fairlead batches',
  'fairlead records',
  'fairlead records, 1 %',
  'fairlead follow',
  'fairlead logs',
]
const BESIDE_STAMPED = ['floor', 'fairlead onFrame', 'dockerode']

/** Lines that are not ASCII, for the readings of text, and beside them. */
const MIXED = ['64-mixed', '1k-mixed']
const BESIDE_MIXED = ['floor', 'fairlead onFrame', 'fairlead lines', 'bare iterator', 'dockerode']
/** They know these streams only; of those that are not ASCII both are the same. */
const ITERATED: Record<string, readonly string[]> = {
  'bare iterator': ['64', '1k', ...MIXED],
  'bare iterator of UTF-8': ['64', '1k'],
}

/** What a quick run looks at. */
const QUICK = {
  workloads: ['64', '16k', '64-raw', STAMPED, '64-mixed'],
  clients: [
    'floor',
    'fairlead onFrame',
    'fairlead frames',
    'fairlead lines',
    'fairlead pipe',
    'bare iterator',
    'bare iterator of UTF-8',
    'dockerode',
    'docker-py',
    ...STAMPED_ONLY,
  ],
}

export interface Pair {
  workload: string
  who: Competitor
}

export interface Wanted {
  quick: boolean
  /** Every client on every workload. */
  all: boolean
  clients?: readonly string[] | undefined
  workloads?: readonly string[] | undefined
}

/** The pairs to measure, workload by workload, the clients in their order. */
export function planOf(found: readonly Competitor[], wanted: Wanted): Pair[] {
  return Object.entries(workloads).flatMap(([workload, { framing }]) =>
    found
      .filter(({ raw }) => raw || framing !== 'raw')
      .filter(({ name }) => isWanted(name, workload, wanted))
      .map((who) => ({ workload, who })),
  )
}

function isWanted(name: string, workload: string, { quick, all, clients, workloads }: Wanted): boolean {
  const isStamped = STAMPED_ONLY.includes(name)
  if (isStamped !== (workload === STAMPED) && !(workload === STAMPED && BESIDE_STAMPED.includes(name))) return false
  if (ITERATED[name]?.includes(workload) === false) return false
  if (MIXED.includes(workload) && !BESIDE_MIXED.includes(name)) return false
  if (clients !== undefined && !clients.includes(name)) return false
  if (workloads !== undefined) return workloads.includes(workload)
  if (quick) return QUICK.workloads.includes(workload) && (clients ?? QUICK.clients).includes(name)
  if (all || isStamped || MIXED.includes(workload) || LADDER.includes(name)) return true
  const own = name.includes('fairlead') ? [...GOALS, ...RAW, ...READINGS] : [...GOALS, ...RAW]
  return own.includes(workload)
}
