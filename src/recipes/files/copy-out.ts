// A container's file or folder copied to this machine, as `docker cp` does it. Engine API operation ContainerArchive. The archive is
// unpacked while it is received. The container is not trusted: nothing outside of the destination is touched.

import type { TarEntryType } from '../../archive/tar/tar-entry.ts'
import { unpack } from '../../archive/tree/unpack.ts'
import { BOOLEAN, checkOptions, checkValue, FUNCTION, type Kinds, SIGNAL, TEXT } from '../../check.ts'
import type { Engine } from '../../engine/engine.ts'
import { abortError, EngineError, FairleadError, located } from '../../error.ts'
import { copyFrom } from '../containers/copy-from.ts'
import { statPath } from '../containers/stat-path.ts'
import { checkPath } from '../shared/parameters.ts'
import { endsInDot, endsInSeparator, planCopy, splitPath } from './copy-plan.ts'
import { localDestination } from './local-paths.ts'

/** Options of {@link copyOut}. */
export interface CopyOutOptions {
  /** Follow a symlink at the end of `path`: `docker cp -L`. Default: false; it is copied as a symlink. */
  followLink?: boolean | undefined
  /** Called with each device and pipe, which cannot be made here: its path in the destination, and what it is. Default: such an entry is ERR_COPY. */
  onSkip?: ((path: string, type: TarEntryType) => void) | undefined
  /** Covers the whole copy. An abort rejects with ERR_ABORTED; what was unpacked before it stays. */
  signal?: AbortSignal | undefined
}

const COPY_OUT: Kinds<CopyOutOptions> = { followLink: BOOLEAN, onSkip: FUNCTION, signal: SIGNAL }

/**
 * Copies a container's file or folder to this machine, as `docker cp id:path hostPath` does. Resolves when it is unpacked. Owners are
 * not kept; modes and times are.
 *
 * If `hostPath` is a folder, the copy goes into it under its own name; `path` ending in `/.` means what is in that folder. Otherwise
 * the copy is named like the last part of `hostPath`, whose folder must exist. A folder and a file do not replace each other.
 *
 * Nothing outside of the destination is touched: an entry that leads out, or through a symlink, rejects
 * with ERR_ARCHIVE. Rejects with ERR_COPY (what `docker cp` refuses, and what cannot be made here), ERR_LOCAL_FILE for what the system
 * refuses, an EngineError (404: no such container or path), ERR_ABORTED or the network's errors.
 * @param path a path from the root of the container's file system
 * @throws FairleadError ERR_OPTION.
 */
export async function copyOut(
  engine: Engine,
  id: string,
  path: string,
  hostPath: string,
  options: CopyOutOptions = {},
): Promise<void> {
  checkOptions('copyOut()', options, COPY_OUT)
  checkPath('copyOut', path)
  checkValue('copyOut(): hostPath', hostPath, TEXT)
  if (hostPath === '') throw new FairleadError('ERR_OPTION', 'copyOut(): the local path is empty')
  const { followLink = false, onSkip, signal } = options
  const destination = await localDestination(hostPath)
  const source = followLink ? await target(engine, id, path, signal) : path
  const { stat, tar } = await copyFrom(engine, id, source, { signal })
  try {
    const from = splitPath(`/${source}`, '/').base
    // With a link followed, the copy has the link's name.
    const own = splitPath(`/${path}`, '/').base
    const plan = planCopy({ isFolder: stat.type === 'directory', name: own }, destination)
    await unpack(tar, plan.folder, { rename: (name) => renamed(name, from, plan.name), onSkip, check })
  } catch (error) {
    tar.close()
    throw located(error)
  }

  function check(): void {
    if (signal?.aborted) throw abortError(signal.reason)
  }
}

/** The path to ask for: a symlink's target, with the same end. */
async function target(engine: Engine, id: string, path: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const { type, linkTarget } = await statPath(engine, id, path, { signal })
    if (type !== 'symlink') return path
    const resolved = linkTarget.startsWith('/') ? linkTarget : `${splitPath(`/${path}`, '/').folder}/${linkTarget}`
    return resolved + (endsInDot(path, '/') ? '/.' : endsInSeparator(path, '/') ? '/' : '')
  } catch (error) {
    // If the path is not there, the copy itself says so, with the daemon's message.
    if (error instanceof EngineError) return path
    throw error
  }
}

/** A name of the archive with another first part. Every name begins with the one that was asked for. */
function renamed(name: string, from: string, to: string): string {
  if (from === '/') return to === '/' ? name : `${to}/${name}`
  const rest = name.slice(from.length)
  if (name.startsWith(from) && (rest === '' || rest.startsWith('/'))) return to + rest
  throw new FairleadError('ERR_ARCHIVE', 'the tar archive is not valid: an entry is not within what was asked for')
}
