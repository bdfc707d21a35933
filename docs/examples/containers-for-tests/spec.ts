// What a container for a test is made of. Everything but the image may be left out.

import type { Condition } from 'fairlead/containers'

export interface ContainerSpec {
  image: string
  name?: string
  command?: string[]
  entrypoint?: string[]
  env?: Record<string, string>
  labels?: Record<string, string>
  user?: string
  workingDir?: string
  /** TCP ports to publish, each on a free port of the Engine's host. */
  ports?: number[]
  /** Copied in before the start, as `docker cp` does. */
  files?: { from: string; to: string }[]
  binds?: { from: string; to: string; mode?: 'ro' | 'rw' }[]
  /** Path to mount options: `{ '/var/cache': 'size=10m' }`. */
  tmpfs?: Record<string, string>
  network?: { name: string; aliases?: string[] }
  memoryBytes?: number
  privileged?: boolean
  /** In place of the image's own: a shell line or a command, every second unless `everyMs` says otherwise. */
  healthCheck?: { test: string | string[]; everyMs?: number; retries?: number }
  /** When it counts as started: a condition of fairlead/containers. Default: something listens on each of `ports`. */
  ready?: Condition
  /** The most ms from the start to `ready`. Default 60,000. */
  startTimeout?: number
  /** When the image is pulled. Default 'missing'. */
  pull?: 'missing' | 'always' | 'never'
  /** Called with each line of the log, from the beginning. */
  onLine?: (text: string, stream: 'stdout' | 'stderr') => void
}
