// The same Engine over connections of its own, in the API version agreed on: for clean-up after an engine is closed, or while its pool
// is full. The caller closes it.

import { Engine } from '../../engine/engine.ts'

/** An engine beside `engine`. */
export function asideOf(engine: Engine): Engine {
  const { unreffed, ...settings } = engine.settings
  const aside = new Engine({ ...settings, pool: { ...settings.pool, connections: undefined } })
  return unreffed ? aside.unref() : aside
}
