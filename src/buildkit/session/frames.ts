// Packets of file sync, framed, one behind the other, in memory that is used again when it has gone: fresh memory for each file would
// cost more than reading it. While one piece is on its way, the other is filled. Entries and data come by the thousand, so they are
// written field by field; the bytes are those of encode().

import { writeName } from '../../archive/base/names.ts'
import type { TreeEntry } from '../context/tree.ts'
import { putHeader } from '../grpc/grpc-call.ts'
import { FRAME_HEADER } from '../grpc/message-reader.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { PACKET } from '../proto/messages.ts'
import { numberAt, varintAt } from '../proto/varint.ts'

/** Bytes of a piece. Daemons take packets of 4 MiB; of this size a processor's cache holds several. */
const PIECE_BYTES = 262_144
/** A packet's bytes besides names and data, at most. */
const HEAD_BYTES = 96
/** What is left of a file goes into one packet, up to this size. */
const WHOLE_BYTES = 65_536

// Tags: field numbers with their wire types.
const TYPE = 0x08
const STAT = 0x12
const ID = 0x18
const DATA = 0x22
const PATH = 0x0a
const MODE = 0x10
const SIZE = 0x28
const TIME = 0x30
const LINK = 0x3a
const MAJOR = 0x40
const MINOR = 0x48

/** Reads up to `length` bytes into memory; returns their number. */
export type ReadInto = (into: Buffer, at: number, length: number) => number | Promise<number>

/** Two pieces of memory that send packets in turn. Where it returns a promise, that rejects when the call is over. */
export class Frames {
  readonly #call: Pick<ServerCall, 'send'>
  readonly #sent: { bytes: number }
  #bytes = NOTHING
  #other = NOTHING
  #at = 0
  #sending: Promise<void> | undefined

  /** @param sent counts the bytes of packets, without their headers */
  constructor(call: Pick<ServerCall, 'send'>, sent: { bytes: number }) {
    this.#call = call
    this.#sent = sent
  }

  get isEmpty(): boolean {
    return this.#at === 0
  }

  /** Adds an entry. Returns a promise if it has to wait for room. */
  stat(stat: TreeEntry['stat']): Promise<void> | undefined {
    const needed = HEAD_BYTES + (stat.path.length + (stat.linkName?.length ?? 0)) * 3
    const add = (): void => this.#end(statAt(this.#bytes, this.#at + FRAME_HEADER, stat))
    if (this.#bytes.length - this.#at < needed) return this.#room(needed).then(add)
    add()
    return undefined
  }

  /** Adds up to `left` bytes of a file. Resolves with how many were read, 0 at its end. */
  async data(id: number, left: number, read: ReadInto): Promise<number> {
    await this.#room(2 * HEAD_BYTES + Math.min(left, WHOLE_BYTES))
    const bytes = this.#bytes
    const length = Math.min(left, bytes.length - this.#at - 2 * HEAD_BYTES)
    const from = numberAt(bytes, this.#idAt(id), DATA, length)
    const result = read(bytes, from, length)
    const count = typeof result === 'number' ? result : await result
    if (count === 0) return 0
    const to = numberAt(bytes, this.#idAt(id), DATA, count)
    if (to !== from) bytes.copyWithin(to, from, from + count)
    this.#end(to + count)
    return count
  }

  /** Adds the end of a file. */
  async end(id: number): Promise<void> {
    await this.#room(HEAD_BYTES)
    this.#end(this.#idAt(id))
  }

  /** Sends what there is, and resolves when the piece before it has gone. */
  async turn(): Promise<void> {
    const before = this.#sending
    if (this.#at > 0) {
      this.#sending = this.#call.send(this.#bytes.subarray(0, this.#at))
      // The next turn or flush() waits for it, and rejects.
      this.#sending.catch(ignore)
      const bytes = this.#bytes
      this.#bytes = this.#other
      this.#other = bytes
      this.#at = 0
    }
    await before
  }

  /** Resolves when everything has gone. */
  async flush(): Promise<void> {
    await this.turn()
    await this.#sending
  }

  async #room(needed: number): Promise<void> {
    if (this.#bytes.length - this.#at < needed) await this.turn()
    if (this.#bytes.length < needed) this.#bytes = Buffer.allocUnsafeSlow(Math.max(needed, PIECE_BYTES))
  }

  /** Begins a DATA packet; returns where its data comes. */
  #idAt(id: number): number {
    const at = numberAt(this.#bytes, this.#at + FRAME_HEADER, TYPE, PACKET.data)
    return id === 0 ? at : numberAt(this.#bytes, at, ID, id)
  }

  /** Ends a packet, and puts its header in front of it. */
  #end(end: number): void {
    putHeader(this.#bytes, this.#at, end)
    this.#sent.bytes += end - this.#at - FRAME_HEADER
    this.#at = end
  }
}

const NOTHING: Buffer = Buffer.alloc(0)

// Each writes at `at`, and returns where it ends.

function statAt(bytes: Buffer, at: number, stat: TreeEntry['stat']): number {
  const { path, mode, size = 0, modTime = 0n, linkName, devMajor, devMinor } = stat
  bytes[at] = STAT
  let end = at + 2
  if (path) end = nameAt(bytes, end, PATH, path)
  if (mode) end = numberAt(bytes, end, MODE, mode)
  if (size) end = numberAt(bytes, end, SIZE, size)
  if (modTime) end = timeAt(bytes, end, modTime)
  if (linkName) end = nameAt(bytes, end, LINK, linkName)
  if (devMajor) end = numberAt(bytes, end, MAJOR, devMajor)
  if (devMinor) end = numberAt(bytes, end, MINOR, devMinor)
  return sized(bytes, at + 1, end)
}

function nameAt(bytes: Buffer, at: number, tag: number, name: string): number {
  bytes[at] = tag
  return sized(bytes, at + 1, at + 2 + writeName(name, bytes, at + 2))
}

/** Puts the length of what was written up to `end` at `at`, where one byte was left for it. */
function sized(bytes: Buffer, at: number, end: number): number {
  const length = end - at - 1
  let more = 0
  for (let left = length; left > 0x7f; left >>= 7) more++
  if (more) bytes.copyWithin(at + 1 + more, at + 1, end)
  varintAt(bytes, at, length)
  return end + more
}

/** Nanoseconds. All seven low bytes are there: for a time of 1970 that is a longer way to write it, and valid. */
function timeAt(bytes: Buffer, at: number, value: bigint): number {
  bytes[at] = TIME
  let low = Number(BigInt.asUintN(49, value))
  for (let i = 1; i < 8; i++) {
    bytes[at + i] = (low % 128) | 0x80
    low = Math.floor(low / 128)
  }
  return varintAt(bytes, at + 8, Number(BigInt.asUintN(64, value) >> 49n))
}

function ignore(): void {}
