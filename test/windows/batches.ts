// Which test files run on Windows, in one process each batch. Left out: what needs unix sockets, a POSIX shell, openssl or a real Engine.

import { readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/root.ts'

/** Test files that run in one process. */
export interface Batch {
  name: string
  files: readonly string[]
  /** Needs message-pipe.c. */
  pipe?: boolean
}

/** Every run. */
export const BATCHES: readonly Batch[] = [
  {
    name: "a pipe in message mode, as Docker's, a busy pipe, and Windows's places",
    files: ['windows/half-close.test.js', 'windows/places.test.js'],
    pipe: true,
  },
  {
    name: 'the endpoint: hosts, contexts, folders, variables',
    files: [
      'endpoint/parse.test.js',
      'endpoint/headers.test.js',
      'endpoint/proxy.test.js',
      'endpoint/resolve.test.js',
      'endpoint/resolve-refused.test.js',
    ],
  },
  {
    name: 'connections over named pipes',
    files: [
      'net/connection.test.js',
      'net/pool.test.js',
      'net/reads.test.js',
      'net/stale.test.js',
      'net/socket/onread.test.js',
      'net/trace/channels.test.js',
      'testing/engine.test.js',
    ],
  },
]

/** With FAIRLEAD_SOAK as well: the contract, and what uses nothing of the system. */
export const LONG: readonly Batch[] = [
  { name: 'the contract over a named pipe and TCP', files: ['testing/contract.test.js', 'net/base/abort.test.js'] },
  ...['wire', 'stream'].map((room) => ({
    name: `${room}/`,
    files: readdirSync(path.join(root, 'build/test', room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.js'))
      .map((file) => `${room}/${file}`),
  })),
]
