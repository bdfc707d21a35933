// A private container daemon for the tests, in its own network, mount and process namespaces, with all its files under one temporary
// folder, in memory where there is enough of it. Linux and root only. private-engine.ts and private-podman.ts have what differs between daemons.
// It lives as long as the pipe to its supervisor: however this process ends, the pipe closes and the daemon ends.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBusybox, imageName, provideImage } from './busybox-image.ts'
import { call, callJson } from './call.ts'

/** The limit until the first successful ping, in milliseconds; dockerd takes about 1,000 on a quiet machine. */
const START_LIMIT = 30_000
/** The limit for the removal of a daemon's containers, in milliseconds. */
const REMOVE_LIMIT = 15_000
/** The limit from the closed pipe to the supervisor's end, in milliseconds; dockerd waits up to 15,000 for its containers. */
const STOP_LIMIT = 30_000
/** Below this much free memory, in bytes, a daemon's files are on disk. */
const MEMORY_FOR_FILES = 6 * 2 ** 30
/** A unix socket's path has 108 bytes (unix(7)); containerd's adds about 40 to the folder's. */
const FOLDER_LENGTH_LIMIT = 60

/** What is particular to one daemon. */
export interface DaemonPlan {
  /** In the folder's name and in messages. */
  name: string
  /** Starts the daemon in the background of a shell: `$1` is its folder, `$2` the folder's name; it listens on `$1/engine.sock`. */
  command: string
  /** Folders that it writes to regardless of its options: empty ones are mounted over them. */
  covered: readonly string[]
  /** Its control groups as a `find -path` pattern; NAME is the folder's name. Groups that existed before are kept. */
  cgroups: string
  /** A root file system to run in instead of the machine's own (debian-root.ts). It is mounted read-only. */
  root?: string
}

/** A daemon that {@link startDaemon} started. */
export interface PrivateEngine {
  /** `unix://…` */
  readonly host: string
  /** The folder of all its files; removed by {@link stop}. */
  readonly folder: string
  /** The supervisor's process id; it ends after the daemon. */
  readonly pid: number
  /** Removes its containers, ends it and waits until its processes, mounts, control groups and files no longer exist. */
  stop(): Promise<void>
}

// Inside the namespaces, as process 1: when this ends, the kernel ends all that is left in them.
const inside = `
exec 3<&0 </dev/null
if [ -n "$5" ]; then
  # pivot_root and not chroot: a process that joins these namespaces later (docker exec, runc) must find this root.
  parent=$(dirname "$1")
  mkdir -p "$5$parent" &&
  mount --bind "$5" "$5" && mount -o remount,bind,ro "$5" &&
  mount --rbind "$parent" "$5$parent" && mount --rbind /sys "$5/sys" && mount --rbind /dev "$5/dev" &&
  mount -t proc proc "$5/proc" &&
  cd "$5" && pivot_root . mnt && cd / && umount -l /mnt || exit
fi
for covered in $3; do
  [ -d $covered ] && mount -t tmpfs -o mode=755 tmpfs $covered
done
ip link set lo up || busybox ip link set lo up
{ eval "exec $4"; } 3<&- &
daemon=$!
{ cat <&3 >/dev/null; kill -TERM $daemon; sleep 20; kill -KILL $daemon; } &
wait $daemon
`

// Outside: creates missing folders to mount over, and cleans up when the inside has ended.
const outside = `
groups="$6"
groups() { find /sys/fs/cgroup -depth -type d -path "$groups"; }
made=
[ -n "$7" ] || for covered in $3; do
  [ -d $covered ] || { mkdir -p $covered && made="$made $covered"; }
done
before=$(groups)
[ -z "$8" ] || mount -t tmpfs -o "size=$8,mode=700" tmpfs "$1"
unshare --net --mount --pid --fork --kill-child --mount-proc sh -c "$5" inside "$1" "$2" "$3" "$4" "$7"
for folder in $made; do rmdir $folder; done
for try in 1 2 3 4 5; do
  left=$(groups | grep -vxF "\${before:-/}")
  [ -z "$left" ] && break
  rmdir $left || sleep 0.2
done
[ -z "$8" ] || umount "$1" || umount -l "$1"
rm -rf "$1"
`

export const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`

export function onPath(name: string): boolean {
  return searchPath.split(':').some((folder) => folder !== '' && existsSync(path.join(folder, name)))
}

/** Why no private daemon can be started here, or undefined if it can be tried. */
export function privateDaemonObstacle(...programs: string[]): string | undefined {
  if (process.platform !== 'linux') return 'a private Engine needs Linux'
  const missing = programs.find((program) => !onPath(program))
  if (missing !== undefined) return `no ${missing} on PATH`
  if (process.getuid?.() !== 0) return 'not root, which a private Engine needs'
  if (!onPath('unshare')) return 'no unshare (util-linux) on PATH'
  const busybox = findBusybox()
  return 'reason' in busybox ? busybox.reason : undefined
}

/** Starts a daemon and imports the image. If it does not start, rejects with the reason and the end of its log. */
export async function startDaemon(plan: DaemonPlan): Promise<PrivateEngine> {
  const parent = os.tmpdir().length > FOLDER_LENGTH_LIMIT ? '/tmp' : os.tmpdir()
  const folder = mkdtempSync(path.join(parent, `fairlead-${plan.name}-`))
  const host = `unix://${folder}/engine.sock`
  const log = openSync(`${folder}/log`, 'a')
  // The supervisor removes the folder when it ends; files that are open can still be read.
  const written = openSync(`${folder}/log`, 'r')
  const name = path.basename(folder)
  const groups = plan.cgroups.replace('NAME', name)
  const parameters = [
    folder,
    name,
    plan.covered.join(' '),
    plan.command,
    inside,
    groups,
    plan.root ?? '',
    memoryForFiles(),
  ]
  // Its own session: a terminal's Ctrl-C is sent to the tests, which then stop the daemon.
  const supervisor = spawn('sh', ['-c', outside, 'outside', ...parameters], {
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
    throw new Error(`the private ${plan.name} did not come up: ${(error as Error).message}\n${logEnd(written)}`)
  } finally {
    closeSync(written)
  }
  // The daemon must not keep the tests' process alive.
  supervisor.unref()
  return {
    host,
    folder,
    pid: supervisor.pid!,
    async stop() {
      // A daemon that is broken may not respond. Its containers end with it.
      const limit = new AbortController()
      await Promise.race([removeContainers(host), sleep(REMOVE_LIMIT, undefined, limit)]).catch(() => undefined)
      limit.abort()
      await stop(supervisor, folder)
    },
  }
}

/**
 * The size of the file system in memory for a daemon's files, or '' for the disk. A daemon waits for the disk several times for each
 * container that it makes: a fifth of the time from its creation to its removal.
 */
function memoryForFiles(): string {
  const free = freeMemory()
  return free < MEMORY_FOR_FILES ? '' : String(Math.floor(free / 2))
}

/** In bytes: what programs can still use, the disk's cache included. */
function freeMemory(): number {
  const line = /^MemAvailable: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))
  return line ? Number(line[1]) * 1024 : 0
}

/** Waits for the first successful ping; rejects if the supervisor ends first. */
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

/** Runs one container to its end: the tests cannot use a daemon that responds but cannot start containers. */
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
    // One that was killed leaves the file system in memory mounted.
    if (supervisor.signalCode !== null) spawnSync('umount', ['-l', folder], { stdio: 'ignore' })
  }
  rmSync(folder, { recursive: true, force: true })
}

/** The last lines of the daemon's log above the level of information. */
function logEnd(log: number): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const telling = lines.filter((line) => !line.startsWith('time=') || /level=(warning|error|fatal)/.test(line))
  return (telling.length > 0 ? telling : lines).slice(-8).join('\n')
}
