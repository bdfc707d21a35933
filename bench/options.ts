// The options of every part, and the checks of numbers and names.
import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'

/** Every part's options; a part adds its own. */
export const common = {
  /** Tiny runs, to see that it works; their ratios are rough. */
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  /** Where the result goes, instead of bench/results/<part>.json. */
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export const commonHelp = `  --quick              small and short
  --rounds <n>         rounds
  --json <file>        writes the figures there (default bench/results/<part>.json)`

/** The values of `options` and of the common ones. With --help, prints `usage` and ends. */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: T) {
  const { values } = parseArgs({ options: { ...common, ...options } })
  if ((values as { help?: boolean }).help) {
    console.log(`${usage}\n${commonHelp}`)
    process.exit()
  }
  return values
}

/** A list of names, all of them known; without one, `otherwise`. A name may have a comma: 'floor, paced'. */
export function names(given: string | undefined, known: readonly string[], otherwise = known): readonly string[] {
  if (given === undefined) return otherwise
  const list: string[] = []
  for (const piece of given.split(',').map((name) => name.trim())) {
    const joined = `${list.at(-1)}, ${piece}`
    if (!known.includes(piece) && known.includes(joined)) list[list.length - 1] = joined
    else list.push(piece)
  }
  const stranger = list.find((name) => !known.includes(name))
  if (stranger !== undefined) throw new Error(`${stranger} is not one of ${known.join(', ')}`)
  return list
}

/** A number above 0. */
export function positive(name: string, given: string | undefined, otherwise: number): number {
  const value = given === undefined ? otherwise : Number(given)
  if (!(value > 0)) throw new Error(`--${name} needs a number above 0`)
  return value
}
