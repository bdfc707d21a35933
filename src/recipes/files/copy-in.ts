// A local file or folder copied into a container, as `docker cp` does it. Engine API operations ContainerArchiveInfo (what is at the
// destination) and PutContainerArchive. The archive is made while it is sent.

import { copyError } from '../../archive/base/local-error.ts'
import { shownName } from '../../archive/base/names.ts'
import { Packer } from '../../archive/tree/pack.ts'
import { PieceIterator } from '../../archive/tree/piece-iterator.ts'
import { walk } from '../../archive/tree/walk.ts'
import { BOOLEAN, checkOptions, checkValue, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, FairleadError, located } from '../../error.ts'
import { copyTo } from '../containers/copy-to.ts'
import { statPath } from '../containers/stat-path.ts'
import { checkPath } from '../shared/parameters.ts'
import { type CopyDestination, planCopy, splitPath } from './copy-plan.ts'
import { type LocalSource, localSource } from './local-paths.ts'

/** Options of {@link copyIn}. */
export interface CopyInOptions {
  /** Follow a symlink at the end of `hostPath`: `docker cp -L`. Default: false; it is copied as a symlink, unless the path ends in '/' or '/.'. */
  followLink?: boolean | undefined
  /** Make the container's own user the owner of what is copied: `docker cp -a`. Default: false, the local owners' numbers. */
  archive?: boolean | undefined
  /** Covers the whole copy. An abort rejects with ERR_ABORTED; what was unpacked before it stays. */
  signal?: AbortSignal | undefined
}

const COPY_IN: Kinds<CopyInOptions> = { followLink: BOOLEAN, archive: BOOLEAN, signal: SIGNAL }

/**
 * Copies a local file or folder into a container, as `docker cp hostPath id:path` does. Resolves when the Engine has unpacked it.
 *
 * If `path` is a folder, the copy goes into it under its own name; `hostPath` ending in `/.` means what is in that folder. Otherwise
 * the copy is named like the last part of `path`, whose folder must exist. A folder and a file do not replace each other.
 *
 * Rejects with ERR_COPY (what `docker cp` refuses), ERR_LOCAL_FILE naming the local file that cannot be read or changed meanwhile, an
 * EngineError (404: no such container or folder), ERR_ABORTED or the network's errors.
 * @param path a path from the root of the container's file system
 * @throws FairleadError ERR_OPTION.
 */
export async function copyIn(
  engine: Engine,
  id: string,
  hostPath: string,
  path: string,
  options: CopyInOptions = {},
): Promise<void> {
  checkOptions('copyIn()', options, COPY_IN)
  checkValue('copyIn(): hostPath', hostPath, TEXT)
  if (hostPath === '') throw new FairleadError('ERR_OPTION', 'copyIn(): the local path is empty')
  checkPath('copyIn', path)
  const { followLink = false, archive, signal } = options
  const destination = await containerDestination(engine, id, path, signal)
  const source = await localSource(hostPath, followLink)
  const { folder, name } = planCopy(source, destination)
  const body = { [Symbol.asyncIterator]: () => new PieceIterator((check) => pieces(source, name, check)) }
  try {
    await copyTo(engine, id, folder, body, { noOverwriteDirNonDir: true, copyUIDGID: archive || undefined, signal })
  } catch (error) {
    // A local file's error says more than that the body failed.
    const { code, cause } = error as FairleadError
    throw located(code === 'ERR_UPLOAD_SOURCE' && cause instanceof FairleadError ? cause : error)
  }
}

async function* pieces(source: LocalSource, name: string, check: () => void): AsyncGenerator<Uint8Array, void> {
  const packer = new Packer({ owners: true, check })
  yield* packer.add(source.entry, name)
  if (source.isFolder) {
    for await (const entry of walk(String(source.entry.local), { check })) {
      yield* packer.add(entry, `${name}/${entry.path}`)
    }
  }
  yield* packer.writer.end()
}

/** What is at the destination. One symlink is followed, as the docker CLI does: the Engine follows those of its folders. */
async function containerDestination(
  engine: Engine,
  id: string,
  asked: string,
  signal: AbortSignal | undefined,
): Promise<CopyDestination> {
  let path = asked
  let stat = await statOrNothing(engine, id, path, signal)
  if (stat?.type === 'symlink') {
    const { linkTarget } = stat
    path = linkTarget.startsWith('/') ? linkTarget : `${splitPath(path, '/').folder}/${linkTarget}`
    stat = await statOrNothing(engine, id, path, signal)
  }
  const type = stat?.type
  if (type === 'character-device' || type === 'block-device' || type === 'other') {
    throw copyError(`${shownName(asked)} in the container is a ${type}: expected a file or a folder`)
  }
  return { path, exists: stat !== undefined, isFolder: type === 'directory', separator: '/' }
}

/** An error is passed over: if the folder is not there either, the copy itself says so, with the daemon's message. */
async function statOrNothing(engine: Engine, id: string, path: string, signal: AbortSignal | undefined) {
  try {
    return await statPath(engine, id, path, { signal })
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
}
