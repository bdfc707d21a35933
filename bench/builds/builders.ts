// Who builds, each in a process of its own that the kernel accounts for: fairlead in Node, and the docker CLI with BuildKit.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Cost, runProgram } from '../external.ts'
import { environment } from '../processes.ts'
import type { BuildTask } from './task.ts'

export interface Builder {
  name: string
  build(task: BuildTask): Promise<Cost>
}

const child = fileURLToPath(new URL('child.js', import.meta.url))

export const fairlead: Builder = {
  name: 'fairlead',
  build: (task) => runProgram([process.execPath, child, JSON.stringify(task)], environment()),
}

/** The docker CLI, or why there is none that builds with BuildKit. @param config an empty folder for its configuration */
export function dockerCli(config: string): (Builder & { version: string }) | string {
  const env = { ...environment(), DOCKER_BUILDKIT: '1', DOCKER_CONFIG: config }
  const found = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'docker'))
  // A newer one needs a plugin for it, which is not everywhere.
  const program = found.find(
    (file) => existsSync(file) && spawnSync(file, ['build', '--help'], { env, stdio: 'ignore' }).status === 0,
  )
  if (program === undefined) return 'no docker here that builds with BuildKit (docker.io)'
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.replace(
    /^Docker version ([^,]+).*/s,
    '$1',
  )
  return {
    name: 'docker CLI',
    version,
    build: ({ host, folder, dockerfile }) => {
      const docker = [program, '-H', host]
      const build = ['build', '--progress=plain', '-f', join(folder, dockerfile ?? ''), folder]
      return runProgram([...docker, ...(dockerfile === undefined ? ['version'] : build)], env)
    },
  }
}
