// A build's events as the lines that people know: `#5 [2/3] RUN make`, `#5 0.346 output`, `#5 DONE 0.4s`.
// Log pieces are joined to lines for each step; stdout and stderr share one order.
// A step that was done within a millisecond has only looked up its cache key: its DONE waits, for it mostly runs again.

import { goFixed } from '../../go-number.ts'
import type { BuildEvent, BuildStatus } from './build-events.ts'
import type { BuildStep } from './build-steps.ts'

/** The longest line that is joined, in UTF-16 units; a longer one is cut into several. */
const MAX_LINE_CHARS = 65_536

/** Turns events into lines. */
export class BuildLines {
  readonly #named = new Set<BuildStep>()
  readonly #partial = new Map<BuildStep, { text: string; time: number | undefined }>()
  readonly #waiting = new Set<BuildStep>()

  /** The lines that an event adds: none, one or several. */
  take(event: BuildEvent): string[] {
    switch (event.type) {
      case 'step':
        return this.#step(event.step)
      case 'status':
        return event.status.completed === undefined ? [] : this.#of(event.step, [statusText(event.status)])
      case 'log':
        return this.#log(event.step, event.text, event.time)
      case 'warning':
        return this.#of(event.warning.step, [`WARN: ${event.warning.message}`])
      default:
        return []
    }
  }

  /** The lines that are left when the build has ended. */
  end(): string[] {
    const lines = [...this.#partial.keys()].flatMap((step) => this.#rest(step))
    for (const step of this.#waiting) lines.push(...this.#of(step, [outcome(step)]))
    this.#waiting.clear()
    return lines
  }

  #step(step: BuildStep): string[] {
    this.#waiting.delete(step)
    if (step.state === 'waiting') return []
    if (step.state === 'running') return this.#of(step, [])
    if (step.state === 'done' && step.duration < 1) {
      this.#waiting.add(step)
      return []
    }
    return [...this.#rest(step), ...this.#of(step, [outcome(step)])]
  }

  #log(step: BuildStep, text: string, time: number | undefined): string[] {
    const partial = this.#partial.get(step) ?? { text: '', time }
    const pieces = (partial.text + text).split('\n')
    let rest = pieces.pop()!
    const lines = pieces.map((piece, index) => logLine(step, piece, index === 0 ? partial.time : time))
    for (; rest.length > MAX_LINE_CHARS; rest = rest.slice(MAX_LINE_CHARS)) {
      lines.push(logLine(step, rest.slice(0, MAX_LINE_CHARS), time))
    }
    if (rest === '') this.#partial.delete(step)
    else this.#partial.set(step, { text: rest, time: pieces.length === 0 ? partial.time : time })
    return this.#of(step, lines)
  }

  /** An output that does not end in a line end. */
  #rest(step: BuildStep): string[] {
    const partial = this.#partial.get(step)
    if (partial === undefined) return []
    this.#partial.delete(step)
    return this.#of(step, [logLine(step, partial.text, partial.time)])
  }

  #of(step: BuildStep, texts: readonly string[]): string[] {
    const lines = texts.map((text) => `#${step.number} ${text}`)
    if (this.#named.has(step) || step.name === '') return lines
    this.#named.add(step)
    return [`#${step.number} ${step.group ?? step.name}`, ...lines]
  }
}

function outcome(step: BuildStep): string {
  if (step.state === 'failed') return `ERROR: ${step.error}`
  if (step.state === 'canceled') return 'CANCELED'
  return step.state === 'cached' ? 'CACHED' : `DONE ${goFixed(step.duration / 1000, 1)}s`
}

function logLine(step: BuildStep, text: string, time: number | undefined): string {
  const seconds = Math.max((time ?? 0) - (step.started ?? time ?? 0), 0) / 1000
  return `${goFixed(seconds, 3)} ${text.replace(/\r$/, '')}`
}

function statusText({ id, current, total, started, completed }: BuildStatus): string {
  const parts = [id]
  if (total > 0) parts.push(`${size(current)} / ${size(total)}`)
  else if (current > 0) parts.push(size(current))
  const seconds = ((completed ?? 0) - (started ?? completed ?? 0)) / 1000
  if (seconds >= 0.05) parts.push(`${goFixed(seconds, 1)}s`)
  return [...parts, 'done'].join(' ')
}

/** Bytes as Docker prints them: powers of 1000. */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${unit === 0 ? value : goFixed(value, 2)}${units[unit]}`
}
