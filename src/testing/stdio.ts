// The standard streams of a container or an exec (moby daemon/stream.Config): what its process writes goes to the log,
// where there is one, and to every attached client; what clients send goes to stdin. Outlives the container's runs.

import { Attachment, type AttachmentOptions } from './attachment.ts'
import type { Clock } from './clock.ts'
import { Copier } from './copier.ts'
import type { RecordLog } from './record-log.ts'
import { StdinQueue } from './stdin-queue.ts'

/** What an attached client may be behind before the process's writes wait (moby pkg/ioutils blockThreshold). */
export const ATTACHED_AHEAD_BYTES = 1_000_000

export class Stdio {
  readonly log: RecordLog | undefined
  stdin = new StdinQueue()
  readonly #openStdin: boolean
  readonly #copiers: readonly Copier[]
  readonly #attached = new Set<Attachment>()
  #waiting: (() => void)[] = []

  /** An exec has no log; `kinds` are those of the frames that the process can write. */
  constructor(openStdin: boolean, kinds: readonly number[], log?: RecordLog, clock?: Clock) {
    this.log = log
    this.#openStdin = openStdin
    this.#copiers = log && clock ? kinds.map((kind) => new Copier(kind, log, clock)) : []
    if (!openStdin) this.stdin.end()
  }

  attach(options: AttachmentOptions): Attachment {
    const attachment = new Attachment(options)
    attachment.onTaken = () => this.#progress()
    this.#attached.add(attachment)
    return attachment
  }

  detach(attachment: Attachment): void {
    attachment.end()
    this.#attached.delete(attachment)
    this.#progress()
  }

  /** Copies `bytes` to wherever they go. */
  write(kind: number, bytes: Uint8Array): void {
    if (this.log) {
      this.#copiers[kind - 1]!.push(bytes)
      this.log.wake()
    }
    for (const attachment of this.#attached) attachment.push(kind, bytes)
  }

  /** Whether somebody who reads along has fallen too far behind. */
  get ahead(): boolean {
    return this.log?.ahead === true || this.#attachedAhead
  }

  get #attachedAhead(): boolean {
    for (const attachment of this.#attached) if (attachment.pending > ATTACHED_AHEAD_BYTES) return true
    return false
  }

  /** Fulfilled when those who were behind have moved, or by `endRun`. */
  async caughtUp(): Promise<void> {
    if (this.log?.ahead) await this.log.caughtUp()
    if (this.#attachedAhead) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #progress(): void {
    if (this.#waiting.length > 0 && !this.#attachedAhead) this.#release()
  }

  #release(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  /** The process has ended: its last line is recorded, its clients are let go, its next run gets a new input. */
  endRun(): void {
    for (const copier of this.#copiers) copier.end()
    this.stdin.end()
    if (this.#openStdin) this.stdin = new StdinQueue()
    for (const attachment of this.#attached) attachment.end()
    this.#attached.clear()
    this.log?.release()
    this.#release()
  }
}
