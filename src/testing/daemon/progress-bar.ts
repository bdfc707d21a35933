// Docker's progress bar (moby pkg/jsonmessage), which the daemon sends together with the numbers: 50 characters wide, with sizes in
// decimal units.

import { goShort } from '../../go-number.ts'

const WIDTH = 50
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in decimal units with four digits: `1.5kB` (go-units HumanSize). */
export function humanSize(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${goShort(value, 4)}${UNITS[unit]}`
}

/** The bar for `current` of `total` bytes: `[=====>     ]  1.5kB/3kB`. */
export function progressBar(current: number, total: number): string {
  const done = Math.min(WIDTH, Math.floor((current / total) * WIDTH))
  const bar = `${'='.repeat(done)}>${' '.repeat(WIDTH - done)}`.slice(0, done < WIDTH ? WIDTH : WIDTH + 1)
  return `[${bar}]  ${humanSize(current).padStart(6)}/${humanSize(total)}`
}
