// What the figures were taken on, and whether the machine was busy with something else.
import { cpus, loadavg, release } from 'node:os'

/** Above this share of the cores in the last minute, somebody else takes part in the figures. */
const BUSY = 0.35

export interface Machine {
  cpu: string
  cores: number
  node: string
  kernel: string
  /** Load average of one minute when the run began. */
  load: number
  busy: boolean
}

export function machine(): Machine {
  const all = cpus()
  const load = loadavg()[0]!
  return {
    cpu: all[0]?.model.trim() ?? process.arch,
    cores: all.length,
    node: process.versions.node,
    kernel: `${process.platform} ${release()}`,
    load,
    busy: load > BUSY * all.length || all.length < 2,
  }
}

export function describe(on: Machine): string {
  const line = `${on.cpu}, ${on.cores} cores, ${on.kernel}, Node ${on.node}, load ${on.load.toFixed(2)}`
  if (!on.busy) return line
  const why = on.cores < 2 ? 'client and server share one core' : 'the machine is loaded'
  return `${line}\nWARNING: ${why}; the ratios are to be trusted less, the absolute figures not at all.`
}
