// Learns the API version once, before the first request: by HEAD /_ping, then by GET if the HEAD fails.
// One probe serves every call that waits for it; it ends when the last of them is aborted. A failed probe is forgotten, so the
// next call probes again. Afterwards, every response's Api-Version is compared with the last one, and a rejected version is
// corrected: the Engine may have been replaced by an older or a newer one.

import { type Endpoint, formatEndpoint } from '../../endpoint/parse.ts'
import { abortError, EngineError, type FairleadError } from '../../error.ts'
import { type Abortable, unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import type { Head } from '../../wire/head.ts'
import {
  agreeOn,
  isKnownVersion,
  NEWEST_API_VERSION,
  olderVersion,
  readVersion,
  versionOffered,
} from '../api-version/api-version.ts'

/** How long a ping may wait for its response, in ms, when no head limit is set: the Engine has no work to do for it, and every first request waits for it. */
export const PING_MS = 30_000
/** Errors that a GET would fail with as well. */
const HOPELESS = new Set(['ERR_CONNECT', 'ERR_CONNECT_TIMEOUT', 'ERR_HEAD_TIMEOUT', 'ERR_CLOSED', 'ERR_ABORTED'])
/** The most endpoints whose version is remembered. */
export const REMEMBERED_ENDPOINTS = 256

/** Per endpoint, the version last agreed on in this process, for engines with `negotiation: 'optimistic'`. */
export const lastVersions = new Map<string, string>()

/** Sends pings to the Engine. */
export interface Prober {
  /** Sends a request without a version and resolves with the response's head. */
  probe(method: 'HEAD' | 'GET', path: string, signal: AbortSignal): Promise<Head>
}

/** The API version of one Engine: asks for it, and follows it as responses arrive. */
export class Negotiation {
  /** The version agreed on; undefined until then. */
  version: string | undefined
  /** Whether the Engine's responses say that it is Podman. */
  isPodman = false
  readonly #prober: Prober
  readonly #isPinned: boolean
  /** Where the version is remembered; undefined: nowhere. */
  readonly #key: string | undefined
  /** The Api-Version field as the Engine last sent it. */
  #advertised: string | undefined
  /** The head that was observed last. */
  #lastHead: Head | undefined
  readonly #waiting = new Set<VersionWait>()
  /** Ends the probe under way. */
  #stop: AbortController | undefined

  /**
   * @param pinned the version to use without negotiation
   * @param endpoint its version is remembered for this process; undefined: it is not
   */
  constructor(prober: Prober, pinned: string | undefined, endpoint?: Endpoint) {
    this.#prober = prober
    this.#isPinned = pinned !== undefined
    this.version = pinned
    this.#key = endpoint === undefined || endpoint.kind === 'custom' ? undefined : formatEndpoint(endpoint)
  }

  /** The version that the Engine most likely accepts, before it has been asked. */
  get guess(): string {
    return (this.#key !== undefined && lastVersions.get(this.#key)) || NEWEST_API_VERSION
  }

  /**
   * Learns from the response to a request sent in version `spoken`, and returns the version of the response.
   * @param isOwn the caller chose that version
   */
  observe(head: Head, spoken: string, isOwn = false): string {
    if (head !== this.#lastHead) this.#recognise(head)
    if (this.#isPinned) {
      this.#lastHead = head
      return spoken
    }
    // Most heads are the same object as before, see wire/recent-heads.ts: nothing to learn.
    if (head === this.#lastHead && this.version === spoken) return spoken
    this.#lastHead = head
    const advertised = head.get('api-version')
    if (advertised !== this.#advertised || this.version === undefined)
      this.#learn(advertised, head.status, isOwn ? undefined : spoken)
    const { version } = this
    // Podman serves a version newer than its own, and responds in its own.
    return version === undefined || version === spoken ? spoken : olderVersion(version, spoken)
  }

  /** The version to repeat a request in after the Engine rejected `spoken`; undefined when no better one is known. @param message the Engine's message; empty for a HEAD. */
  correct(spoken: string, message: string): string | undefined {
    const { version } = this
    if (this.#isPinned) return undefined
    // Known already, from this response's own Api-Version or from another response.
    if (version !== undefined && version !== spoken) return version
    const offered = versionOffered(message)
    if (offered === undefined || offered === spoken || !isKnownVersion(offered)) return undefined
    this.#agree(offered)
    return offered
  }

  /**
   * Asks the Engine for the version. Calls one of the two functions, once, asynchronously.
   * `onFail` receives the probe's error, ERR_API_VERSION, or ERR_ABORTED.
   */
  negotiate(
    signal: AbortSignal | undefined,
    onVersion: (version: string) => void,
    onFail: (error: Error) => void,
  ): void {
    this.#waiting.add(new VersionWait(this, signal, onVersion, onFail))
    if (this.#stop === undefined) void this.#probe()
  }

  /** Removes a call that was aborted while it waited. */
  leave(wait: VersionWait): void {
    this.#waiting.delete(wait)
    if (this.#waiting.size > 0) return
    this.#stop?.abort()
    this.#stop = undefined
  }

  #agree(version: string): void {
    this.version = version
    if (this.#key === undefined) return
    if (lastVersions.size >= REMEMBERED_ENDPOINTS) lastVersions.clear()
    lastVersions.set(this.#key, version)
  }

  /** Engine fact: Podman sends its own version in every head except those of attach and exec, which do not identify the Engine. */
  #recognise(head: Head): void {
    if (head.get('libpod-api-version') !== undefined) this.isPodman = true
    else if (this.isPodman && head.get('server') !== undefined) this.isPodman = false
  }

  #learn(advertised: string | undefined, status: number, spoken: string | undefined): void {
    const theirs = advertised === undefined ? undefined : readVersion(advertised)
    if (theirs !== undefined) {
      this.#advertised = advertised
      const version = olderVersion(theirs, NEWEST_API_VERSION)
      // If it is too old for fairlead, the next request's ping reports that.
      if (isKnownVersion(version)) this.#agree(version)
      else this.version = undefined
    } else if (status < 400 && this.version === undefined && spoken !== undefined) {
      // No Api-Version (a proxy may strip fields), but the Engine accepted this version.
      this.#agree(spoken)
    }
  }

  async #probe(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    let settle: (wait: VersionWait) => void
    try {
      const advertised = await this.#ping(stop.signal)
      const version = agreeOn(advertised)
      this.#advertised = advertised
      this.#agree(version)
      settle = (wait) => wait.agree(version)
    } catch (error) {
      settle = (wait) => wait.fail(error as Error)
    }
    for (const wait of this.#release(stop)) settle(wait)
  }

  /** The Engine's Api-Version; undefined when the field is missing, or a proxy rejects the ping. */
  async #ping(signal: AbortSignal): Promise<string | undefined> {
    try {
      const head = await this.#prober.probe('HEAD', '/_ping', signal)
      this.#recognise(head)
      if (head.status === 200) return head.get('api-version')
    } catch (error) {
      // After an error response or a HEAD that broke off, try a GET; not if the Engine cannot be reached.
      if (HOPELESS.has((error as FairleadError).code)) throw error
    }
    try {
      const head = await this.#prober.probe('GET', '/_ping', signal)
      this.#recognise(head)
      return head.get('api-version')
    } catch (error) {
      // The ping itself is rejected. The caller's request may still be allowed, and its response has the version.
      if (error instanceof EngineError && error.status >= 400 && error.status < 500) return undefined
      throw error
    }
  }

  /** The calls that wait for this probe. None if all had left: later calls have a probe of their own. */
  #release(stop: AbortController): VersionWait[] {
    if (this.#stop !== stop) return []
    this.#stop = undefined
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }
}

/** One call that waits for the version. */
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
