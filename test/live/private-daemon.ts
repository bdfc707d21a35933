// A container daemon of the tests' own, seen by nothing else: in its own network, mount and process namespaces, with
// every file of it under one temporary folder. Linux and root only. What differs between daemons is in private-engine.ts
// and private-podman.ts.
// It lives as long as the pipe to its supervisor: however this process ends, the pipe closes and the daemon goes.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBusybox, imageName, provideImage } from './busybox-image.ts'
import { call, callJson } from './call.ts'

/** Milliseconds for the daemon to answer its first ping; dockerd takes about 1,000 on a quiet machine. */
const START_LIMIT = 30_000
/** Milliseconds from the closed pipe to the supervisor's end: dockerd's own patience with containers is 15,000. */
const STOP_LIMIT = 30_000
/** A unix socket's path has 108 bytes (unix(7)); containerd's adds about 40 to the folder's. */
const FOLDER_LENGTH_LIMIT = 60

/** What is particular to one daemon. */
export interface DaemonPlan {
  /** In the folder's name and in messages. */
  name: string
  /** Starts the daemon in the background of a shell: `$1` is its folder, `$2` the folder's name; it listens on `$1/engine.sock`. */
  command: string
  /** Folders that it writes to whatever its options say: covered with empty ones. */
  covered: readonly string[]
  /** Its control groups, as a `find -path` pattern; NAME is the folder's name. What lay there before stays. */
  cgroups: string
}

/** A daemon that {@link startDaemon} started. */
export interface PrivateEngine {
  /** `unix://…` */
  readonly host: string
  /** The folder that holds all of it; gone after {@link stop}. */
  readonly folder: string
  /** The supervisor's process id; ends when the daemon is gone. */
  readonly pid: number
  /** Removes its containers, ends it and waits until its processes, mounts, control groups and files are gone. */
  stop(): Promise<void>
}

// Inside the namespaces, as process 1: when this ends, the kernel ends all that is left in them.
const inside = `
exec 3<&0 </dev/null
for covered in $3; do
  [ -d $covered ] && mount -t tmpfs -o mode=755 tmpfs $covered
done
ip link set lo up || busybox ip link set lo up
{ eval "exec $4"; } 3<&- &
daemon=$!
{ cat <&3 >/dev/null; kill -TERM $daemon; sleep 20; kill -KILL $daemon; } &
wait $daemon
`

// Outside: makes the folders to cover where the machine lacks them, and clears up when the inside has ended.
const outside = `
groups="$6"
groups() { find /sys/fs/cgroup -depth -type d -path "$groups"; }
made=
for covered in $3; do
  [ -d $covered ] || { mkdir -p $covered && made="$made $covered"; }
done
before=$(groups)
unshare --net --mount --pid --fork --kill-child --mount-proc sh -c "$5" inside "$1" "$2" "$3" "$4"
for folder in $made; do rmdir $folder; done
for try in 1 2 3 4 5; do
  left=$(groups | grep -vxF "\${before:-/}")
  [ -z "$left" ] && break
  rmdir $left || sleep 0.2
done
rm -rf "$1"
`

export const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`

export function onPath(name: string): boolean {
  return searchPath.split(':').some((folder) => folder !== '' && existsSync(path.join(folder, name)))
}

/** Why no private daemon can be started here, or undefined when one can be tried. */
export function privateDaemonObstacle(...programs: string[]): string | undefined {
  if (process.platform !== 'linux') return 'a private Engine needs Linux'
  const missing = programs.find((program) => !onPath(program))
  if (missing !== undefined) return `no ${missing} on PATH`
  if (process.getuid?.() !== 0) return 'not root, which a private Engine needs'
  if (!onPath('unshare')) return 'no unshare (util-linux) on PATH'
  const busybox = findBusybox()
  return 'reason' in busybox ? busybox.reason : undefined
}

/** Starts one and gives it the image. Rejects with the reason, and the end of its log, when it does not come up. */
export async function startDaemon(plan: DaemonPlan): Promise<PrivateEngine> {
  const parent = os.tmpdir().length > FOLDER_LENGTH_LIMIT ? '/tmp' : os.tmpdir()
  const folder = mkdtempSync(path.join(parent, `fairlead-${plan.name}-`))
  const host = `unix://${folder}/engine.sock`
  const log = openSync(`${folder}/log`, 'a')
  // The supervisor removes the folder when it ends; what was open before can still be read.
  const written = openSync(`${folder}/log`, 'r')
  const name = path.basename(folder)
  const groups = plan.cgroups.replace('NAME', name)
  const parameters = [folder, name, plan.covered.join(' '), plan.command, inside, groups]
  // A session of its own: a terminal's Ctrl-C goes to the tests, which then stop the daemon in order.
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
  // The daemon alone must not keep the tests' process alive.
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

/** Runs one container to its end: a daemon that answers but cannot start containers is not one for the tests. */
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

/** The last lines of the daemon's log that are not mere information: they say what a reader needs. */
function logEnd(log: number): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const telling = lines.filter((line) => !line.startsWith('time=') || /level=(warning|error|fatal)/.test(line))
  return (telling.length > 0 ? telling : lines).slice(-8).join('\n')
}
