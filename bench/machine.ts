// The machine of the figures, and whether it had other load. The load average includes the bench's own last run, so the cores'
// load is measured while the bench sleeps.
import { cpus, loadavg, release } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** From this share of other load on, the figures are doubtful. */
const BUSY = 0.1
/** Milliseconds of one measurement. */
const LOOK_MS = 300

export interface Machine {
  cpu: string
  cores: number
  node: string
  kernel: string
  /** Load average of one minute when the run began. */
  load: number
  /** The largest share of other load on all cores, 0 to 1. */
  others: number
}

export async function machine(): Promise<Machine> {
  const all = cpus()
  return {
    cpu: all[0]?.model.trim() ?? process.arch,
    cores: all.length,
    node: process.versions.node,
    kernel: `${process.platform} ${release()}`,
    load: loadavg()[0]!,
    others: await otherWork(),
  }
}

/** Measures the load of the cores, 0 to 1, while this process sleeps and no child runs. */
export async function otherWork(): Promise<number> {
  const before = times()
  await sleep(LOOK_MS)
  const after = times()
  return (after.busy - before.busy) / Math.max(1, after.all - before.all)
}

function times(): { busy: number; all: number } {
  let all = 0
  let idle = 0
  for (const { times: of } of cpus()) {
    all += of.user + of.nice + of.sys + of.irq + of.idle
    idle += of.idle
  }
  return { busy: all - idle, all }
}

export function describe(on: Machine): string {
  return `${on.cpu}, ${on.cores} cores, ${on.kernel}, Node ${on.node}, load average ${on.load.toFixed(2)}`
}

/** A warning, or nothing. */
export function warning(on: Machine): string | undefined {
  const doubt = 'trust the ratios less, the absolute figures not at all'
  if (on.others > BUSY)
    return `WARNING: other work took up to ${(on.others * 100).toFixed(0)} % of the machine; ${doubt}.`
  if (on.cores < 2) return `WARNING: client and server share one core; ${doubt}.`
  return undefined
}
