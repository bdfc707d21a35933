// Unpacks an uploaded tar, plain or gzipped, into a file tree (moby pkg/archive). Nothing in the tar can leave the target directory.
// Error messages are those of Engine 20.10, whose helper process wraps them.

import { posix } from 'node:path'
import { createGunzip } from 'node:zlib'
import { HttpError } from '../base/http-error.ts'
import { type RequestBody, UNEXPECTED_EOF } from '../http/request-body.ts'
import { type Entry, Files } from './files.ts'
import { readTar, TarError } from './tar-read.ts'

/** Where and how to unpack. */
export interface UnpackOptions {
  /** The target directory, a resolved path of the tree. */
  readonly into: string
  /** Rejects an entry that would replace a directory with something else, or the other way round. */
  readonly keepKinds: boolean
}

/** Unpacks a request's body into `files`. Throws a {@link HttpError} with status 500. */
export async function unpack(body: RequestBody, files: Files, { into, keepKinds }: UnpackOptions): Promise<void> {
  try {
    for await (const { path, entry, linked } of readTar(uncompressed(body))) {
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
    // The daemon notices an incomplete body outside of its helper process, which has no message then.
    if (body.error !== undefined) throw new HttpError(500, `Error processing tar file(${UNEXPECTED_EOF}): `)
    const words = error instanceof TarError ? error.message : `gzip: ${(error as Error).message}`
    throw new HttpError(500, `Error processing tar file(exit status 1): ${words}`)
  }
  if (body.error !== undefined) throw new HttpError(500, `Error processing tar file(${UNEXPECTED_EOF}): `)
}

function checkKind(found: Entry | undefined, next: Entry, path: string, into: string): void {
  if (!found || (found.type === 'directory') === (next.type === 'directory')) return
  const [old, fresh] = found.type === 'directory' ? ['directory', 'non-directory'] : ['non-directory', 'directory']
  throw new TarError(`cannot overwrite ${old} ${JSON.stringify(path)} with ${fresh} ${JSON.stringify(into)}`)
}

/** Decompresses gzip; passes other bytes on unchanged. */
async function* uncompressed(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
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

/** Unpacks a request's body into a new tree: a build's context, an image's layers. Throws a {@link HttpError} with status 500. */
export async function unpackNew(body: RequestBody): Promise<Files> {
  const files = new Files()
  await unpack(body, files, { into: '/', keepKinds: false })
  return files
}
