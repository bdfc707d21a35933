// What the soak measures, and when a figure counts as flat: the least-squares line through the samples after the warm-up must not
// rise by more than a bound over that time, unless the rise is within the scatter of the samples.

import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The isolate's heap and the memory outside of it, in bytes, after a collection. */
export function collectedHeap(): { heap: number; external: number } {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return { heap: heapUsed, external }
}

/** Open descriptors of this process; 0 without /proc. */
export function descriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

/** One figure: its name, unit, and how much its line may rise from the end of the warm-up to the end. */
export interface Figure {
  name: string
  unit: string
  /** A part of the mean. */
  share: number
  /** In its unit; the larger of the two bounds counts. */
  least: number
}

/** All figures, in the order of a sample's values. */
export const figures: readonly Figure[] = [
  { name: 'heap of the client', unit: 'MiB', share: 0.05, least: 1.5 },
  { name: 'memory outside of the heap', unit: 'MiB', share: 0.1, least: 3 },
  { name: 'heap of the embedded engine', unit: 'MiB', share: 0.05, least: 1.5 },
  { name: 'RSS', unit: 'MiB', share: 0.1, least: 12 },
  { name: 'descriptors', unit: '', share: 0.05, least: 10 },
  { name: 'listeners on the shared signal', unit: '', share: 0.05, least: 10 },
  { name: 'timers', unit: '', share: 0.05, least: 10 },
  { name: 'CPU per 1,000 items', unit: 'ms', share: 0.25, least: 5 },
]

/** The values of one moment. */
export interface Sample {
  /** In seconds since the start. */
  at: number
  /** One for each of {@link figures}. */
  values: number[]
}

/** A figure's line, and whether it is flat. */
export interface Verdict {
  figure: Figure
  mean: number
  /** What the line rises by between the first and the last sample after the warm-up. */
  rise: number
  /** The standard error of the rise. */
  error: number
  bound: number
  flat: boolean
}

/** A rise of fewer standard errors than this is within the scatter. */
const ERRORS = 3

/** The least-squares line through points: its slope and the slope's standard error. */
export function line(points: readonly (readonly [x: number, y: number])[]): {
  slope: number
  error: number
  mean: number
} {
  const count = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - mean), 0) / spread
  const residue = points.reduce((sum, [x, y]) => sum + (y - mean - slope * (x - meanX)) ** 2, 0)
  return { slope, mean, error: Math.sqrt(residue / Math.max(1, count - 2) / spread) }
}

/** Judges every figure by the samples from `warm` seconds on. */
export function verdicts(samples: readonly Sample[], warm: number): Verdict[] {
  const counted = samples.filter(({ at }) => at >= warm)
  const span = counted.at(-1)!.at - counted[0]!.at
  return figures.map((figure, index) => {
    const { slope, error, mean } = line(counted.map(({ at, values }) => [at, values[index]!]))
    const rise = slope * span
    const bound = Math.max(figure.least, figure.share * mean)
    return { figure, mean, rise, error: error * span, bound, flat: rise <= bound || rise <= ERRORS * error * span }
  })
}

/** The verdicts as lines of text. */
export function inWords(all: readonly Verdict[]): string {
  const digits = (value: number) => value.toFixed(Math.abs(value) < 100 ? 2 : 0)
  return all
    .map(({ figure, mean, rise, error, bound, flat }) => {
      const unit = figure.unit && ` ${figure.unit}`
      return `${flat ? 'flat ' : 'RISES'}  ${figure.name}: mean ${digits(mean)}${unit}, rise ${digits(rise)} ± ${digits(error)}${unit}, bound ${digits(bound)}${unit}`
    })
    .join('\n')
}
