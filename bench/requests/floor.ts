// The floor: a bare net.Socket with `onread` that writes a request's bytes and counts until the response is complete, whose length
// it knows beforehand. And the same with JSON.parse of the body: the cost of reading a value for any client.
import net from 'node:net'
import { type Answer, answers, check, type Operation, targets } from './answers.ts'
import type { RequestClient, Use } from './client.ts'

const READ_BYTES = 65_536

interface Work {
  operation: Operation
  request: string
  answer: Answer
  parse: boolean
  /** How many requests are still to be begun. */
  left: number
  cold: boolean
}

/** One socket, one request after the other. */
class Bare {
  readonly #path: string
  readonly #buffer = Buffer.alloc(READ_BYTES)
  #socket: net.Socket | undefined
  #work: Work | undefined
  #got = 0
  #kept: Buffer | undefined
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}

  constructor(path: string) {
    this.#path = path
  }

  run(work: Work): Promise<void> {
    this.#work = work
    if (work.parse) this.#kept = Buffer.alloc(work.answer.bytes.length)
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#next()
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #next(): void {
    const work = this.#work as Work
    if (work.left-- <= 0) return this.#resolve()
    this.#got = 0
    this.#socket ??= this.#connect()
    this.#socket.write(work.request, 'latin1')
  }

  #connect(): net.Socket {
    const callback = (count: number, bytes: Uint8Array): boolean => {
      this.#onRead(count, bytes)
      return true
    }
    const socket = net.connect({ path: this.#path, onread: { buffer: this.#buffer, callback } })
    socket.on('error', (error) => this.#reject(error))
    return socket
  }

  #onRead(count: number, bytes: Uint8Array): void {
    const { answer, parse, operation, cold } = this.#work as Work
    const before = this.#got
    const got = before + count
    this.#got = got
    const whole = before === 0 && got === answer.bytes.length
    if (parse && !whole) (this.#kept as Buffer).set(bytes.subarray(0, count), before)
    if (got < answer.bytes.length) return
    if (got > answer.bytes.length) return this.#reject(new Error('more came than the answer'))
    if (parse) {
      const text = (whole ? (bytes as Buffer) : (this.#kept as Buffer)).toString('utf8', answer.body[0], answer.body[1])
      check(operation, operation === 'ping' ? text : JSON.parse(text))
    }
    if (cold) this.close()
    this.#next()
  }
}

function open(socketPath: string, { at, cold }: Use, parse: boolean): RequestClient {
  const all = answers()
  const sockets = Array.from({ length: at }, () => new Bare(socketPath))
  return {
    async run(operation, count) {
      const target = operation === 'ping' ? targets.ping : `/v1.51${targets[operation]}`
      const request = `GET ${target} HTTP/1.1\r\nHost: docker\r\nUser-Agent: floor/1.0.0\r\n\r\n`
      const work: Work = { operation, request, answer: all[operation], parse, left: count, cold }
      await Promise.all(sockets.map((socket) => socket.run(work)))
    },
    close() {
      for (const socket of sockets) socket.close()
    },
  }
}

export const openFloor = (socketPath: string, use: Use): RequestClient => open(socketPath, use, false)
export const openParsingFloor = (socketPath: string, use: Use): RequestClient => open(socketPath, use, true)
