// Pulls an image with one bar per layer, and with the credentials that `docker login` stored:
//   node pull.js busybox:latest

import { connect, credentials, pull } from 'fairlead'
import { progressStates } from 'fairlead/containers'
import { ProgressBars } from './progress-bars.ts'
import { report, watchForEnd } from './stopping.ts'

const [reference] = process.argv.slice(2)
if (reference === undefined) {
  console.error('usage: pull <image>')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const bars = new ProgressBars(process.stdout)
try {
  const progress = pull(engine, reference, { auth: credentials(), signal: stopping.signal })
  for await (const state of progressStates(progress)) bars.show(state)
  const { digest } = await progress.done()
  console.log(digest ?? 'done')
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
