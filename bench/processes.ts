// The bench's processes: the server, and children that report over IPC. Each child is a fresh node without the
// caller's NODE_OPTIONS or DOCKER_*, so that every client starts from the same place.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Status } from './wire/server.ts'

function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|DOCKER_)/.test(name))
  return Object.fromEntries(entries)
}

/** Starts build/`script` with IPC; its stderr is this process's. */
export function start(script: string, args: string[], execArgv: string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return fork(path, args, { execArgv, env: environment(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** The next message of a child; rejects when it ends first. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit)
      resolve(message as T)
    }
    const onExit = (code: number | null, signal: string | null) => {
      child.off('message', onMessage)
      reject(new Error(`the process ended with ${signal ?? `code ${code}`} before it reported`))
    }
    child.once('message', onMessage)
    child.once('exit', onExit)
  })
}

/** The server process. */
export interface Server {
  socketPath: string
  /** How far its newest stream is. */
  status(): Promise<Status>
  stop(): Promise<void>
}

export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const socketPath = join(folder, 'engine.sock')
  const child = start('wire/server.js', [socketPath])
  await nextMessage(child)
  return {
    socketPath,
    status() {
      const answer = nextMessage<Status>(child)
      child.send('status')
      return answer
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
