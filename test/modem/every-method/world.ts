// What the steps of the every-method program find: an Engine of their own, a registry in its network, a folder.

import type { Docker } from '../peers.ts'
import type { Teller } from './tell.ts'

/** See the file's head. */
export interface World {
  docker: Docker
  tell: Teller
  /** Of the Engine, for what dockerode cannot do. */
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
