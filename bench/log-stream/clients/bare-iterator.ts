// The cheapest async iterator that yields the lines' strings: over a bare socket, without HTTP and frames, since it knows how long each
// record is on the wire. It reads no further while lines are left of a read, and decodes from the read's own memory. What it costs is
// V8's: a promise, a result object and a string per line. It knows which streams are ASCII, too; the one of UTF-8 does not, as no client can.
import net from 'node:net'
import type { Stream } from '../workloads.ts'
import type { Client } from './client.ts'

const READ_BYTES = 65_536
const FRAME_HEADER = 8
const END_OF_HEAD = '\r\n\r\n'

class Lines implements AsyncIterableIterator<string> {
  readonly #before: number
  readonly #wire: number
  readonly #decode: (from: number, to: number) => string
  readonly #memory: Buffer
  readonly #socket: net.Socket
  #at: number
  #end: number
  #hasHead = false
  #isOver = false
  #wake: () => void = () => {}

  constructor(path: string, { id, frame }: Stream, isAscii: boolean) {
    const size = (FRAME_HEADER + frame).toString(16)
    this.#before = size.length + 2 + FRAME_HEADER
    this.#wire = this.#before + frame + 2
    // Reads come behind the room for a record that was cut.
    const memory = Buffer.alloc(this.#wire + READ_BYTES)
    this.#memory = memory
    this.#at = this.#end = this.#wire
    this.#decode = isAscii
      ? (from, to) => memory.toString('latin1', from, to)
      : (from, to) => memory.toString('utf8', from, to)
    const onread = { buffer: memory.subarray(this.#wire), callback: (count: number) => this.#onRead(count) }
    this.#socket = net.connect({ path, onread })
    this.#socket.on('close', () => {
      this.#isOver = true
      this.#wake()
    })
    this.#socket.write(`GET /containers/${id}/logs HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<string>> {
    return this.#at + this.#wire <= this.#end ? Promise.resolve({ done: false, value: this.#take() }) : this.#later()
  }

  #take(): string {
    const from = this.#at + this.#before
    this.#at += this.#wire
    // Less the line feed, and the chunk's end.
    return this.#decode(from, this.#at - 3)
  }

  async #later(): Promise<IteratorResult<string>> {
    while (this.#at + this.#wire > this.#end) {
      if (this.#isOver) return { done: true, value: undefined }
      const rest = this.#end - this.#at
      this.#memory.copyWithin(this.#wire - rest, this.#at, this.#end)
      this.#at = this.#wire - rest
      this.#end = this.#wire
      this.#socket.resume()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return { done: false, value: this.#take() }
  }

  #onRead(count: number): boolean {
    this.#end = this.#wire + count
    if (!this.#hasHead) {
      const end = this.#memory.indexOf(END_OF_HEAD, this.#wire)
      if (end < 0 || end >= this.#end) throw new Error('the head came in two reads')
      this.#hasHead = true
      this.#at = end + END_OF_HEAD.length
    }
    this.#wake()
    return false
  }
}

export const openBareIterator = (socketPath: string): Client => open(socketPath, ({ mixed }) => !mixed)
export const openUtf8Iterator = (socketPath: string): Client => open(socketPath, () => false)

function open(socketPath: string, isAscii: (stream: Stream) => boolean): Client {
  return {
    async read(stream) {
      let units = 0
      for await (const text of new Lines(socketPath, stream, isAscii(stream))) units += text.length + 1
      if (units !== stream.units) throw new Error(`read ${units} UTF-16 units of text, ${stream.units} were sent`)
      return stream.payload
    },
    close() {},
  }
}
