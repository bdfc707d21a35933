// Copies a folder into a container, or out of one, through `tar`:
//   node copy-folder.js ./site web:/srv
//   node copy-folder.js web:/srv ./backup

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect, copyFrom, copyTo, type Engine, FairleadError } from 'fairlead'

const [from = '', to = ''] = process.argv.slice(2)
const source = /^([^/.][^:]*):(.+)$/.exec(from)
const target = /^([^/.][^:]*):(.+)$/.exec(to)
if ((source === null) === (target === null)) {
  console.error('usage: copy-folder <folder> <container>:<path>, or <container>:<path> <folder>')
  process.exit(2)
}

const engine = connect()
try {
  if (target !== null) await copyIn(engine, from, target[1] as string, target[2] as string)
  else if (source !== null) await copyOut(engine, source[1] as string, source[2] as string, to)
} catch (error) {
  if (!(error instanceof FairleadError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
} finally {
  await engine.close()
}

async function copyIn(engine: Engine, folder: string, container: string, path: string): Promise<void> {
  const tar = spawn('tar', ['-c', '-C', folder, '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await copyTo(engine, container, path, tar.stdout)
  } finally {
    tar.kill()
  }
}

async function copyOut(engine: Engine, container: string, path: string, folder: string): Promise<void> {
  const { stat, tar: archive } = await copyFrom(engine, container, path)
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'inherit', 'inherit'] })
  const exited = once(tar, 'exit')
  await pipeline(Readable.from(archive), tar.stdin)
  const [status] = await exited
  if (status !== 0) throw new Error(`tar ended with status ${status}`)
  console.log(`${stat.type} ${stat.name} is in ${folder}`)
}
