// A private dockerd that is started again whenever it ends, for tests of restarts.

import { readdirSync, readFileSync } from 'node:fs'
import { type DaemonPlan, type PrivateEngine, startDaemon } from './private-daemon.ts'
import { ROOT_VARIABLE } from './private-engine.ts'

const plan = (storageDriver: string, flags: string): DaemonPlan => ({
  name: 'engine',
  root: process.env[ROOT_VARIABLE] ?? '',
  command: `sh -c 'while :; do dockerd --host "unix://$1/engine.sock" --data-root "$1/data" --exec-root "$1/exec" \\
    --pidfile "$1/dockerd.pid" ${flags} --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \\
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$2" --storage-driver ${storageDriver}; sleep 0.2; done' sh "$1" "$2"`,
  covered: ['/run', '/etc/docker', '/opt/containerd'],
  cgroups: '*/NAME*',
})

/** Starts one, with additional `flags` of dockerd. */
export async function startRestartingDaemon(flags: string): Promise<PrivateEngine> {
  return await startDaemon(plan('overlay2', flags)).catch(() => startDaemon(plan('vfs', flags)))
}

/** The process of the dockerd in this folder; 0 if none runs. */
export function daemonIn(folder: string): number {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      if (words[0]!.endsWith('dockerd') && words.includes(`unix://${folder}/engine.sock`)) return Number(pid)
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return 0
}
