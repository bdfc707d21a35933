// What every part of the bench may be told, and how its numbers and names are checked.
import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'

/** Every part's options; a part adds its own. */
export const common = {
  /** Tiny runs, to see that it works; the ratios are then rough. */
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  /** Where the result goes, instead of bench/results/<part>.json. */
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export const commonHelp = `  --quick              small and short
  --rounds <n>         rounds
  --json <file>        where the figures go (default bench/results/<part>.json)`

/** The values of `options` and the common ones; prints `usage` and ends where help is asked for. */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: T) {
  const { values } = parseArgs({ options: { ...common, ...options } })
  if ((values as { help?: boolean }).help) {
    console.log(`${usage}\n${commonHelp}`)
    process.exit()
  }
  return values
}

/** A list of names, all of them known; without one, `otherwise`. */
export function names(given: string | undefined, known: readonly string[], otherwise = known): readonly string[] {
  if (given === undefined) return otherwise
  const list = given.split(',').map((name) => name.trim())
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
