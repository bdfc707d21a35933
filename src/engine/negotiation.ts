// Learns the API version once, before the first request: HEAD /_ping, then GET where a HEAD is not answered.
// One probe serves every call that waits for it; it ends when the last of them is aborted. One that fails is forgotten,
// so that the next call asks again.

import { abortError, type FairleadError } from '../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../net/abort.ts'
import type { Head } from '../wire/head.ts'
import { agreeOn } from './version.ts'

/** How long a ping may go unanswered, in ms, where no head limit is set: it asks nothing of the Engine that takes time, and every first request waits for it. */
export const PING_MS = 30_000
/** What a GET would fail with as well. */
const HOPELESS = new Set(['ERR_CONNECT', 'ERR_CONNECT_TIMEOUT', 'ERR_HEAD_TIMEOUT', 'ERR_CLOSED', 'ERR_ABORTED'])

/** Asks the Engine; see Engine. */
export interface Prober {
  /** Sends an unversioned request and resolves with the answer's head. */
  probe(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Head>
}

/** See the file's head. */
export class Negotiation {
  /** The version agreed on, once there is one. */
  version: string | undefined
  readonly #prober: Prober
  readonly #waiting = new Set<VersionWait>()
  /** Ends the probe under way. */
  #stop: AbortController | undefined

  /** @param pinned the version to speak without asking. */
  constructor(prober: Prober, pinned: string | undefined) {
    this.#prober = prober
    this.version = pinned
  }

  /**
   * Asks for the version; calls back one of the two, once and later.
   * `onFail` hears what the probe fails with, ERR_API_VERSION, or ERR_ABORTED.
   */
  ask(signal: AbortSignal | undefined, onVersion: (version: string) => void, onFail: (error: Error) => void): void {
    this.#waiting.add(new VersionWait(this, signal, onVersion, onFail))
    if (this.#stop === undefined) void this.#probe()
  }

  /** One that waited was aborted. */
  leave(wait: VersionWait): void {
    this.#waiting.delete(wait)
    if (this.#waiting.size > 0) return
    this.#stop?.abort()
    this.#stop = undefined
  }

  async #probe(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    let tell: (wait: VersionWait) => void
    try {
      const head = await this.#ping(stop.signal)
      const version = agreeOn(head.get('api-version'))
      this.version = version
      tell = (wait) => wait.agree(version)
    } catch (error) {
      tell = (wait) => wait.fail(error as Error)
    }
    for (const wait of this.#release(stop)) tell(wait)
  }

  async #ping(signal: AbortSignal): Promise<Head> {
    try {
      const head = await this.#prober.probe('HEAD', '/_ping', signal)
      if (head.status === 200) return head
    } catch (error) {
      // A refusal or a broken-off HEAD is worth a GET; an Engine that cannot be reached is not.
      if (HOPELESS.has((error as FairleadError).code)) throw error
    }
    return await this.#prober.probe('GET', '/_ping', signal)
  }

  /** Those who wait for this probe: nobody, where all had left, for later ones have a probe of their own. */
  #release(stop: AbortController): VersionWait[] {
    if (this.#stop !== stop) return []
    this.#stop = undefined
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }
}

/** One call's wait. */
class VersionWait implements Abortable {
  readonly #negotiation: Negotiation
  readonly #signal: AbortSignal | undefined
  readonly #onVersion: (version: string) => void
  readonly #onFail: (error: Error) => void

  constructor(
    negotiation: Negotiation,
    signal: AbortSignal | undefined,
    onVersion: (version: string) => void,
    onFail: (error: Error) => void,
  ) {
    this.#negotiation = negotiation
    this.#signal = signal
    this.#onVersion = onVersion
    this.#onFail = onFail
    if (signal !== undefined) watchSignal(signal, this)
  }

  agree(version: string): void {
    this.#unwatch()
    this.#onVersion(version)
  }

  fail(error: Error): void {
    this.#unwatch()
    this.#onFail(error)
  }

  abort(reason: unknown): void {
    this.#negotiation.leave(this)
    this.fail(abortError(reason))
  }

  #unwatch(): void {
    if (this.#signal !== undefined) unwatchSignal(this.#signal, this)
  }
}
