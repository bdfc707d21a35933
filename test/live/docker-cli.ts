// The docker program of this machine, in the test's own environment.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Why the docker program cannot be used, or false: for a test's `skip`. */
export function withoutDockerCli(): string | false {
  const { error, status } = spawnSync('docker', ['--version'])
  return error !== undefined || status !== 0 ? 'no docker program on PATH to compare with' : false
}

/** How a run of it ended. */
export interface Run {
  status: number
  stdout: string
  stderr: string
}

/** The test's own variables; only PATH is passed on from this process. */
export type Variables = Readonly<Record<string, string>>

/** Runs `docker` to its end. */
export async function docker(env: Variables, ...args: string[]): Promise<Run> {
  const child = spawn('docker', args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: (status as number | null) ?? -1, stdout, stderr }
}

/** As {@link docker}, but throws if it fails. */
export async function dockerDone(env: Variables, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await docker(env, ...args)
  if (status !== 0) throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${status} ${stderr}`)
  return stdout
}
