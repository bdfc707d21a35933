// biome-ignore-all lint/suspicious/noExplicitAny: neither package has types
// dockerode and docker-modem as the bench has them: dev dependencies of a manifest of its own. Untyped, as their packages are.

import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from '../support/root.ts'

export type Docker = any
type DockerClass = new (options?: object) => Docker

/** What the bench's manifest installs. */
export interface Peers {
  Docker: DockerClass
  /** docker-modem's class. */
  Modem: new (
    options?: object,
  ) => any
  /** dockerode's classes by their files' names. */
  classes: Record<string, { prototype: object; name?: string }>
  skip: false
}

const CLASSES = [
  'docker',
  'container',
  'image',
  'exec',
  'network',
  'volume',
  'service',
  'task',
  'node',
  'plugin',
  'secret',
  'config',
]

const HOW = 'npm ci --prefix bench --ignore-scripts'

/** The peers, or why they are not there; an error where FAIRLEAD_REQUIRE_LIVE asks for them. */
export function loadPeers(): Peers | { skip: string } {
  const load = createRequire(path.join(root, 'bench', 'package.json'))
  try {
    const classes = Object.fromEntries(CLASSES.map((name) => [name, load(`dockerode/lib/${name}`)]))
    return { Docker: load('dockerode'), Modem: load('docker-modem'), classes, skip: false }
  } catch (error) {
    if (process.env.FAIRLEAD_REQUIRE_LIVE === '1') throw new Error(`dockerode is required: ${HOW}`, { cause: error })
    return { skip: `dockerode is not installed: ${HOW}` }
  }
}
