// A private Docker Engine for the tests: see private-daemon.ts. It is the machine's dockerd, or, if FAIRLEAD_TEST_ROOT names the root
// file system of another Debian, the one in there. `npm run matrix` uses that to run the same tests on newer Engines.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { type DaemonPlan, type PrivateEngine, privateDaemonObstacle, startDaemon } from './private-daemon.ts'

export type { PrivateEngine }

/** The folder of a root file system that has dockerd (debian-root.ts). */
export const ROOT_VARIABLE = 'FAIRLEAD_TEST_ROOT'
/** `containerd`: the images are in containerd's store (Engine 28). */
export const STORE_VARIABLE = 'FAIRLEAD_TEST_STORE'

const dockerd = (storageDriver: string, flags: string, hostname: string): DaemonPlan => ({
  name: 'engine',
  root: process.env[ROOT_VARIABLE] ?? '',
  command: `${hostname && `unshare --uts sh -c 'hostname ${hostname}; exec "$@"' sh`} dockerd --host "unix://$1/engine.sock" --data-root "$1/data" --exec-root "$1/exec" \\
    --pidfile "$1/dockerd.pid" \\
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \\
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$2" --storage-driver ${storageDriver} ${flags}`,
  covered: ['/run', '/etc/docker', '/opt/containerd'],
  cgroups: '*/NAME*',
})

/** Why no private Engine can be started here, or undefined if it can be tried. */
export function privateEngineObstacle(): string | undefined {
  const root = process.env[ROOT_VARIABLE]
  if (!root) return privateDaemonObstacle('dockerd')
  if (!existsSync(path.join(root, 'usr/sbin/dockerd'))) return `${ROOT_VARIABLE}: no usr/sbin/dockerd in ${root}`
  return privateDaemonObstacle('pivot_root')
}

/**
 * Starts a private Engine, with additional `flags` of dockerd, and imports the image. If it does not start, rejects with the reason and
 * the end of dockerd's log.
 * @param hostname the machine's name that it sees; empty for the machine's own.
 */
export async function startPrivateEngine(flags = '', hostname = ''): Promise<PrivateEngine> {
  const obstacle = privateEngineObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  const inContainerd = process.env[STORE_VARIABLE] === 'containerd'
  const all = inContainerd ? `--feature containerd-snapshotter=true ${flags}` : flags
  const [usual, copying] = inContainerd ? (['overlayfs', 'native'] as const) : (['overlay2', 'vfs'] as const)
  try {
    return await startDaemon(dockerd(usual, all, hostname))
  } catch (error) {
    // Inside a container the root may be an overlay itself, on which no other can be mounted. vfs and native copy, and work anywhere.
    return await startDaemon(dockerd(copying, all, hostname)).catch((again: Error) => {
      throw new Error(`${(error as Error).message}\nand with the ${copying} driver: ${again.message}`)
    })
  }
}
