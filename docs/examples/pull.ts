// Pulls an image with a bar a layer, with the credentials that `docker login` stored:
//   node pull.js busybox:latest

import { connect, credentials, FairleadError, pull } from 'fairlead'
import { ProgressBars } from './progress-bars.ts'

const [reference] = process.argv.slice(2)
if (reference === undefined) {
  console.error('usage: pull <image>')
  process.exit(2)
}

const engine = connect()
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort())
const bars = new ProgressBars(process.stdout)
try {
  const progress = pull(engine, reference, { auth: credentials(), signal: stopping.signal })
  for await (const record of progress) bars.show(record)
  const { digest } = await progress.done()
  console.log(digest ?? 'done')
} catch (error) {
  if (!(error instanceof FairleadError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
} finally {
  await engine.close()
}
