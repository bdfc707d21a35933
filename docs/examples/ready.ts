// Starts a container and waits until its health check says that it is healthy, at most so many seconds:
//   node ready.js web 30
// If it ends or becomes unhealthy, this says why at once: exit code, last health check, last lines of its log.

import { connect } from 'fairlead'
import { healthy, WaitError, waitFor } from 'fairlead/containers'
import { report, watchForEnd } from './stopping.ts'

const [container, seconds = '60'] = process.argv.slice(2)
if (container === undefined || !(Number(seconds) > 0)) {
  console.error('usage: ready <container> [seconds]')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const { signal } = stopping
try {
  // Waiting begins before the start, so nothing is missed.
  const waiting = waitFor(engine, container, healthy(), { timeout: Number(seconds) * 1000, signal })
  await Promise.all([waiting, engine.post('/containers/{id}/start', { path: { id: container }, signal })])
  console.log(`${container} is healthy`)
} catch (error) {
  if (error instanceof WaitError) {
    console.error(error.message)
    process.exitCode = 1
  } else report(error, stopping)
} finally {
  await engine.close()
}
