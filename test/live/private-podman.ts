// A private Podman for the tests with Docker's API: see private-daemon.ts. It is the machine's, or, if FAIRLEAD_TEST_PODMAN_ROOT names
// the root file system of another Debian, the one in there, as `npm run matrix` uses it. Observed with Debian 12's Podman 4.3.1: it
// swaps soft and hard limits (both have to be equal, or "error setting rlimit type 7"); crun 1.8 rejects hybrid control groups, runc
// does not. The containers have no network, as with the private Docker Engine.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { type DaemonPlan, onPath, type PrivateEngine, privateDaemonObstacle, startDaemon } from './private-daemon.ts'

/** The folder of a root file system that has Podman (debian-root.ts). */
export const PODMAN_ROOT_VARIABLE = 'FAIRLEAD_TEST_PODMAN_ROOT'

const configuration = (runtime: string) => `[containers]
default_ulimits = [\\"nofile=4096:4096\\", \\"nproc=8192:8192\\"]
netns = \\"none\\"
log_driver = \\"k8s-file\\"
[engine]
cgroup_manager = \\"cgroupfs\\"
events_logger = \\"file\\"
runtime = \\"${runtime}\\"
[network]
network_backend = \\"netavark\\"
`

const podman = (runtime: string, storageDriver: string): DaemonPlan => ({
  name: 'podman',
  root: process.env[PODMAN_ROOT_VARIABLE] ?? '',
  command: `sh -c 'echo "${configuration(runtime)}" >"$1/containers.conf"
    mkdir "$1/tmp"
    export CONTAINERS_CONF="$1/containers.conf" TMPDIR="$1/tmp"
    exec podman --storage-driver ${storageDriver} --root "$1/root" --runroot "$1/run" --tmpdir "$1/libpod" \\
      --network-config-dir "$1/networks" system service --time=0 "unix://$1/engine.sock"' podman "$1"`,
  covered: ['/run', '/dev/shm', '/etc/cni', '/var/lib/cni'],
  cgroups: '*/libpod_parent*',
})

/** Why no private Podman can be started here, or undefined if it can be tried. */
export function privatePodmanObstacle(): string | undefined {
  const root = process.env[PODMAN_ROOT_VARIABLE]
  if (root && !existsSync(path.join(root, 'usr/bin/podman'))) {
    return `${PODMAN_ROOT_VARIABLE}: no usr/bin/podman in ${root}`
  }
  const obstacle = privateDaemonObstacle(root ? 'pivot_root' : 'podman')
  if (obstacle !== undefined) return obstacle
  return root || onPath('runc') || onPath('crun') ? undefined : 'neither runc nor crun on PATH'
}

/** Starts a private Podman and imports the image. If it does not start, rejects with the reason and the end of Podman's log. */
export async function startPrivatePodman(): Promise<PrivateEngine> {
  const obstacle = privatePodmanObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  const runtime = process.env[PODMAN_ROOT_VARIABLE] || onPath('runc') ? 'runc' : 'crun'
  try {
    return await startDaemon(podman(runtime, 'overlay'))
  } catch (error) {
    // As for the private Docker Engine: an overlay cannot carry another.
    return await startDaemon(podman(runtime, 'vfs')).catch((again: Error) => {
      throw new Error(`${(error as Error).message}\nand with the vfs driver: ${again.message}`)
    })
  }
}
