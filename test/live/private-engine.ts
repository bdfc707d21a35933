// A real Docker Engine of the tests' own: see private-daemon.ts.

import { type DaemonPlan, type PrivateEngine, privateDaemonObstacle, startDaemon } from './private-daemon.ts'

export type { PrivateEngine }

const dockerd = (storageDriver: string, flags: string): DaemonPlan => ({
  name: 'engine',
  command: `dockerd --host "unix://$1/engine.sock" --data-root "$1/data" --exec-root "$1/exec" \\
    --pidfile "$1/dockerd.pid" \\
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \\
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$2" --storage-driver ${storageDriver} ${flags}`,
  covered: ['/run', '/etc/docker', '/opt/containerd'],
  cgroups: '*/NAME*',
})

/** Why no private Engine can be started here, or undefined when one can be tried. */
export function privateEngineObstacle(): string | undefined {
  return privateDaemonObstacle('dockerd')
}

/** Starts one, with more of dockerd's `flags` where they are given, and gives it the image. Rejects with the reason, and the end of dockerd's log, when it does not come up. */
export async function startPrivateEngine(flags = ''): Promise<PrivateEngine> {
  const obstacle = privateEngineObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  try {
    return await startDaemon(dockerd('overlay2', flags))
  } catch (error) {
    // Inside a container the root itself may be an overlay, which cannot carry another: vfs copies, and works anywhere.
    return await startDaemon(dockerd('vfs', flags)).catch((again: Error) => {
      throw new Error(`${(error as Error).message}\nand with the vfs driver: ${again.message}`)
    })
  }
}
