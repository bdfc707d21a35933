// The private Engine of the parts that measure a real one. It is the tests' own, compiled with them.
import { existsSync } from 'node:fs'

export interface PrivateEngine {
  /** `unix://path` */
  host: string
  stop(): Promise<void>
}

/** Starts it, or gives the reason where there can be none. */
export async function startPrivateEngine(): Promise<PrivateEngine | string> {
  const module = new URL('../../build/test/live/private-engine.js', import.meta.url)
  if (!existsSync(module)) throw new Error('the private Engine is not built: run `npm run build:all`')
  const kit = (await import(module.href)) as {
    privateEngineObstacle(): string | undefined
    startPrivateEngine(): Promise<PrivateEngine>
  }
  return kit.privateEngineObstacle() ?? kit.startPrivateEngine()
}
