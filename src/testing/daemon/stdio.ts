// The standard streams of a container or an exec (moby daemon/stream.Config). Output of the process goes to the log, if it has one,
// and to every attached client. Input of the clients goes to stdin. A container keeps its streams over all its runs.

import type { Clock } from '../base/clock.ts'
import { StdinQueue } from '../base/stdin-queue.ts'
import { Attachment, type AttachmentOptions } from './attachment.ts'
import { Copier } from './copier.ts'
import type { RecordLog } from './record-log.ts'

/** How many bytes an attached client may be behind before the process's writes wait (moby pkg/ioutils blockThreshold). */
export const ATTACHED_AHEAD_BYTES = 1_000_000

/** The standard streams of one container or exec. */
export class Stdio {
  readonly log: RecordLog | undefined
  stdin = new StdinQueue()
  readonly #openStdin: boolean
  readonly #copiers: readonly Copier[]
  readonly #attached = new Set<Attachment>()
  #waiting: (() => void)[] = []

  /** `kinds` are the kinds of frames that the process can write. An exec has no log. */
  constructor(openStdin: boolean, kinds: readonly number[], log?: RecordLog, clock?: Clock) {
    this.log = log
    this.#openStdin = openStdin
    this.#copiers = log && clock ? kinds.map((kind) => new Copier(kind, log, clock)) : []
    if (!openStdin) this.stdin.end()
  }

  /** Attaches a client to the output from now on. */
  attach(options: AttachmentOptions): Attachment {
    const attachment = new Attachment(options)
    attachment.onProgress = () => this.#progress()
    this.#attached.add(attachment)
    return attachment
  }

  /** Ends an attachment. */
  detach(attachment: Attachment): void {
    attachment.end()
    this.#attached.delete(attachment)
    this.#progress()
  }

  /** Copies output of the process to the log and to the attached clients. */
  write(kind: number, bytes: Uint8Array): void {
    if (this.log) {
      this.#copiers[kind - 1]!.push(bytes)
      this.log.wake()
    }
    for (const attachment of this.#attached) attachment.push(kind, bytes)
  }

  /** Whether a follower of the log or an attached client is too far behind. */
  get ahead(): boolean {
    return this.log?.ahead === true || this.#attachedAhead
  }

  get #attachedAhead(): boolean {
    for (const attachment of this.#attached) if (attachment.pending > ATTACHED_AHEAD_BYTES) return true
    return false
  }

  /** Fulfills when the readers that were too far behind have advanced, or by `endRun`. */
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

  /** The process has ended: records its last line, ends its attachments, and creates a new stdin for the next run. */
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
