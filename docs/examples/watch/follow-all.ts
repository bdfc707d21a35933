// Follows the logs of all containers of an Engine to the printer, new ones included, until it is stopped.
// What happens to them is said between their lines; the figures come every ten seconds on a terminal, and last.

import type { Engine } from 'fairlead'
import { type TailedLogs, type TailNotice, tail } from 'fairlead/logs'
import { Figures } from './figures.ts'
import type { Printer } from './printer.ts'

const FIGURES_MS = 10_000

/** Resolves when the signal aborts. */
export async function followAll(
  engine: Engine,
  { printer, signal }: { printer: Printer; signal: AbortSignal },
): Promise<void> {
  const figures = new Figures()
  const logs = tail(engine, { from: 'now', signal })
  const print = (): void => printer.note(figures.summary(...logFigures(logs)))
  const timer = process.stdout.isTTY ? setInterval(print, FIGURES_MS) : undefined
  try {
    for await (const item of logs) {
      if (item.kind !== 'record') {
        printer.note(inWords(item))
        continue
      }
      const { source, stream, text, bytes } = item
      figures.line(bytes.length + 1)
      const drained = printer.line(source.name, stream, text)
      if (drained === undefined) continue
      figures.pause()
      await drained
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearInterval(timer)
    print()
  }
}

function logFigures(logs: TailedLogs): string[] {
  const { lagMs, gaps, sources } = logs.figures
  return [`${sources.length} containers`, `${Math.round(lagMs)} ms behind`, `${gaps} gaps`]
}

function inWords(notice: TailNotice): string {
  switch (notice.kind) {
    case 'joined':
      return `${notice.source.name}: followed from now on`
    case 'left':
      return `${notice.source.name}: removed`
    case 'gap':
      return `${notice.source.name}: records are missing (${notice.cause}), ${notice.after ?? 'the beginning'} to ${notice.before ?? 'the end'}`
    case 'resumed':
      return `${notice.source.name}: goes on (${notice.reason})`
    case 'unreadable':
      return `${notice.source.name}: its logging driver ${notice.driver} keeps nothing`
    case 'failed':
      return `${notice.source.name}: cannot be read: ${notice.error.message}`
    case 'away':
      return `the Engine does not respond: ${notice.error?.message ?? ''}`
    case 'back':
      return 'the Engine responds again'
  }
}
