// Copies a file or folder into or out of a container, as `docker cp` does:
//   node copy.js ./site/. web:/srv
//   node copy.js web:/srv ./backup

import { connect } from 'fairlead'
import { copyIn, copyOut } from 'fairlead/files'
import { report, watchForEnd } from './stopping.ts'

const [from = '', to = ''] = process.argv.slice(2)
const source = /^([^/.][^:]*):(.+)$/.exec(from)
const target = /^([^/.][^:]*):(.+)$/.exec(to)
if ((source === null) === (target === null)) {
  console.error('usage: copy <path> <container>:<path>, or <container>:<path> <path>')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const { signal } = stopping
try {
  if (target !== null) {
    const [, container = '', path = ''] = target
    await copyIn(engine, container, from, path, { signal })
  } else if (source !== null) {
    const [, container = '', path = ''] = source
    await copyOut(engine, container, path, to, { signal })
  }
  console.log(`copied ${from} to ${to}`)
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
