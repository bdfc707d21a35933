// Learns the API version once, before the first request: HEAD /_ping, then GET where a HEAD is not answered.
// One probe serves every call that waits for it; one that fails is forgotten, so that the next call asks again.

import type { Head } from '../wire/head.ts'
import { agreeOn } from './version.ts'

/** Asks the Engine; see Engine. */
export interface Prober {
  /** Sends an unversioned request and resolves with the answer's head. */
  probe(method: 'HEAD' | 'GET', path: string): Promise<Head>
}

/** See the file's head. */
export class Negotiation {
  /** The version agreed on, once there is one. */
  version: string | undefined
  readonly #prober: Prober
  #underWay: Promise<string> | undefined

  /** @param pinned the version to speak without asking. */
  constructor(prober: Prober, pinned: string | undefined) {
    this.#prober = prober
    this.version = pinned
  }

  /** The version, asked for where it is not known. @throws FairleadError what the probe fails with, or ERR_API_VERSION. */
  agree(): Promise<string> {
    this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  async #ask(): Promise<string> {
    if (this.version !== undefined) return this.version
    const head = await this.#ping()
    this.version = agreeOn(head.get('api-version'))
    return this.version
  }

  async #ping(): Promise<Head> {
    try {
      const head = await this.#prober.probe('HEAD', '/_ping')
      if (head.status === 200) return head
    } catch (error) {
      // A refusal or a broken-off HEAD is worth a GET; an Engine that cannot be reached is not.
      const { code } = error as { code?: string }
      if (code === 'ERR_CONNECT' || code === 'ERR_CONNECT_TIMEOUT' || code === 'ERR_CLOSED') throw error
    }
    return await this.#prober.probe('GET', '/_ping')
  }
}
