// A part's own server process: one script, started on a socket in a folder of its own, which says 'ready' when it listens and
// ends when it is disconnected.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nextMessage, start } from './processes.ts'

/** Milliseconds in which it must answer. */
const LIMIT = 10_000

export interface Served {
  socketPath: string
  child: ChildProcess
  /** Sends a message and resolves with the answer. */
  ask<T>(message: unknown): Promise<T>
  stop(): Promise<void>
}

export async function serve(script: string): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const socketPath = join(folder, 'engine.sock')
  const child = start(script, [socketPath])
  await nextMessage(child, LIMIT)
  return {
    socketPath,
    child,
    ask<T>(message: unknown) {
      const answer = nextMessage<T>(child, LIMIT)
      child.send(message as object)
      return answer
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
