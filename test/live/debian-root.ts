// The root file system of another Debian suite with its docker.io or its Podman, made by debootstrap and kept for the next run: the
// newer Engines of `npm run matrix`. Linux and root only. private-daemon.ts enters it with unshare and pivot_root.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { privateDaemonObstacle, searchPath } from './private-daemon.ts'

/** What each root has: the daemon, what it runs (ps for `top`), and what the tests' container image is made of. */
const PACKAGES = {
  docker: 'docker.io,iptables,iproute2,procps,busybox-static,ca-certificates',
  podman: 'podman,runc,netavark,iproute2,procps,busybox-static,ca-certificates',
}
/** Which daemon a root has. */
export type RootKind = keyof typeof PACKAGES
/** The limit for debootstrap in milliseconds: it takes about 60,000 with a fast mirror. */
const BUILD_LIMIT = 900_000
/** Folders that the daemons' tests cover with empty ones; the root is mounted read-only. */
const FOLDERS = ['etc/docker', 'opt/containerd', 'mnt']

/** Where roots are kept: a folder of the user's cache, or of the temporary files. Each takes about 550 MB. */
export function rootsFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME || os.tmpdir(), 'fairlead-matrix')
}

function folderOf(suite: string, kind: RootKind): string {
  return path.join(rootsFolder(), kind === 'docker' ? suite : `${suite}-${kind}`)
}

/** Why no root can be made or entered here, or undefined. @param suite Debian's name: trixie, sid */
export function debianRootObstacle(suite: string, kind: RootKind): string | undefined {
  const made = existsSync(folderOf(suite, kind))
  return privateDaemonObstacle('pivot_root', ...(made ? [] : ['debootstrap']))
}

/** The folder of a suite's root; creates it if it is missing. Rejects with the end of debootstrap's output. */
export async function debianRoot(suite: string, kind: RootKind, say: (text: string) => void): Promise<string> {
  const root = folderOf(suite, kind)
  if (existsSync(root)) return root
  const unfinished = `${root}.${process.pid}`
  const log = `${unfinished}.log`
  mkdirSync(rootsFolder(), { recursive: true })
  say(`making ${root} by debootstrap; the next run finds it there`)
  const output = openSync(log, 'w')
  const child = spawn('debootstrap', ['--variant=minbase', `--include=${PACKAGES[kind]}`, suite, unfinished], {
    stdio: ['ignore', output, output],
    env: { ...process.env, PATH: searchPath },
    timeout: BUILD_LIMIT,
  })
  closeSync(output)
  const [status] = (await once(child, 'exit')) as [number | null]
  const words = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
  rmSync(log)
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new Error(`debootstrap ${suite} ended with ${status}:\n${words}`)
  }
  for (const folder of FOLDERS) mkdirSync(path.join(unfinished, folder), { recursive: true })
  rmSync(path.join(unfinished, 'var/cache/apt'), { recursive: true, force: true })
  renameSync(unfinished, root)
  return root
}
