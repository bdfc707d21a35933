// An uploaded tar, unpacked into a file tree (moby pkg/archive): plain or gzip'd, below a directory that nothing in the
// tar can leave. Refused in the words of Engine 20.10, whose helper process wraps them.

import { posix } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Entry, Files } from './files.ts'
import { Refusal } from './refusal.ts'
import { type RequestBody, UNEXPECTED_EOF } from './request-body.ts'
import { readTar, TarError } from './tar-read.ts'

export interface UnpackOptions {
  /** Where to: a resolved path of the tree. */
  readonly into: string
  /** Refuses to put something else in a directory's place, or a directory in something else's. */
  readonly keepKinds: boolean
}

/** Throws a {@link Refusal} of 500. */
export async function unpack(body: RequestBody, files: Files, { into, keepKinds }: UnpackOptions): Promise<void> {
  try {
    for await (const { path, entry, linked } of readTar(plain(body))) {
      const inside = posix.normalize(`/${path}`).replace(/\/$/, '')
      if (inside === '') continue
      const target = files.resolve(posix.join(into, inside), false)
      const found = files.stat(target)
      if (keepKinds) checkKind(found, entry, target, into)
      if (linked === undefined) files.put(target, entry)
      else {
        const source = files.stat(files.resolve(posix.join(into, linked), true))
        if (!source) throw new TarError(`link ${posix.join(into, linked)} ${target}: no such file or directory`)
        files.put(target, source)
      }
    }
  } catch (error) {
    // A body cut short is noticed outside of the helper process, which says nothing then.
    if (body.error !== undefined) throw new Refusal(500, `Error processing tar file(${UNEXPECTED_EOF}): `)
    const words = error instanceof TarError ? error.message : `gzip: ${(error as Error).message}`
    throw new Refusal(500, `Error processing tar file(exit status 1): ${words}`)
  }
  if (body.error !== undefined) throw new Refusal(500, `Error processing tar file(${UNEXPECTED_EOF}): `)
}

function checkKind(found: Entry | undefined, next: Entry, path: string, into: string): void {
  if (!found || (found.type === 'directory') === (next.type === 'directory')) return
  const [old, fresh] = found.type === 'directory' ? ['directory', 'non-directory'] : ['non-directory', 'directory']
  throw new TarError(`cannot overwrite ${old} ${JSON.stringify(path)} with ${fresh} ${JSON.stringify(into)}`)
}

/** The bytes behind gzip, or as they are. */
async function* plain(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const source = body[Symbol.asyncIterator]()
  let first = await source.next()
  while (!first.done && first.value.length < 2) {
    const more = await source.next()
    if (more.done) break
    first = { done: false, value: Buffer.concat([first.value, more.value]) }
  }
  const all = (async function* () {
    if (!first.done) yield first.value
    yield* { [Symbol.asyncIterator]: () => source }
  })()
  if (first.done || first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* all
  else yield* gunzipped(all)
}

async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip()
  const feeding = (async () => {
    for await (const piece of source) {
      if (!gunzip.write(piece)) await new Promise((resolve) => gunzip.once('drain', resolve))
    }
    gunzip.end()
  })()
  feeding.catch((error: Error) => gunzip.destroy(error))
  yield* gunzip as AsyncIterable<Uint8Array>
}

/** A tree of its own out of a tar: a build's context, an image's layers. */
export async function unpackNew(body: RequestBody): Promise<Files> {
  const files = new Files()
  await unpack(body, files, { into: '/', keepKinds: false })
  return files
}
