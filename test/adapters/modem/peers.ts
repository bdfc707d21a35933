// biome-ignore-all lint/suspicious/noExplicitAny: neither package has types
// dockerode and docker-modem from the bench, whose manifest installs them. Untyped, since these packages have no types.

import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from '../../support/root.ts'

export type Docker = any
type DockerClass = new (options?: object) => Docker

/** The packages of the bench's manifest. */
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

/** The peers, or the reason why they are missing; an error if FAIRLEAD_REQUIRE_LIVE requires them. */
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
