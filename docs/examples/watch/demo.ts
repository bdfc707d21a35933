// The demonstration's containers: a few that write to both outputs, each at its own rate, for some seconds.

import { type Engine, EngineError } from 'fairlead'
import { demoScript } from './demo-program.ts'

/** Lines in all, lines between pauses, seconds of a pause. */
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

/** Creates and starts them; what was created is removed again when one fails. */
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
      await engine.post('/containers/create', { query: { name: full }, body, signal })
      names.push(full)
      await engine.post('/containers/{id}/start', { path: { id: full }, signal })
    }
  } catch (error) {
    await removeDemo(engine, { names })
    throw error
  }
  return { names }
}

/** Leaves nothing behind. */
export async function removeDemo(engine: Engine, demo: Demo): Promise<void> {
  for (const id of demo.names) {
    await engine.delete('/containers/{id}', { path: { id }, query: { force: true, v: true } }).catch(ignoreGone)
  }
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError && error.status === 404)) throw error
}
