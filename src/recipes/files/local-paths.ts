// Both ends of a copy on this machine, as the docker CLI looks at them: which symlinks are followed, and what must exist. A separator or
// `.` at the end of a path has a meaning and is kept.

import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Separator } from '../../archive/base/go-path.ts'
import { copyError, hasCode, localError } from '../../archive/base/local-error.ts'
import type { TreeEntry } from '../../archive/tree/walk.ts'
import { FairleadError } from '../../error.ts'
import { type CopyDestination, type CopySource, endsInDot, endsInSeparator, splitPath } from './copy-plan.ts'

/** The separator of local paths. */
export const LOCAL: Separator = path.sep === '\\' ? '\\' : '/'

/** How many symlinks a destination may lead through: the docker CLI's number. */
const MOST_LINKS = 10

/** What is copied into a container. */
export interface LocalSource extends CopySource {
  entry: TreeEntry
}

/** An absolute path; a separator or `.` at the end is kept. */
function absolute(name: string): string {
  const whole = path.resolve(name)
  const ended = endsInDot(name, LOCAL) ? `${whole.replace(/[\\/]$/, '')}${path.sep}.` : whole
  return endsInSeparator(name, LOCAL) && !endsInSeparator(ended, LOCAL) ? ended + path.sep : ended
}

/**
 * The source of a copy. The symlinks of its parents are followed; one at its end with `followLink`, or if the path ends in `/` or `/.`.
 * @throws FairleadError ERR_LOCAL_FILE when it is not there
 */
export async function localSource(name: string, followLink: boolean): Promise<LocalSource> {
  const asked = absolute(name)
  const { base } = splitPath(asked, LOCAL)
  try {
    const resolved = followLink ? await followed(asked) : await withRealFolder(asked)
    const found = await lstat(resolved, { bigint: true })
    const isFolder = found.isDirectory()
    if (found.isSocket()) throw copyError(`${asked} is a socket, which cannot be copied`)
    // The root folder has no name: what is in it is copied.
    return {
      isFolder,
      name: base === '/' || base === '' ? '.' : base,
      entry: { path: base, local: resolved, stat: found },
    }
  } catch (error) {
    if (error instanceof FairleadError) throw error
    throw localError(asked, 'it cannot be copied', error)
  }
}

/** A path without symlinks, ending as it did: a file that is said to be a folder is an error of the system. */
async function followed(asked: string): Promise<string> {
  const real = await realpath(asked)
  return endsInSeparator(asked, LOCAL) || endsInDot(asked, LOCAL) ? `${real}${path.sep}` : real
}

async function withRealFolder(asked: string): Promise<string> {
  const end = Math.max(asked.lastIndexOf('/'), asked.lastIndexOf(path.sep)) + 1
  return path.join(await realpath(asked.slice(0, end)), path.sep) + asked.slice(end)
}

/**
 * The destination of a copy. Symlinks are followed, a dangling one to where it points.
 * @throws FairleadError ERR_COPY when its folder is not there, or when it is a device, a pipe or a socket
 */
export async function localDestination(name: string): Promise<CopyDestination> {
  const asked = absolute(name)
  try {
    return await resolved(asked)
  } catch (error) {
    if (error instanceof FairleadError) throw error
    throw localError(asked, 'it cannot be copied to', error)
  }
}

async function resolved(asked: string): Promise<CopyDestination> {
  let at = asked
  await checkFolderOf(at, asked)
  for (let links = 0; ; links++) {
    const found = await statOf(at)
    if (found === undefined) {
      await checkFolderOf(at, asked)
      return { path: at, exists: false, isFolder: false, separator: LOCAL }
    }
    if (!found.isSymbolicLink()) {
      if (found.isDirectory() || found.isFile()) {
        return { path: at, exists: true, isFolder: found.isDirectory(), separator: LOCAL }
      }
      throw copyError(`${asked} is neither a file nor a folder: expected one of them`)
    }
    if (links > MOST_LINKS) throw copyError(`${asked} leads through more than ${MOST_LINKS} symlinks`)
    at = path.resolve(splitPath(at, LOCAL).folder, await readlink(at))
  }
}

async function checkFolderOf(at: string, asked: string): Promise<void> {
  const folder = path.dirname(path.resolve(at))
  try {
    if ((await stat(folder)).isDirectory()) return
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  throw copyError(`${asked}: its folder ${folder} does not exist: create it first`)
}

async function statOf(at: string) {
  try {
    return await lstat(at)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
