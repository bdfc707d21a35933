// The bench's processes: the server, and children that report over IPC. Each child is a fresh node without the
// caller's NODE_OPTIONS or DOCKER_*, so that every client starts from the same place.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Status } from './wire/server.ts'

/** This process's variables without the caller's settings of Node and Docker. */
export function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|DOCKER_)/.test(name))
  return Object.fromEntries(entries)
}

/** Milliseconds in which the server must answer. */
const SERVER_LIMIT = 10_000

/** Starts build/`script` with IPC; its stderr is this process's. */
export function start(script: string, args: string[], execArgv: string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return fork(path, args, { execArgv, env: environment(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** The next message of a child; rejects when it ends first. One that says nothing for `limit` ms is killed. */
export function nextMessage<T>(child: ChildProcess, limit: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limit)
    const settle = () => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
    }
    const onMessage = (message: unknown) => {
      settle()
      resolve(message as T)
    }
    const onExit = (code: number | null, signal: string | null) => {
      settle()
      const killed = child.killed ? ` (it said nothing for ${limit / 1000} s)` : ''
      reject(new Error(`the process ended with ${signal ?? `code ${code}`} before it reported${killed}`))
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}

/** Where it stands, on a terminal alone; '' clears the line. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** Runs a bench's main; a mistake in the arguments is told in one line. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`)
    process.exit(1)
  }
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
  await nextMessage(child, SERVER_LIMIT)
  return {
    socketPath,
    status() {
      const answer = nextMessage<Status>(child, SERVER_LIMIT)
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
