// A registry for the private Engine: Debian's docker-registry on the loopback of the Engine's network namespace, where dockerd accepts
// plain HTTP (127.0.0.0/8). The tests that need it start it, with its files in their folder. It lives as long as the pipe to its shell:
// however this process ends, the pipe closes and the registry ends.

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** The limit until it listens, in milliseconds; it takes about 100. */
const START_LIMIT = 15_000

const program = '/usr/bin/docker-registry'

/** bcrypt of {@link password}, cost 5: the only hash that the registry's htpasswd accepts. */
const hash = '$2y$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW'

/** Who may push and pull. */
export const username = 'keeper'
export const password = 'open sesame'

/** A registry that {@link startRegistry} started. */
export interface PrivateRegistry {
  /** `127.0.0.1:port`, as the Engine sees it. */
  readonly host: string
  stop(): Promise<void>
}

/** Why no registry can be started for the Engine at `host`, or undefined if it can. */
export function registryObstacle(host: string): string | undefined {
  if (!existsSync(program)) return 'no docker-registry on this machine'
  if (enginePid(host) === undefined) return 'the Engine is not in a network namespace that the tests know'
  return undefined
}

/** The process id of the private dockerd that listens on `host`, as this process sees it. */
export function enginePid(host: string): number | undefined {
  if (host === '') return undefined
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [command = '', ...rest] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      if (path.basename(command) === 'dockerd' && rest.includes(host)) return Number(entry)
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return undefined
}

const shell = `
nsenter "--net=/proc/$1/ns/net" ${program} serve "$2" 2>&1 </dev/null &
registry=$!
cat >/dev/null
kill $registry
wait $registry
`

/** Starts a registry that keeps its images in `folder`. @param port free in the Engine's namespace */
export async function startRegistry(host: string, folder: string, port: number): Promise<PrivateRegistry> {
  const address = `127.0.0.1:${port}`
  writeFileSync(path.join(folder, 'htpasswd'), `${username}:${hash}\n`)
  writeFileSync(
    path.join(folder, 'config.yml'),
    `version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: ${folder}/data }, delete: { enabled: true } }
http: { addr: "${address}", secret: not-a-secret }
auth: { htpasswd: { realm: fairlead, path: ${folder}/htpasswd } }
`,
  )
  const child = spawn('sh', ['-c', shell, 'registry', String(enginePid(host)), path.join(folder, 'config.yml')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  })
  const ended = once(child, 'exit')
  await listening(child)
  return {
    host: address,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** The log is read to the end: a process blocks if its output is not read. */
function listening(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said.includes('listening on')) return
      said += text
      if (!said.includes('listening on')) return
      clearTimeout(limit)
      resolve()
    })
    child.once('exit', () => {
      clearTimeout(limit)
      reject(new Error(`docker-registry ended:\n${said.slice(-1000)}`))
    })
  })
}
