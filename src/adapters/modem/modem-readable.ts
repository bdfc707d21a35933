// A streamed response as dockerode's users know it from node:http: a Readable with statusCode, headers and the like.
// Nothing is read before the consumer reads. Destroying it closes the connection.

import { Readable } from 'node:stream'
import type { Call } from '../../net/call.ts'
import type { Head } from '../../wire/head.ts'
import { fedByCall } from './feed.ts'

/** A streamed response as a Readable with the properties of node:http's IncomingMessage that callers use. */
export class ModemReadable extends fedByCall(Readable) {
  readonly statusMessage: string
  readonly httpVersion: string
  /** Names and values in turn, as received. */
  readonly rawHeaders: string[]
  /** Whether the stream was destroyed before its last byte. */
  aborted = false

  constructor(head: Head, call: Call) {
    super(head, call)
    this.statusMessage = head.reason
    this.httpVersion = `1.${head.minor}`
    this.rawHeaders = [...head].flat()
  }

  /** Emits 'timeout' after `ms` without a byte; does not end the stream. */
  setTimeout(ms: number, listener?: () => void): this {
    this.socket.setTimeout(ms, listener)
    return this
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.aborted = !this.complete
    super._destroy(error, callback)
  }
}
