// FileSync/DiffCopy: sends a folder to the daemon. Only what the daemon does not have yet is read and sent.
// Order: a STAT for each entry, while requests come already; an empty packet; DATA of the files that were requested, several at a
// time; FIN of the daemon, FIN. States of a file: announced, requested, being read, ended. A request for anything else is the
// daemon's error. A file that is not as it was announced fails the call with its name.

import { localError } from '../../archive/base/local-error.ts'
import { FairleadError } from '../../error.ts'
import { Fifo } from '../../net/base/fifo.ts'
import { filtered, type Wanted } from '../context/filtered.ts'
import type { Tree, TreeEntry } from '../context/tree.ts'
import { FRAME_HEADER } from '../grpc/grpc-call.ts'
import type { Handler } from '../grpc/server.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import { isRegular, PACKET, Packet } from '../proto/messages.ts'
import { decode, encode } from '../proto/protobuf.ts'

/** The most entries of a context. */
export const MAX_CONTEXT_ENTRIES = 1_000_000
/** How many files are read at a time. */
const READERS = 4
/** Bytes of a file in one packet: daemons take 4 MiB at most, and larger packets take fewer turns. */
const CHUNK_BYTES = 1_048_576
/** STATs are collected up to about this size: one write for hundreds. */
const BATCH_BYTES = 32_768
/** Room in front of a packet's data: the frame, type, id and length. */
const HEAD_BYTES = 32

/** What a session has sent. */
export interface Sent {
  /** Files whose content was sent. */
  files: number
  /** Bytes of all packets, entries included: what the daemon shows as transferred. */
  bytes: number
}

/** The method that sends folders, by their names. @param most entries of each */
export function syncService(
  trees: ReadonlyMap<string, Tree>,
  sent: Sent,
  most: number = MAX_CONTEXT_ENTRIES,
): ReadonlyMap<string, Handler> {
  const diffCopy: Handler = async (call) => {
    const values = (key: string): readonly string[] => call.metadata.get(key) ?? []
    const name = values('dir-name')[0] ?? ''
    const tree = trees.get(name)
    if (tree === undefined) {
      throw new GrpcStatus(CODE.notFound, `no access allowed to dir ${JSON.stringify(name.slice(0, 200))}`)
    }
    const wanted: Wanted = {
      include: values('include-patterns'),
      exclude: values('exclude-patterns'),
      follow: values('followpaths'),
    }
    await new Sender(call, tree, sent, most).run(wanted)
  }
  return new Map([['/moby.filesync.v1.FileSync/DiffCopy', diffCopy]])
}

class Sender {
  readonly #call: ServerCall
  readonly #tree: Tree
  readonly #sent: Sent
  readonly #most: number
  /** Regular files by id that have not been requested. */
  readonly #announced = new Map<number, TreeEntry>()
  readonly #requested = new Fifo<[id: number, entry: TreeEntry]>()
  #readers = 0
  #fail: (error: unknown) => void = ignore

  constructor(call: ServerCall, tree: Tree, sent: Sent, most: number) {
    this.#call = call
    this.#tree = tree
    this.#sent = sent
    this.#most = most
  }

  /** Resolves when the daemon has all it wants. What fails first ends the call, and with it everything else. */
  async run(wanted: Wanted): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject
      this.#answer().then(resolve, reject)
      this.#announce(wanted).catch(reject)
    })
  }

  async #announce(wanted: Wanted): Promise<void> {
    let batch: Buffer[] = []
    let size = 0
    let id = 0
    for await (const entry of filtered(this.#tree, wanted)) {
      if (id === this.#most) {
        const limit = `more than ${this.#most} entries: leave some out with .dockerignore`
        throw new FairleadError('ERR_LOCAL_FILE', `the build context has ${limit}`, { blame: 'caller' })
      }
      const { stat } = entry
      if (isRegular(stat.mode) && !stat.linkName) this.#announced.set(id, entry)
      id++
      const frame = encode(Packet, { type: PACKET.stat, stat }, FRAME_HEADER)
      batch.push(frame)
      size += frame.length
      if (size < BATCH_BYTES) continue
      await this.#write(batch)
      batch = []
      size = 0
    }
    batch.push(encode(Packet, {}, FRAME_HEADER))
    await this.#write(batch)
  }

  /** Takes the daemon's packets until its FIN. */
  async #answer(): Promise<void> {
    for (;;) {
      const bytes = await this.#call.read()
      // A daemon that ends early needs no more.
      if (bytes === undefined) return
      const { type, id, data } = decode(Packet, bytes)
      if (type === PACKET.request) this.#request(id)
      else if (type === PACKET.error)
        throw new GrpcStatus(CODE.cancelled, Buffer.from(data.subarray(0, 500)).toString())
      else if (type === PACKET.fin) {
        await this.#write([encode(Packet, { type: PACKET.fin }, FRAME_HEADER)])
        return
      } else throw broken(`a packet of the type ${type}, which only a sender sends`)
    }
  }

  #request(id: number): void {
    const entry = this.#announced.get(id)
    if (entry === undefined)
      throw broken(`a request for the id ${id}, which is no file that is announced and unrequested`)
    this.#announced.delete(id)
    this.#requested.push([id, entry])
    if (this.#readers === READERS) return
    this.#readers++
    this.#read().catch(this.#fail)
  }

  /** Sends files until none is requested. */
  async #read(): Promise<void> {
    for (let next = this.#requested.shift(); next !== undefined; next = this.#requested.shift()) {
      await this.#send(...next)
      if (this.#call.closed) return
    }
    this.#readers--
  }

  async #send(id: number, entry: TreeEntry): Promise<void> {
    const size = entry.stat.size ?? 0
    const frames: Buffer[] = []
    const file = await this.#tree.open(entry)
    try {
      for (let left = size; left > 0; ) {
        const piece = Buffer.allocUnsafe(HEAD_BYTES + Math.min(left, CHUNK_BYTES))
        const length = await file.read(piece, HEAD_BYTES, piece.length - HEAD_BYTES)
        if (length === 0) {
          const what = `it became shorter: ${size - left} of ${size} bytes are left`
          throw localError(entry.path, `it changed while it was sent: ${what}`)
        }
        left -= length
        frames.push(framed(piece, id, length))
        if (left > 0) await this.#write(frames.splice(0))
      }
      await file.verify()
    } finally {
      await file.close()
    }
    frames.push(encode(Packet, { type: PACKET.data, id }, FRAME_HEADER))
    this.#sent.files++
    await this.#write(frames)
  }

  #write(frames: readonly Buffer[]): Promise<void> | undefined {
    for (const frame of frames) this.#sent.bytes += frame.length - FRAME_HEADER
    return this.#call.writeFrames(frames)
  }
}

/** A DATA packet around `length` bytes that lie at HEAD_BYTES: its fields are written right before them. */
function framed(piece: Buffer, id: number, length: number): Buffer {
  const head = encode(Packet, { type: PACKET.data, id })
  const size = varint(length)
  const start = HEAD_BYTES - size.length - 1 - head.length
  head.copy(piece, start)
  piece[HEAD_BYTES - size.length - 1] = DATA_TAG
  piece.set(size, HEAD_BYTES - size.length)
  return piece.subarray(start - FRAME_HEADER, HEAD_BYTES + length)
}

const DATA_TAG = (Packet.fields.data[0] << 3) | 2

function varint(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left & 0x7f) | 0x80)
  bytes.push(left)
  return bytes
}

function broken(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon broke the file sync protocol: it sent ${what}`)
}

function ignore(): void {}
