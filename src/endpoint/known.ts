// Where Engines listen that were not named: the sockets of Docker, of Docker without root, of the desktop products, of
// Podman, in this order. Nothing is dialled to find out: a socket that is there is taken.

import path from 'node:path'
import { type Environment, homeFolder } from './config.ts'
import { DEFAULT_SOCKET } from './parse.ts'

/** The paths, in order; on a platform of unix sockets. */
export function knownSockets(env: Environment, uid: number | undefined): string[] {
  const home = homeFolder(env)
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/user/${uid}`)
  const own = ['.docker/run', '.docker/desktop', '.colima/default', '.orbstack/run', '.rd']
  return [
    DEFAULT_SOCKET,
    ...(runtime === undefined ? [] : [path.join(runtime, 'docker.sock')]),
    ...own.map((folder) => path.join(home, folder, 'docker.sock')),
    ...(runtime === undefined ? [] : [path.join(runtime, 'podman/podman.sock')]),
    '/run/podman/podman.sock',
  ]
}

/** Whether there is a socket, as far as this user may see. */
export function isSocket(file: string): boolean {
  try {
    return process.getBuiltinModule('node:fs').statSync(file).isSocket()
  } catch {
    return false
  }
}
