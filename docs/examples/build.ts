// Builds an image from a folder and shows the output live. The folder is packed while it is sent, as `docker build` packs it:
//   node build.js ./app app:latest

import { build, connect } from 'fairlead'
import { buildContext } from 'fairlead/files'
import { report, watchForEnd } from './stopping.ts'

const [folder, tag] = process.argv.slice(2)
if (folder === undefined || tag === undefined) {
  console.error('usage: build <folder> <tag>')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
try {
  const progress = build(engine, buildContext(folder), { tags: tag, signal: stopping.signal })
  for await (const { stream } of progress) if (stream !== undefined) process.stdout.write(stream)
  const { imageId } = await progress.done()
  console.log(`built ${imageId ?? tag}`)
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
