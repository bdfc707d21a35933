// The root file system of another Debian suite with its docker.io, made by debootstrap and kept for the next run: the newer Engines of
// `npm run matrix`. Linux and root only. private-daemon.ts enters it with unshare and pivot_root.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { privateDaemonObstacle, searchPath } from './private-daemon.ts'

/** What dockerd runs (ps for its `top`), and what the tests' container image is made of. */
const PACKAGES = 'docker.io,iptables,iproute2,procps,busybox-static,ca-certificates'
/** The limit for debootstrap in milliseconds: it takes about 60,000 with a fast mirror. */
const BUILD_LIMIT = 900_000
/** Folders that dockerd's tests cover with empty ones; the root is mounted read-only. */
const FOLDERS = ['etc/docker', 'opt/containerd', 'mnt']

/** Where roots are kept: a folder of the user's cache, or of the temporary files. Each takes about 550 MB. */
export function rootsFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME || os.tmpdir(), 'fairlead-matrix')
}

/** Why no root can be made or entered here, or undefined. @param suite Debian's name: trixie, sid */
export function debianRootObstacle(suite: string): string | undefined {
  const made = existsSync(path.join(rootsFolder(), suite))
  return privateDaemonObstacle('pivot_root', ...(made ? [] : ['debootstrap']))
}

/** The version of docker.io in a root, as Debian writes it. */
export function engineVersionIn(root: string): string {
  const status = readFileSync(path.join(root, 'var/lib/dpkg/status'), 'utf8')
  return /^Package: docker\.io\n(?:.+\n)*?Version: (.+)$/m.exec(status)?.[1] ?? 'unknown'
}

/** The folder of a suite's root; creates it if it is missing. Rejects with the end of debootstrap's output. */
export async function debianRoot(suite: string, say: (text: string) => void = () => undefined): Promise<string> {
  const root = path.join(rootsFolder(), suite)
  if (existsSync(root)) return root
  const unfinished = `${root}.${process.pid}`
  const log = `${unfinished}.log`
  mkdirSync(rootsFolder(), { recursive: true })
  say(`making ${root} by debootstrap; the next run finds it there`)
  const output = openSync(log, 'w')
  const child = spawn('debootstrap', ['--variant=minbase', `--include=${PACKAGES}`, suite, unfinished], {
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
