// A hijacked connection joined to a process's streams until either side is done (moby daemon/stream/attach.go). The
// client's half-close ends the process's stdin where that is wanted, and otherwise ends the client's share of the output.

import { DetachKeys } from './detach-keys.ts'
import type { Hijack } from './hijack.ts'
import type { StdinQueue } from './stdin-queue.ts'
import type { Stdio } from './stdio.ts'

export interface CopyOptions {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly framed: boolean
  /** Whether the process has a terminal: then detach keys count, and a half-close never reaches it. */
  readonly tty: boolean
  /** Whether the client's half-close ends the process's stdin. */
  readonly closeStdin: boolean
  /** Bytes that detach. */
  readonly keys: Uint8Array
  /** Written before what the process writes from now on. */
  readonly before?: () => Promise<void>
  /** Fulfilled when the process ends: that ends a share of its stdin alone. */
  readonly processEnd: Promise<unknown>
}

/** Fulfilled with whether the client asked to be detached by its keys. */
export async function copyStreams(hijack: Hijack, stdio: Stdio, options: CopyOptions): Promise<boolean> {
  const { stdin, stdout, stderr, framed, tty, closeStdin, keys } = options
  const attachment = stdio.attach({ stdout, stderr, framed })
  const target = stdio.stdin
  let detached = false
  const left = hijack.gone.then(() => attachment.end())
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
  } else if (fed) await Promise.race([fed, options.processEnd, left])
  stdio.detach(attachment)
  return detached
}

/** Copies input until its end; true where it ended with the detach keys. */
async function feed(input: StdinQueue, target: StdinQueue, keys: DetachKeys | undefined): Promise<boolean> {
  for await (const piece of input) {
    target.push(keys ? keys.pass(piece) : piece)
    if (keys?.complete) return true
    await target.room()
  }
  if (keys) target.push(keys.rest())
  return false
}
