// A part's server process: one script, on a socket in a new folder. It reports 'ready' when it listens, and ends when it is
// disconnected.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Status } from './log-stream/server.ts'
import { nextMessage, start } from './processes.ts'

/** Milliseconds in which it must respond. */
const LIMIT = 10_000

export interface Served {
  socketPath: string
  child: ChildProcess
  /** Sends a message and resolves with the response. */
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

/** The server of log streams. */
export interface LogServer extends Served {
  /** How far its newest stream is. */
  status(): Promise<Status>
}

export async function serveLogs(): Promise<LogServer> {
  const served = await serve('log-stream/server.js')
  return { ...served, status: () => served.ask<Status>('status') }
}
