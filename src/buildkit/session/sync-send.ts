// FileSync/DiffCopy: sends a folder to the daemon. Only what the daemon does not have yet is read and sent.
// Order: a STAT for each entry, while requests come already; an empty packet; DATA of the files that were requested, several at a
// time; FIN of the daemon, FIN. States of a file: announced, requested, being read, ended. A request for anything else is the
// daemon's error. A file that is not as it was announced fails the call with its name.

import { localError } from '../../archive/base/local-error.ts'
import { FairleadError } from '../../error.ts'
import { Fifo } from '../../net/base/fifo.ts'
import { filtered, type Wanted } from '../context/filtered.ts'
import type { Tree, TreeEntry } from '../context/tree.ts'
import type { Handler } from '../grpc/server.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import { isRegular, PACKET, Packet } from '../proto/messages.ts'
import { decode, encode, type Sendable } from '../proto/protobuf.ts'
import { Frames, type ReadInto } from './frames.ts'

/** The most entries of a context. */
export const MAX_CONTEXT_ENTRIES = 1_000_000
/** How many files are read at a time. */
const READERS = 4
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
  /** The memory of readers that have nothing to do. */
  readonly #idle: Frames[] = []
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
    const frames = new Frames(this.#call, this.#sent)
    let id = 0
    for await (const batch of filtered(this.#tree, wanted)) {
      for (const entry of batch) {
        if (id === this.#most) {
          throw localError(
            'the build context',
            `it has more than ${this.#most} entries: leave some out with .dockerignore`,
          )
        }
        const { stat } = entry
        if (isRegular(stat.mode) && !stat.linkName) this.#announced.set(id, entry)
        id++
        const room = frames.stat(stat)
        if (room !== undefined) await room
      }
      // The daemon compares what it has while the next ones are looked at.
      await frames.turn()
      // Where nothing is sent, nothing else says so.
      if (this.#call.closed) return
    }
    await frames.flush()
    await this.#write({})
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
        await this.#write({ type: PACKET.fin })
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

  /** Sends files until none is requested, and all have gone. */
  async #read(): Promise<void> {
    const frames = this.#idle.pop() ?? new Frames(this.#call, this.#sent)
    while (!this.#call.closed) {
      const next = this.#requested.shift()
      if (next !== undefined) await this.#send(frames, ...next)
      else if (frames.isEmpty) break
      else await frames.flush()
    }
    this.#idle.push(frames)
    this.#readers--
  }

  async #send(frames: Frames, id: number, entry: TreeEntry): Promise<void> {
    const size = entry.stat.size ?? 0
    const file = await this.#tree.open(entry)
    try {
      const read: ReadInto = (into, at, length) => file.read(into, at, length)
      for (let left = size; left > 0; ) {
        const length = await frames.data(id, left, read)
        if (length === 0) {
          const what = `it became shorter: ${size - left} of ${size} bytes are left`
          throw localError(entry.path, `it changed while it was sent: ${what}`)
        }
        left -= length
      }
      await file.verify()
    } finally {
      await file.close()
    }
    await frames.end(id)
    this.#sent.files++
  }

  #write(packet: Sendable<typeof Packet>): Promise<void> {
    this.#sent.bytes += encode(Packet, packet).length
    return this.#call.write(Packet, packet)
  }
}

function broken(what: string): FairleadError {
  return new FairleadError('ERR_BUILD_SESSION', `the daemon broke the file sync protocol: it sent ${what}`)
}

function ignore(): void {}
