// A process that owns a private Engine and never stops it. private-engine.test.ts kills it.
// It sends the Engine's folder to its parent and then waits.

import { startPrivateEngine } from './private-engine.ts'

const { folder } = await startPrivateEngine()
process.send?.(folder)
setInterval(() => undefined, 60_000)
