// Copies between a hijacked connection and a process's streams until either side ends (moby daemon/stream/attach.go). The client's
// half-close ends the process's stdin if `closeStdin` is set, else it ends the client's output.

import { DetachKeys } from '../base/detach-keys.ts'
import type { StdinQueue } from '../base/stdin-queue.ts'
import type { Stdio } from '../daemon/stdio.ts'
import type { Hijack } from '../http/hijack.ts'

/** Which streams to copy, and how. */
export interface CopyOptions {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly framed: boolean
  /** Whether the process has a terminal. Then the detach keys apply, and a half-close does not end its stdin. */
  readonly tty: boolean
  /** Whether the client's half-close ends the process's stdin. */
  readonly closeStdin: boolean
  /** The detach keys. */
  readonly keys: Uint8Array
  /** Called after the attachment was made and before its output is sent. */
  readonly before?: () => Promise<void>
  /** Fulfills when the process ends. It ends a copy of stdin alone. */
  readonly processEnd: Promise<unknown>
}

/** Copies until the end. Fulfills with whether the client has detached by its keys. */
export async function copyStreams(hijack: Hijack, stdio: Stdio, options: CopyOptions): Promise<boolean> {
  const { stdin, stdout, stderr, framed, tty, closeStdin, keys } = options
  const attachment = stdio.attach({ stdout, stderr, framed })
  const target = stdio.stdin
  let detached = false
  const disconnected = hijack.disconnected.then(() => attachment.end())
  const feeding = stdin ? feed(hijack.input, target, tty ? new DetachKeys(keys) : undefined) : undefined
  const fed = feeding?.then((escaped) => {
    detached = escaped
    if (closeStdin && !tty) target.end()
    else attachment.end()
  })
  await options.before?.()
  if (stdout || stderr) {
    await attachment.pump(hijack)
    hijack.input.end()
  } else if (fed) await Promise.race([fed, options.processEnd, disconnected])
  stdio.detach(attachment)
  return detached
}

/** Copies input until its end. True if it ended with the detach keys. */
async function feed(input: StdinQueue, target: StdinQueue, keys: DetachKeys | undefined): Promise<boolean> {
  for await (const chunk of input) {
    target.push(keys ? keys.pass(chunk) : chunk)
    if (keys?.complete) return true
    await target.waitForRoom()
  }
  if (keys) target.push(keys.rest())
  return false
}
