// Learns the API version once, before the first request: HEAD /_ping, then GET where a HEAD is not answered.
// One probe serves every call that waits for it; it ends when the last of them is aborted. One that fails is forgotten,
// so that the next call asks again. Afterwards every answer's Api-Version is compared with what the last one said, and
// a refusal of the version is heard: the Engine may have been replaced by an older or a newer one.

import { abortError, EngineError, type FairleadError } from '../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../net/abort.ts'
import type { Head } from '../wire/head.ts'
import { agreeOn, isKnownVersion, NEWEST_API_VERSION, olderVersion, readVersion, versionOffered } from './version.ts'

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
  readonly #isPinned: boolean
  /** The Api-Version field as the Engine last said it. */
  #said: string | undefined
  /** The head that was heard last. */
  #heard: Head | undefined
  readonly #waiting = new Set<VersionWait>()
  /** Ends the probe under way. */
  #stop: AbortController | undefined

  /** @param pinned the version to speak without asking. */
  constructor(prober: Prober, pinned: string | undefined) {
    this.#prober = prober
    this.#isPinned = pinned !== undefined
    this.version = pinned
  }

  /** An answer came to a request made in version `spoken`: learns from it, and gives the version that it was answered in. */
  hear(head: Head, spoken: string): string {
    if (this.#isPinned) return spoken
    // Most heads are the same one as before, see wire/recent-heads.ts: nothing new.
    if (head === this.#heard && this.version === spoken) return spoken
    this.#heard = head
    const said = head.get('api-version')
    if (said !== this.#said || this.version === undefined) this.#learn(said, head.status, spoken)
    const { version } = this
    // Podman answers a version that is newer than its own, in its own.
    return version === undefined || version === spoken ? spoken : olderVersion(version, spoken)
  }

  /** The Engine refused `spoken` in these words (a HEAD has none): the version to say it again in, undefined where there is no better one. */
  correct(spoken: string, words: string): string | undefined {
    const { version } = this
    if (this.#isPinned) return undefined
    // The refusal's own Api-Version, or the answer to another request, told already.
    if (version !== undefined && version !== spoken) return version
    const offered = versionOffered(words)
    if (offered === undefined || offered === spoken || !isKnownVersion(offered)) return undefined
    this.version = offered
    return offered
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

  #learn(said: string | undefined, status: number, spoken: string): void {
    const theirs = said === undefined ? undefined : readVersion(said)
    if (theirs !== undefined) {
      this.#said = said
      const version = olderVersion(theirs, NEWEST_API_VERSION)
      // One that is too old for fairlead is for the next request's ping to tell.
      this.version = isKnownVersion(version) ? version : undefined
    } else if (status < 400) {
      // It said nothing (a proxy may strip fields), but it took the version.
      this.version ??= spoken
    }
  }

  async #probe(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    let tell: (wait: VersionWait) => void
    try {
      const said = await this.#ping(stop.signal)
      const version = agreeOn(said)
      this.#said = said
      this.version = version
      tell = (wait) => wait.agree(version)
    } catch (error) {
      tell = (wait) => wait.fail(error as Error)
    }
    for (const wait of this.#release(stop)) tell(wait)
  }

  /** What the Engine says of itself; undefined where it says nothing, or a proxy keeps the ping from it. */
  async #ping(signal: AbortSignal): Promise<string | undefined> {
    try {
      const head = await this.#prober.probe('HEAD', '/_ping', signal)
      if (head.status === 200) return head.get('api-version')
    } catch (error) {
      // A refusal or a broken-off HEAD is worth a GET; an Engine that cannot be reached is not.
      if (HOPELESS.has((error as FairleadError).code)) throw error
    }
    try {
      return (await this.#prober.probe('GET', '/_ping', signal)).get('api-version')
    } catch (error) {
      // Refused as such: what is really asked for may still be allowed, and its answer tells the version.
      if (error instanceof EngineError && error.status >= 400 && error.status < 500) return undefined
      throw error
    }
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
