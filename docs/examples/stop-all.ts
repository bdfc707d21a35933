// Stops all running containers at once, or those with a label, each with the same time to end by itself:
//   node stop-all.js [label] [seconds]
// One that another program stops or removes meanwhile is no error.

import { connect, EngineError } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const [label = '', seconds = '10'] = process.argv.slice(2)
const engine = connect()
const stopping = watchForEnd()
const { signal } = stopping
try {
  const filters = label === '' ? {} : { filters: { label: [label] } }
  const containers = await engine.get('/containers/json', { query: filters, signal })
  const stops = containers.map(async ({ Id, Names }) => {
    const name = Names[0]?.slice(1) ?? Id
    try {
      await engine.post('/containers/{id}/stop', { path: { id: Id }, query: { t: Number(seconds) }, signal })
      console.log(`stopped ${name}`)
    } catch (error) {
      if (!(error instanceof EngineError && error.kind === 'not-found')) throw error
      console.log(`${name} is gone`)
    }
  })
  const outcomes = await Promise.allSettled(stops)
  for (const outcome of outcomes) if (outcome.status === 'rejected') report(outcome.reason, stopping)
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
