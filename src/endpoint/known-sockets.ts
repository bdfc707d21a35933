// The sockets to try if no Engine was named: of Docker, rootless Docker, the desktop products and Podman, in this order.
// Does not dial: the first socket that exists is used.

import path from 'node:path'
import { type Environment, homeFolder } from './config.ts'
import { DEFAULT_SOCKET } from './parse.ts'

/** The paths, in order, for a platform with unix sockets. */
export function knownSockets(env: Environment, uid: number | undefined): string[] {
  const home = homeFolder(env)
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/user/${uid}`)
  const own = ['.docker/run', '.docker/desktop', '.colima/default', '.orbstack/run', '.rd']
  return [
    DEFAULT_SOCKET,
    ...(runtime === undefined ? [] : [path.join(runtime, 'docker.sock')]),
    ...(home === undefined ? [] : own.map((folder) => path.join(home, folder, 'docker.sock'))),
    ...(runtime === undefined ? [] : [path.join(runtime, 'podman/podman.sock')]),
    '/run/podman/podman.sock',
  ]
}

/** Whether a file is a socket; false if this user may not see it. */
export function isSocket(file: string): boolean {
  try {
    return process.getBuiltinModule('node:fs').statSync(file).isSocket()
  } catch {
    return false
  }
}
