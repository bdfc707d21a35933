// Makes an image of a container as it is now, as `docker commit` does:
//   node commit.js web web:saved ['CMD ["httpd", "-f"]' …]
// The container is paused meanwhile. Changes are lines of a Dockerfile.

import { connect } from 'fairlead'
import { parseImageReference } from 'fairlead/containers'
import { report, watchForEnd } from './stopping.ts'

const [container, reference, ...changes] = process.argv.slice(2)
if (container === undefined || reference === undefined) {
  console.error('usage: commit <container> <image> [change ...]')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
try {
  const { tag, full } = parseImageReference(reference)
  const repo = full.slice(0, full.lastIndexOf(':'))
  const query = { container, repo, tag, changes: changes.join('\n'), pause: true }
  const { Id } = await engine.post('/commit', { query, body: {}, signal: stopping.signal })
  console.log(Id)
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
