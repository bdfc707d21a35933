// Finds endpoints that this machine cannot dial, before dialling; and a unix socket's name in the system's form.
// Fact: the system or the runtime truncates a path that is too long for `sockaddr_un`: it then names another socket.

import { FairleadError } from '../error.ts'
import { type Endpoint, formatEndpoint } from './parse.ts'

/** Bytes of `sun_path` in `sockaddr_un`, by platform; 108 elsewhere. They include the NUL that ends a path. */
const NAME_BYTES: Readonly<Record<string, number>> = {
  aix: 1_023,
  darwin: 104,
  freebsd: 104,
  netbsd: 104,
  openbsd: 104,
  // There, names are those of pipes.
  win32: Number.POSITIVE_INFINITY,
}

/** Whether the path of a unix endpoint is an abstract socket's name, `@name`, which has no file (unix(7)). */
export function isAbstract(path: string): boolean {
  return path.startsWith('@')
}

/** A unix endpoint's path in the form that `net.connect` and `server.listen` take. */
export function socketName(path: string): string {
  return isAbstract(path) ? `\0${path.slice(1)}` : path
}

/**
 * A pipe's path in the form that `net.connect` and `server.listen` take, and Windows documents: with backslashes.
 */
export function pipeName(path: string): string {
  return path.replaceAll('/', '\\')
}

/** Why a unix socket of that path cannot be reached on that platform, in words; undefined if it can. */
export function unixObjection(path: string, platform: string): string | undefined {
  if (path.includes('\0')) return "a path has no NUL: write an abstract socket as 'unix://@name'"
  if (isAbstract(path) && platform !== 'linux' && platform !== 'android') {
    return 'abstract sockets exist on Linux only'
  }
  const most = (NAME_BYTES[platform] ?? 108) - (isAbstract(path) ? 0 : 1)
  const length = Buffer.byteLength(path)
  if (length <= most) return undefined
  return `the path has ${length} bytes, and the system takes ${most} at most: use a shorter path, such as a symbolic link`
}

/**
 * Checks that this machine can dial an endpoint.
 * @param reason why it was chosen, for the message
 * @throws FairleadError ERR_ENDPOINT if it cannot
 */
export function checkDialable(endpoint: Endpoint, platform: string, reason: string): void {
  const why =
    endpoint.kind === 'unix'
      ? unixObjection(endpoint.path, platform)
      : endpoint.kind === 'npipe' && platform !== 'win32'
        ? 'named pipes exist on Windows only'
        : undefined
  if (why === undefined) return
  throw new FairleadError('ERR_ENDPOINT', `${formatEndpoint(endpoint)}: ${why}; chosen by ${reason}`)
}
