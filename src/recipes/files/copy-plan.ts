// The table of `docker cp`: into which folder a copy is unpacked, and under which name. Pure. A path that ends in `/` or `/.` says that
// it names a folder, and `/.` means what is in it; both are kept apart from cleaning.

import { cleanPath, type Separator } from '../../archive/base/go-path.ts'
import { copyError } from '../../archive/base/local-error.ts'

/** Where a copy goes. */
export interface CopyPlan {
  /** The folder to unpack into. */
  folder: string
  /** The first name of what is unpacked. */
  name: string
}

/** The source of a copy. */
export interface CopySource {
  isFolder: boolean
  /** Its first name: `.` for what is in a folder. */
  name: string
}

/** What is at the destination. */
export interface CopyDestination {
  path: string
  exists: boolean
  isFolder: boolean
  separator: Separator
}

/** A path's folder and last part, cleaned; `d/.` is the part `.` of `d`. */
export function splitPath(path: string, separator: Separator): { folder: string; base: string } {
  const cleaned = cleanPath(path, separator)
  if (endsInDot(path, separator)) return { folder: cleaned, base: '.' }
  const slash = cleaned.lastIndexOf('/')
  if (cleaned === '/') return { folder: '/', base: '/' }
  return { folder: slash < 0 ? '.' : cleaned.slice(0, slash) || '/', base: cleaned.slice(slash + 1) }
}

/** Whether a path's last part is `.`: it means what is in a folder. */
export function endsInDot(path: string, separator: Separator): boolean {
  return (separator === '/' ? /(?:^|\/)\.\/*$/ : /(?:^|[\\/:])\.[\\/]*$/).test(path)
}

/** Whether a path ends in a separator. */
export function endsInSeparator(path: string, separator: Separator): boolean {
  return path.endsWith('/') || path.endsWith(separator)
}

/** @throws FairleadError ERR_COPY for a folder onto a file, and for a file to a folder that is not there */
export function planCopy(source: CopySource, destination: CopyDestination): CopyPlan {
  const { path, exists, isFolder, separator } = destination
  if (exists && isFolder) return { folder: path, name: source.name }
  const { folder, base } = splitPath(path, separator)
  if (exists && source.isFolder) {
    throw copyError(`a folder cannot be copied onto a file: ${path} exists and is no folder`)
  }
  const saysFolder = endsInSeparator(path, separator) || endsInDot(path, separator)
  if (!exists && !source.isFolder && saysFolder) {
    throw copyError(
      `there is no such folder: ${path}: create it, or leave out what is at the path's end to copy to a file of that name`,
    )
  }
  return { folder, name: base }
}
