// Where a build's result goes when it is not an image: FileSend/DiffCopy. As a tar it comes in pieces of bytes, as a folder in the
// packets of file sync, in the other direction. A tar file appears under its name when it is complete.

import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { localError } from '../../archive/base/local-error.ts'
import { FairleadError } from '../../error.ts'
import type { Handler } from '../grpc/server.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { BytesMessage } from '../proto/messages.ts'
import { decode } from '../proto/protobuf.ts'

/** A folder that the result is merged into, and is made if need be; or a tar archive: the path of a file, or a Writable, which is ended. */
export type BuildOutput = { readonly folder: string } | { readonly tar: string | Writable }

/** The most entries of a result. */
export const MAX_OUTPUT_ENTRIES = 1_000_000

/** How an output went. */
export interface Exported {
  /** Whether the daemon has sent a whole result. */
  complete: boolean
}

/** @throws FairleadError ERR_OPTION */
export function checkOutput(output: BuildOutput): void {
  const { folder, tar } = output as { folder?: unknown; tar?: unknown }
  const isFolder = typeof folder === 'string' && folder !== '' && tar === undefined
  const isWritable = typeof tar === 'object' && tar !== null && 'write' in tar
  if (isFolder || (folder === undefined && ((typeof tar === 'string' && tar !== '') || isWritable))) return
  throw new FairleadError(
    'ERR_OPTION',
    "output: expected 'image', 'none', { folder: path } or { tar: path or Writable }",
  )
}

/** The method that takes a result. */
export function outputService(output: BuildOutput, exported: Exported): ReadonlyMap<string, Handler> {
  const diffCopy: Handler = async (call) => {
    const onComplete = (): void => {
      exported.complete = true
    }
    if ('folder' in output) {
      // Few builds have one.
      const { Receiver } = await import('./sync-receive.ts')
      return await new Receiver(call, output.folder, MAX_OUTPUT_ENTRIES).run(onComplete)
    }
    if (typeof output.tar === 'string') await toFile(call, output.tar)
    else await toStream(call, output.tar, unwritten)
    onComplete()
  }
  return new Map([['/moby.filesync.v1.FileSend/DiffCopy', diffCopy]])
}

async function toFile(call: ServerCall, path: string): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`
  const errorOf = (cause: unknown): Error => localError(path, 'the output cannot be written', cause)
  const stream = createWriteStream(partial, { flags: 'wx' })
  try {
    await toStream(call, stream, errorOf)
    await rename(partial, path).catch((cause: unknown) => {
      throw errorOf(cause)
    })
  } catch (error) {
    // It may still be opening, which makes the file.
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve))
    await rm(partial, { force: true })
    throw error
  }
}

/** @param errorOf makes the error of a stream that does not take everything */
async function toStream(call: ServerCall, stream: Writable, errorOf: (cause: unknown) => Error): Promise<void> {
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const notify = (): void => wake?.()
  const onOver = (cause: unknown): void => {
    failure ??= errorOf(cause)
    notify()
  }
  // Also where it is destroyed without an error, or was over before: that must not leave the build waiting.
  const over = finished(stream, { readable: false })
  over.then(() => onOver(new Error('the stream was ended')), onOver)
  stream.on('drain', notify)
  call.onClose(notify)
  try {
    for (;;) {
      const bytes = await call.read()
      if (failure !== undefined) throw failure
      if (bytes === undefined) break
      if (stream.write(decode(BytesMessage, bytes).data)) continue
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      if (failure !== undefined) throw failure
    }
    stream.end()
    await over.catch((cause: unknown) => {
      throw errorOf(cause)
    })
    // Node fact: finished() takes one that is destroyed with nothing left to write for finished.
    if (!stream.writableFinished) throw errorOf(new Error('the stream was destroyed'))
  } catch (error) {
    stream.destroy()
    throw error
  } finally {
    stream.off('drain', notify)
  }
}

function unwritten(cause: unknown): FairleadError {
  return new FairleadError('ERR_BUILD_SERVICE', "the build's output cannot be written", { blame: 'caller', cause })
}
