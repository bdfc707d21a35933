// The surroundings of the every-method steps: a private Engine, a registry in its network, a folder.

import type { Docker } from '../peers.ts'
import type { Teller } from './recorder.ts'

/** The surroundings of a step. */
export interface World {
  docker: Docker
  recorder: Teller
  /** A client of the Engine, for what dockerode cannot do. */
  host: string
  /** `127.0.0.1:port` */
  registry: string
  /** The registry's user and password. */
  auth: { username: string; password: string; serveraddress: string }
  /** A folder on this machine with a `Dockerfile` in it. */
  folder: string
}

/** The image that every step uses. */
export const IMAGE = 'busybox:latest'
