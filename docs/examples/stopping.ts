// How these programs end early: on SIGINT, SIGTERM or SIGHUP, and when their output is closed, as in
// `node pull.js busybox | head -1`. They stop, clean up, and end. A second signal ends them at once.

import { FairleadError } from 'fairlead'

/** Aborts when the program must end. */
export interface Stopping {
  readonly signal: AbortSignal
  /** True if stdout is closed. */
  readonly outputGone: boolean
}

export function watchForEnd(): Stopping {
  const controller = new AbortController()
  let outputGone = false
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => controller.abort())
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // EIO: the terminal was closed.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    outputGone = true
    controller.abort()
  })
  return {
    signal: controller.signal,
    get outputGone() {
      return outputGone
    },
  }
}

/** Prints the error and sets the exit status. Prints nothing if the output is closed, which is no error. */
export function report(error: unknown, { outputGone }: Stopping): void {
  if (outputGone) return
  process.exitCode = 1
  if (!(error instanceof FairleadError)) return console.error(String(error))
  const { code, message, cause } = error
  const reason = cause instanceof Error && !message.includes(cause.message) ? `: ${cause.message}` : ''
  console.error(`${code}: ${message}${reason}`)
}
