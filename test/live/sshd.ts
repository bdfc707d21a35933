// A private sshd for the tests on the loopback, and an `ssh` first on PATH that is configured for it. Keys, configuration and known hosts
// are under one temporary folder; the user's are neither read nor written. Linux and root only.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import test from 'node:test'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { onPath, searchPath } from './private-daemon.ts'

/** The docker program of Debian's docker.io; another one may precede it on PATH. */
const DOCKER_FOLDER = '/usr/bin'

/** A running sshd. Hosts that `ssh` knows: `box`, and those that fail: `badkey`, `stranger`, `bare` (without a docker), `closed`. */
export interface Sshd {
  /** The host name of every ssh that was started. */
  pids(): number[]
  /** The pids that still run. */
  running(): number[]
  /** Where its files are: `good`, a key that logs in, and `known`, its host key as a file of known hosts. */
  readonly folder: string
  /** The environment for a child that uses this ssh. */
  readonly env: NodeJS.ProcessEnv
}

/** Why no sshd can be started here, or false. */
export function sshdObstacle(): string | false {
  if (process.platform !== 'linux') return 'an sshd of its own needs Linux'
  if (process.getuid?.() !== 0) return 'not root, which an sshd of its own needs'
  const missing = ['sshd', 'ssh', 'ssh-keygen', 'unshare'].find((program) => !onPath(program))
  if (missing !== undefined) return `no ${missing} on PATH`
  return existsSync(path.join(DOCKER_FOLDER, 'docker')) ? false : `no docker in ${DOCKER_FOLDER}`
}

/** Starts an sshd for the calling file; it ends after the file's last test. */
export async function startSshd(): Promise<Sshd> {
  const folder = tempDir({ after: (remove) => test.after(remove as () => void) })
  for (const key of ['host', 'good', 'bare', 'bad'])
    run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', `${folder}/${key}`)
  const port = await freePort()
  const closed = await freePort()
  const publicKey = (key: string) => readFileSync(`${folder}/${key}.pub`, 'utf8').trim()
  // An own HOME: a login shell reads its files at each connection, and this machine's may change PATH and take seconds.
  mkdirSync(`${folder}/home`)
  const withPath = (value: string, key: string) =>
    `environment="PATH=${value}",environment="HOME=${folder}/home" ${publicKey(key)}\n`
  write('authorized', withPath(`${DOCKER_FOLDER}:/bin`, 'good') + withPath('/nonexistent', 'bare'))
  write('known', `[127.0.0.1]:${port} ${publicKey('host')}\n`)
  write('unknown', '')
  write(
    'sshd_config',
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${folder}/host`,
      `AuthorizedKeysFile ${folder}/authorized`,
      'PidFile none',
      'StrictModes no',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      'PermitUserEnvironment yes',
      'MaxStartups 100',
      // Without PAM, an account that is locked for passwords is locked for keys too.
      `UsePAM ${/^root:!/m.test(readFileSync('/etc/shadow', 'utf8')) ? 'yes' : 'no'}`,
    ].join('\n'),
  )
  const host = (name: string, key: string, known = 'known', to = port) =>
    `Host ${name}\n  Port ${to}\n  IdentityFile ${folder}/${key}\n  UserKnownHostsFile ${folder}/${known}\n`
  write(
    'ssh_config',
    [
      host('box', 'good'),
      host('badkey', 'bad'),
      host('stranger', 'good', 'unknown'),
      host('bare', 'bare'),
      host('closed', 'good', 'known', closed),
      'Host *\n  HostName 127.0.0.1\n  User root\n  IdentitiesOnly yes\n  IdentityAgent none\n  StrictHostKeyChecking yes\n',
      '  GlobalKnownHostsFile /dev/null\n',
    ].join(''),
  )
  const real = searchPath
    .split(':')
    .map((place) => path.join(place, 'ssh'))
    .find((file) => existsSync(file))
  write('ssh', `#!/bin/sh\necho $$ >>"${folder}/pids"\nexec ${real} -F "${folder}/ssh_config" "$@"\n`)
  chmodSync(`${folder}/ssh`, 0o755)

  // sshd requires /run/sshd. Its own mount namespace has one, so that the machine is not changed.
  const script = `mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$(command -v sshd)" -D -e -f "$1"`
  const daemon = spawn('unshare', ['--mount', 'sh', '-c', script, 'sshd', `${folder}/sshd_config`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: searchPath },
  })
  let log = ''
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const before = process.env.PATH
  test.after(async () => {
    process.env.PATH = before
    if (daemon.exitCode !== null) return
    const ended = once(daemon, 'exit')
    daemon.kill('SIGTERM')
    await ended
  })
  await eventually(
    () => {
      if (daemon.exitCode !== null) throw new Error(`sshd ended: ${log}`)
      assertIncludes(log, 'Server listening')
    },
    { within: 10_000 },
  )
  process.env.PATH = `${folder}:${before}`
  const pids = () =>
    existsSync(`${folder}/pids`) ? readFileSync(`${folder}/pids`, 'utf8').trim().split('\n').map(Number) : []
  return { folder, pids, running: () => pids().filter((pid) => existsSync(`/proc/${pid}`)), env: { ...process.env } }

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 })
  }
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

function assertIncludes(text: string, part: string): void {
  if (!text.includes(part)) throw new Error(`no '${part}' in: ${text}`)
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  await once(server.close(), 'close')
  return port
}
