// The ssh agent protocol as far as a proxy must know it (draft-miller-ssh-agent): four bytes of length, a type, the rest.
// No IO. A length is checked before anything is kept for it.

import type { FairleadError } from '../../error.ts'

/** The longest message of an ssh agent, in bytes: 256 KiB, the limit of OpenSSH. */
export const MAX_AGENT_MESSAGE_BYTES = 262_144

/** SSH_AGENTC_REQUEST_IDENTITIES and SSH_AGENTC_SIGN_REQUEST: what a build may ask of an agent. */
const ALLOWED = new Set([11, 13])
/** SSH_AGENT_FAILURE as a whole message. */
export const AGENT_FAILURE: Buffer = Buffer.of(0, 0, 0, 1, 5)

/** Cuts bytes into the agent protocol's messages. */
export class AgentFrames {
  readonly #errorOf: (message: string) => FairleadError
  #bytes: Buffer = Buffer.alloc(0)

  /** @param errorOf makes the error for a message that is too long */
  constructor(errorOf: (message: string) => FairleadError) {
    this.#errorOf = errorOf
  }

  push(bytes: Uint8Array): void {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#bytes, bytes])
  }

  /** The next whole message, its length included; undefined until it is complete. @throws FairleadError when it is too long. */
  shift(): Buffer | undefined {
    if (this.#bytes.length < 4) return undefined
    const length = this.#bytes.readUInt32BE(0)
    if (length > MAX_AGENT_MESSAGE_BYTES) {
      const limit = `at most ${MAX_AGENT_MESSAGE_BYTES} are passed on`
      throw this.#errorOf(`a message to or from an ssh agent has ${length} bytes: ${limit}`)
    }
    if (this.#bytes.length < 4 + length) return undefined
    const frame = this.#bytes.subarray(0, 4 + length)
    this.#bytes = this.#bytes.subarray(4 + length)
    return frame
  }
}

/** Whether a message may be passed on: listing keys and signing, but not adding, removing or locking them. */
export function isAllowed(frame: Buffer): boolean {
  return ALLOWED.has(frame[4] ?? 0)
}
