// Where a test's server listens on this machine: a socket file in a folder, or on Windows, which has no such files for Node, a named pipe.

import path from 'node:path'

/** A local socket's path for `server.listen` and `net.connect`, and its host for `connect`. */
export interface LocalSocket {
  path: string
  host: string
}

/** The local socket of a name in a folder. On Windows a pipe whose name has the folder's. */
export function localSocket(folder: string, name: string): LocalSocket {
  const place = process.platform === 'win32' ? `//./pipe/${path.basename(folder)}-${name}` : path.join(folder, name)
  return { path: place, host: hostOf(place) }
}

/** The host of a local socket, from its path. */
export function hostOf(place: string): string {
  return process.platform === 'win32' ? `npipe://${place.replaceAll('\\', '/')}` : `unix://${place}`
}

/** The path of a local socket, from its host. */
export function pathOf(host: string): string {
  return host.replace(/^(unix|npipe):\/\//, '')
}

/** How the embedded engine listens locally. */
export const LOCAL: 'unix' | 'npipe' = process.platform === 'win32' ? 'npipe' : 'unix'

/** Why a test whose peer must notice a half-close cannot use a local socket here, or false. test/windows/half-close.test.ts has what can. */
export const noHalfClose: string | false =
  process.platform === 'win32' && "a pipe of Node's own servers is in byte mode, which carries no half-close"
/** Why a test of socket files cannot run here, or false. */
export const noSocketFiles: string | false = process.platform === 'win32' && 'Node has no unix sockets on Windows'
