// Draws the state of a pull, push, load or build: one line per layer with a bar, and one for all of them with the rate.
// On a terminal the lines are redrawn in place, as many as fit. Otherwise each change of status is a line.

import type { LayerProgress, ProgressState } from 'fairlead/containers'

const WIDTH = 30

/** Shows states on `out` as they come. */
export class ProgressBars {
  readonly #out: NodeJS.WriteStream
  readonly #statuses = new Map<string, string>()
  #line: string | undefined
  #drawn = 0

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
  }

  show(state: ProgressState): void {
    const isNews = state.line !== undefined && state.line !== this.#line
    this.#line = state.line
    if (this.#out.isTTY) return this.#draw(state, isNews)
    for (const { id, status } of state.layers) {
      if (this.#statuses.get(id) !== status) this.#out.write(`${id}: ${status}\n`)
      this.#statuses.set(id, status)
    }
    if (isNews) this.#out.write(`${state.line}\n`)
  }

  #draw(state: ProgressState, isNews: boolean): void {
    const { rows = 24, columns = 80 } = this.#out
    const lines = isNews ? [state.line!] : []
    const layers = state.layers.length > 0 ? [...shown(state.layers, rows - 3).map(layerLine), totalLine(state)] : []
    // A line that is wider than the terminal would take two.
    const all = [...lines, ...layers].map((line) => `${line.slice(0, columns - 1)}\x1b[K\n`)
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : ''
    this.#out.write(`${up}${all.join('')}\x1b[J`)
    this.#drawn = layers.length
  }
}

/** As many layers as fit: those that are done give way first, then those that wait. */
function shown(layers: readonly LayerProgress[], most: number): readonly LayerProgress[] {
  const order = { moving: 0, unpacking: 0, waiting: 1, done: 2 }
  const chosen = new Set([...layers].sort((a, b) => order[a.phase] - order[b.phase]).slice(0, Math.max(1, most)))
  return layers.filter((layer) => chosen.has(layer))
}

function layerLine({ id, status, phase, current, total }: LayerProgress): string {
  const isShown = (phase === 'moving' || phase === 'unpacking') && current !== undefined && total
  return `${id}: ${status.padEnd(18)}${isShown ? bar(current, total) : ''}`.trimEnd()
}

function totalLine({ layers, moved, size, rate, outcome, step }: ProgressState): string {
  const done = layers.filter(({ phase }) => phase === 'done').length
  const parts = [`${done} of ${layers.length} layers`, `${megabytes(moved)}${size ? `/${megabytes(size)}` : ''} MB`]
  if (outcome === 'running' && rate !== undefined) parts.push(`${megabytes(rate)} MB/s`)
  if (outcome !== 'running') parts.push(outcome)
  if (step !== undefined) parts.unshift(`step ${step.number} of ${step.count}`)
  return parts.join(', ')
}

function bar(current: number, total: number): string {
  const done = Math.min(WIDTH, Math.round((current / total) * WIDTH))
  return `[${'='.repeat(done)}${' '.repeat(WIDTH - done)}] ${megabytes(current)}/${megabytes(total)} MB`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
