// Docker's progress bar (moby pkg/jsonmessage), which the daemon sends beside the numbers that it is made of: 50
// characters wide, sizes in decimal units.

const WIDTH = 50
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** go-units HumanSize with four digits. */
export function humanSize(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${Number(value.toPrecision(4))}${UNITS[unit]}`
}

/** `[=====>     ]  1.5kB/3kB` */
export function progressBar(current: number, total: number): string {
  const done = Math.min(WIDTH, Math.floor((current / total) * WIDTH))
  const bar = `${'='.repeat(done)}>${' '.repeat(WIDTH - done)}`.slice(0, done < WIDTH ? WIDTH : WIDTH + 1)
  return `[${bar}]  ${humanSize(current).padStart(6)}/${humanSize(total)}`
}
