// The context that is built, as files, and the Engine's cache emptied.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from 'fairlead'

/** In a folder of their own: the files that the second Dockerfile uses. */
const FILES_IN_FOLDER = 50
export const USED = FILES_IN_FOLDER
/** Of a file. */
export const BYTES = 50_000

/** The Dockerfiles: one copies everything, the other the first folder. */
export const dockerfiles = { all: 'Dockerfile', used: 'Dockerfile.used' } as const

/** Makes a folder of so many files; `remove` removes it. */
export function makeContext(files: number): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  writeFileSync(join(folder, dockerfiles.all), 'FROM scratch\nCOPY files /files\n')
  writeFileSync(join(folder, dockerfiles.used), 'FROM scratch\nCOPY files/0 /files\n')
  for (let n = 0; n < files; n++) {
    const own = join(folder, 'files', String(Math.floor(n / FILES_IN_FOLDER)))
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, `${n}.bin`), randomBytes(BYTES))
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

/** Removes what the Engine keeps of builds: their images and all of the cache. For a private Engine only. */
export async function forget(engine: Engine): Promise<void> {
  await engine.post('/images/prune', { query: { filters: { dangling: ['true'] } } })
  await engine.post('/build/prune', { query: { all: true } })
}
