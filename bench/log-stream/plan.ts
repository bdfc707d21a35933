// Which client reads which workload. Everything with everything would take an hour: fairlead's onFrame, dockerode and
// the floor climb the whole ladder of sizes, the others read what the goals are about.
import { workloads } from '../wire/workloads.ts'
import type { Competitor } from './competitors.ts'

const LADDER = ['floor', 'fairlead onFrame', 'dockerode']
const GOALS = ['64', '64-packed', '1k', '16k']
/** One hijacked stream for everyone, since an exec's output comes so. */
const RAW = ['64-raw']
/** The adapters' own tables tell more; here they stand beside the core's readings. */
const READINGS = ['16k-raw']

/** What a quick run looks at. */
const QUICK = {
  workloads: ['64', '16k', '64-raw'],
  clients: [
    'floor',
    'fairlead onFrame',
    'fairlead frames',
    'fairlead lines',
    'fairlead pipe',
    'dockerode',
    'docker-py',
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
  if (clients !== undefined && !clients.includes(name)) return false
  if (workloads !== undefined) return workloads.includes(workload)
  if (quick) return QUICK.workloads.includes(workload) && (clients ?? QUICK.clients).includes(name)
  if (all || LADDER.includes(name)) return true
  const own = name.startsWith('fairlead') ? [...GOALS, ...RAW, ...READINGS] : [...GOALS, ...RAW]
  return own.includes(workload)
}
