// Builds an image from a folder, its output live; the folder is packed by `tar` and sent as it is packed:
//   node build.js ./app app:latest

import { spawn } from 'node:child_process'
import { build, connect, FairleadError } from 'fairlead'

const [folder, tag] = process.argv.slice(2)
if (folder === undefined || tag === undefined) {
  console.error('usage: build <folder> <tag>')
  process.exit(2)
}

const engine = connect()
const stopping = new AbortController()
process.once('SIGINT', () => stopping.abort())
const tar = spawn('tar', ['-c', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const progress = build(engine, tar.stdout, { tags: tag, signal: stopping.signal })
  for await (const { stream } of progress) if (stream !== undefined) process.stdout.write(stream)
  const { imageId } = await progress.done()
  console.log(`built ${imageId}`)
} catch (error) {
  if (!(error instanceof FairleadError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
} finally {
  tar.kill()
  await engine.close()
}
