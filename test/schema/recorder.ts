// Requests that change something on an Engine, each with what it responded: so operations other than GET are held against the
// types as well.

import { call } from '../live/call.ts'
import { jsonValues, type Recorded } from './answers.ts'

/** One GET: the operation, and the path with its query but without the version. */
export interface Question {
  readonly id: string
  readonly path: string
  /** It takes a second or more: asked in a few versions only. */
  readonly slow?: boolean
  readonly headers?: Record<string, string>
}

export class Recorder {
  readonly host: string
  readonly responses: Recorded[] = []

  constructor(host: string) {
    this.host = host
  }

  /** Sends one request and keeps its response. Rejects on a status of 400 or more. @returns the first JSON value of the body */
  async send<T = unknown>(id: string, method: string, path: string, body?: unknown, headers = {}): Promise<T> {
    const { status, values, text } = await this.#send(id, method, path, body, headers)
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500).trim()}`)
    return values[0] as T
  }

  /** As {@link send}, where an error response is a response like any other. */
  async attempt(id: string, method: string, path: string, body?: unknown, headers = {}): Promise<void> {
    await this.#send(id, method, path, body, headers)
  }

  async #send(id: string, method: string, path: string, body: unknown, headers: Record<string, string>) {
    const isTar = Buffer.isBuffer(body)
    const bytes = body === undefined || isTar ? (body as Buffer | undefined) : Buffer.from(JSON.stringify(body))
    const type = isTar ? 'application/x-tar' : 'application/json'
    const { status, text } = await call(this.host, method, path, bytes, type, headers)
    const values = jsonValues(text)
    this.responses.push({ id, status, values })
    return { status, values, text }
  }
}
