// The demonstration's containers: a few that write to both outputs for some seconds, each at its own rate.

import { type Engine, EngineError } from 'fairlead'
import { demoScript } from './demo-program.ts'

/** Total lines, lines between pauses, seconds per pause. */
const paces: Record<string, readonly [lines: number, burst: number, pause: number]> = {
  web: [40, 1, 0.1],
  db: [16, 2, 0.5],
  worker: [2000, 50, 0.1],
}

/** Containers that were started. */
export interface Demo {
  /** Their names, as shown. */
  names: readonly string[]
}

/** Creates and starts them. If one fails, removes those that were created. */
export async function startDemo(engine: Engine, image: string | undefined, signal: AbortSignal): Promise<Demo> {
  const suffix = process.pid.toString(36)
  const names: string[] = []
  try {
    for (const [name, [lines, burst, pause]] of Object.entries(paces)) {
      const full = `${name}-${suffix}`
      const body = {
        Image: image,
        Cmd: ['sh', '-c', demoScript],
        Env: [`NAME=${name}`, `LINES=${lines}`, `BURST=${burst}`, `PAUSE=${pause}`],
        Labels: { 'fairlead.demo': suffix },
      }
      signal.throwIfAborted()
      // Without the signal: the Engine might still create a container, which then would not be removed.
      names.push(full)
      await engine.post('/containers/create', { query: { name: full }, body })
      await engine.post('/containers/{id}/start', { path: { id: full } })
    }
  } catch (error) {
    await removeDemo(engine, { names })
    throw error
  }
  return { names }
}

/** Removes them all. */
export async function removeDemo(engine: Engine, demo: Demo): Promise<void> {
  const query = { force: true, v: true }
  const removed = await Promise.allSettled(
    demo.names.map((id) => engine.delete('/containers/{id}', { path: { id }, query }).catch(ignoreGone)),
  )
  // Tries all before it reports a failure.
  for (const outcome of removed) if (outcome.status === 'rejected') throw outcome.reason
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError && error.status === 404)) throw error
}
