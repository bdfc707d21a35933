// Follows one container's log to the printer, line by line.

import type { Engine } from 'fairlead'
import type { Figures } from './figures.ts'
import type { Printer } from './printer.ts'

/** Resolves after the container has stopped and its last line is printed. */
export async function followContainer(
  engine: Engine,
  name: string,
  { printer, figures, signal }: { printer: Printer; figures: Figures; signal: AbortSignal },
): Promise<void> {
  const path = { id: name }
  const { Config } = await engine.get('/containers/{id}/json', { path, signal })
  const query = { follow: true, stdout: true, stderr: true }
  const response = await engine.request('GET', '/containers/{id}/logs', { path, query, signal })
  for await (const line of response.lines({ tty: Config.Tty })) {
    figures.line(Buffer.byteLength(line.text) + 1)
    const drained = printer.line(name, line.stream, line.text)
    if (drained !== undefined) {
      figures.pause()
      await drained
    }
  }
}
