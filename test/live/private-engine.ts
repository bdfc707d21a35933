// A real Docker Engine of the tests' own, seen by nothing else: dockerd in its own network, mount and process
// namespaces, with every file of it under one temporary folder. Linux and root only.
// It lives as long as the pipe to its supervisor: however this process ends, the pipe closes and the Engine goes.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBusybox, imageName, provideImage } from './busybox-image.ts'
import { call, callJson } from './call.ts'

/** Milliseconds for dockerd to answer its first ping; it takes about 1,000 on a quiet machine. */
const START_LIMIT = 30_000
/** Milliseconds from the closed pipe to the supervisor's end: dockerd's own patience with containers is 15,000. */
const STOP_LIMIT = 30_000
/** A unix socket's path has 108 bytes (unix(7)); containerd's adds about 40 to the folder's. */
const FOLDER_LENGTH_LIMIT = 60

/** An Engine that {@link startPrivateEngine} started. */
export interface PrivateEngine {
  /** `unix://…` */
  readonly host: string
  /** The folder that holds all of it; gone after {@link stop}. */
  readonly folder: string
  /** The supervisor's process id; ends when the Engine is gone. */
  readonly pid: number
  /** Removes its containers, ends it and waits until its processes, mounts, control groups and files are gone. */
  stop(): Promise<void>
}

// Inside the namespaces, as process 1: when this ends, the kernel ends all that is left in them.
// The folders that dockerd and containerd write to whatever their options say are covered with empty ones.
const inside = `
exec 3<&0 </dev/null
for covered in /run /etc/docker /opt/containerd; do
  [ -d $covered ] && mount -t tmpfs -o mode=755 tmpfs $covered
done
ip link set lo up || busybox ip link set lo up
dockerd --host "unix://$1/engine.sock" --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/dockerd.pid" \\
  --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \\
  --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$2" --storage-driver "$3" 3<&- &
dockerd=$!
{ cat <&3 >/dev/null; kill -TERM $dockerd; sleep 20; kill -KILL $dockerd; } &
wait $dockerd
`

// Outside: makes the two folders to cover where the machine lacks them, and clears up when the inside has ended.
const outside = `
made=
for covered in /etc/docker /opt/containerd; do
  [ -d $covered ] || { mkdir $covered && made="$made $covered"; }
done
unshare --net --mount --pid --fork --kill-child --mount-proc sh -c "$4" inside "$1" "$2" "$3"
for folder in $made; do rmdir $folder; done
for try in 1 2 3 4 5; do
  left=$(find /sys/fs/cgroup -depth -type d -path "*/$2*")
  [ -z "$left" ] && break
  rmdir $left || sleep 0.2
done
rm -rf "$1"
`

const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`

function onPath(name: string): boolean {
  return searchPath.split(':').some((folder) => folder !== '' && existsSync(path.join(folder, name)))
}

/** Why no private Engine can be started here, or undefined when one can be tried. */
export function privateEngineObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'a private Engine needs Linux'
  if (!onPath('dockerd')) return 'no dockerd on PATH'
  if (process.getuid?.() !== 0) return 'not root, which a private Engine needs'
  if (!onPath('unshare')) return 'no unshare (util-linux) on PATH'
  const busybox = findBusybox()
  return 'reason' in busybox ? busybox.reason : undefined
}

/** Starts one and gives it the image. Rejects with the reason, and the end of dockerd's log, when it does not come up. */
export async function startPrivateEngine(): Promise<PrivateEngine> {
  const obstacle = privateEngineObstacle()
  if (obstacle !== undefined) throw new Error(obstacle)
  try {
    return await startWith('overlay2')
  } catch (error) {
    // Inside a container the root itself may be an overlay, which cannot carry another: vfs copies, and works anywhere.
    return await startWith('vfs').catch((again: Error) => {
      throw new Error(`${(error as Error).message}\nand with the vfs driver: ${again.message}`)
    })
  }
}

async function startWith(driver: string): Promise<PrivateEngine> {
  const parent = os.tmpdir().length > FOLDER_LENGTH_LIMIT ? '/tmp' : os.tmpdir()
  const folder = mkdtempSync(path.join(parent, 'fairlead-engine-'))
  const host = `unix://${folder}/engine.sock`
  const log = openSync(`${folder}/log`, 'a')
  // The supervisor removes the folder when it ends; what was open before can still be read.
  const written = openSync(`${folder}/log`, 'r')
  // A session of its own: a terminal's Ctrl-C goes to the tests, which then stop the Engine in order.
  const supervisor = spawn('sh', ['-c', outside, 'outside', folder, path.basename(folder), driver, inside], {
    stdio: ['pipe', log, log],
    env: { ...process.env, PATH: searchPath },
    detached: true,
  })
  closeSync(log)
  try {
    await answering(host, supervisor)
    await provideImage(host, 'fairlead.test=image')
    await trial(host)
  } catch (error) {
    await stop(supervisor, folder)
    throw new Error(`dockerd did not come up: ${(error as Error).message}\n${logEnd(written)}`)
  } finally {
    closeSync(written)
  }
  // The Engine alone must not keep the tests' process alive.
  supervisor.unref()
  return {
    host,
    folder,
    pid: supervisor.pid!,
    async stop() {
      await removeContainers(host).catch(() => undefined)
      await stop(supervisor, folder)
    },
  }
}

/** Waits for the first answered ping; rejects when the supervisor ends first. */
async function answering(host: string, supervisor: ChildProcess): Promise<void> {
  const until = Date.now() + START_LIMIT
  for (;;) {
    const answer = await call(host, 'GET', '/_ping').catch(() => undefined)
    if (answer?.status === 200) return
    if (supervisor.exitCode !== null || supervisor.signalCode !== null) throw new Error('it ended')
    if (Date.now() > until) throw new Error(`no answer to a ping within ${START_LIMIT} ms`)
    await sleep(50)
  }
}

/** Runs one container to its end: an Engine that answers but cannot start containers is not one for the tests. */
async function trial(host: string): Promise<void> {
  const made = await callJson<{ Id: string }>(host, 'POST', '/containers/create', { Image: imageName, Cmd: ['true'] })
  await callJson(host, 'POST', `/containers/${made.Id}/start`)
  const end = await callJson<{ StatusCode: number }>(host, 'POST', `/containers/${made.Id}/wait`)
  await callJson(host, 'DELETE', `/containers/${made.Id}?force=1`)
  if (end.StatusCode !== 0) throw new Error(`a container that runs "true" ended with ${end.StatusCode}`)
}

async function removeContainers(host: string): Promise<void> {
  const all = await callJson<{ Id: string }[]>(host, 'GET', '/containers/json?all=1')
  await Promise.all(all.map(({ Id }) => call(host, 'DELETE', `/containers/${Id}?force=1&v=1`)))
}

async function stop(supervisor: ChildProcess, folder: string): Promise<void> {
  if (supervisor.exitCode === null && supervisor.signalCode === null) {
    const ended = once(supervisor, 'exit')
    supervisor.ref()
    supervisor.stdin!.end()
    const limit = setTimeout(() => process.kill(-supervisor.pid!, 'SIGKILL'), STOP_LIMIT)
    await ended
    clearTimeout(limit)
  }
  rmSync(folder, { recursive: true, force: true })
}

/** The last lines of dockerd's log that are not mere information: they say what a reader needs. */
function logEnd(log: number): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const telling = lines.filter((line) => !line.startsWith('time=') || /level=(warning|error|fatal)/.test(line))
  return (telling.length > 0 ? telling : lines).slice(-8).join('\n')
}
