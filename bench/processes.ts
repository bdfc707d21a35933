// The bench's processes: children that report over IPC. Each child is a fresh node without the
// caller's NODE_OPTIONS or DOCKER_*, so that every client has the same environment.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** This process's variables without the caller's settings of Node and Docker. */
export function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|DOCKER_)/.test(name))
  return Object.fromEntries(entries)
}

/** Starts build/`script` with IPC, on this runtime or that of `execPath`; its stderr is this process's. */
export function start(
  script: string,
  args: string[],
  execArgv: string[] = [],
  execPath = process.execPath,
): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return fork(path, args, { execPath, execArgv, env: environment(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** Peak resident set of this process, bytes; where the runtime does not say, what it is now. */
export function peakMemory(): number {
  const { maxRSS } = process.resourceUsage?.() ?? { maxRSS: 0 }
  return maxRSS > 0 ? maxRSS * 1024 : process.memoryUsage().rss
}

/** The next message of a child. Rejects if it ends first. A child without a message for `limit` ms is killed. */
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

/** Shows the progress, on a terminal only; '' clears the line. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** Runs a part's main. A mistake in the arguments is reported in one line. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`)
    process.exit(1)
  }
}
