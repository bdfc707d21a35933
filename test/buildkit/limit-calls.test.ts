// The limits of the daemon's calls, each at, below and above: how many there are at a time, their fields, and the entries of folders that
// they ask for or bring.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { connect } from 'node:http2'
import test, { type TestContext } from 'node:test'
import { memoryTree } from '../../src/buildkit/context/memory-tree.ts'
import { MAX_METADATA_BYTES, MAX_METADATA_FIELDS, MAX_OPEN_CALLS } from '../../src/buildkit/grpc/grpc-connection.ts'
import { GrpcServer } from '../../src/buildkit/grpc/server.ts'
import type { ServerCall } from '../../src/buildkit/grpc/server-call.ts'
import { MODE, PACKET, Packet } from '../../src/buildkit/proto/messages.ts'
import { encode } from '../../src/buildkit/proto/protobuf.ts'
import { MAX_OUTPUT_ENTRIES } from '../../src/buildkit/session/output.ts'
import { Receiver } from '../../src/buildkit/session/sync-receive.ts'
import { MAX_CONTEXT_ENTRIES, syncService } from '../../src/buildkit/session/sync-send.ts'
import { turns } from '../engine/kit.ts'
import { tempDir } from '../support/temp.ts'
import { threeCases } from '../support/three-cases.ts'
import { duplexPair } from './duplex-pair.ts'

const HEAD = { ':method': 'POST', ':scheme': 'http', ':authority': 'd', ':path': '/a/b' }

/** A daemon that calls by HTTP/2, and how many fields each call had that arrived. No call ends. */
function calledBy(t: TestContext) {
  const [here, there] = duplexPair()
  const arrived: number[] = []
  const handler = async (call: ServerCall): Promise<void> => {
    arrived.push((call.metadata.get('a') ?? []).length)
    await new Promise(() => {})
  }
  const server = new GrpcServer(here, new Map([['/a/b', handler]]), assert.fail)
  const daemon = connect('http://d', { createConnection: () => there, maxSendHeaderBlockLength: 2 ** 24 })
  daemon.on('error', () => {})
  t.after(() => {
    daemon.destroy()
    server.close()
  })
  const call = (values: string[] = []) => daemon.request({ ...HEAD, a: values }).on('error', () => {})
  return { server, arrived, call }
}

// The one beyond it waits in the daemon's HTTP/2 until another has ended.
threeCases('MAX_OPEN_CALLS', MAX_OPEN_CALLS, async (count, t) => {
  const { arrived, call } = calledBy(t)
  const first = call()
  while (arrived.length === 0) await turns(1)
  for (let i = 1; i < count; i++) call()
  for (let i = 0; i < 5_000 && arrived.length < Math.min(count, MAX_OPEN_CALLS); i++) await turns(1)
  await turns()
  const isAll = arrived.length === count
  first.close()
  while (arrived.length < count) await turns(1)
  return isAll
})

/** Whether a call with these values of a field arrives; if not, HTTP/2 resets it, and the session goes on. */
async function arrives(t: TestContext, values: string[]): Promise<boolean> {
  const { server, arrived, call } = calledBy(t)
  const stream = call(values)
  while (arrived.length === 0 && !stream.closed && !stream.destroyed) await turns(1)
  assert.equal(server.broken, undefined)
  if (arrived.length > 0) assert.equal(arrived[0], values.length)
  else assert.equal(stream.rstCode, 11)
  return arrived.length > 0
}

// Those of the head are some of them. Equal ones are short as they are encoded.
threeCases('MAX_METADATA_FIELDS', MAX_METADATA_FIELDS, (count, t) =>
  arrives(t, Array(count - Object.keys(HEAD).length).fill('b')),
)

/** The size of fields as HTTP/2 counts it. */
const sizeOf = (fields: readonly (readonly [string, string])[]): number =>
  fields.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0)

threeCases('MAX_METADATA_BYTES', MAX_METADATA_BYTES, (count, t) => {
  // Equal ones, and one for the rest.
  const value = 'x'.repeat(3_000)
  const one = sizeOf([['a', value]])
  const room = count - sizeOf(Object.entries(HEAD)) - sizeOf([['a', '']])
  const values: string[] = Array(Math.floor(room / one)).fill(value)
  values.push('y'.repeat(room % one))
  return arrives(t, values)
})

test('fields that do not repeat: more than nine frames of them end the session with an error that says so', async (t) => {
  // A tilde is longer as Huffman's code has it, so it stays as it is: each value takes its length and three bytes.
  const linesOf = (bytes: number) => Array.from({ length: 100 }, (_, at) => `${at}`.padStart(bytes / 100 - 3, '~'))
  const within = calledBy(t)
  within.call(linesOf(147_000))
  while (within.arrived.length === 0) await turns(1)
  const beyond = calledBy(t)
  beyond.call(linesOf(148_000))
  const error = await beyond.server.closed
  assert.equal(error?.code, 'ERR_BUILD_SESSION')
  assert.match(error!.message, /metadata exceeds the 147,456 encoded bytes that Node takes: shorten \.dockerignore/)
  assert.equal(beyond.arrived.length, 0)
})

/** So many entries are allowed in these tests, in place of a million. */
const LOWERED = 5

threeCases('MAX_CONTEXT_ENTRIES', MAX_CONTEXT_ENTRIES, async (count) => {
  const length = LOWERED + count - MAX_CONTEXT_ENTRIES
  const tree = memoryTree(Object.fromEntries(Array.from({ length }, (_, at) => [`f${at}`, ''])))
  const [copy] = syncService(new Map([['context', tree]]), { files: 0, bytes: 0 }, LOWERED).values()
  let frames = 0
  let end = (_: undefined): void => {}
  const call = {
    metadata: new Map([['dir-name', ['context']]]),
    // The daemon ends the call when all is announced.
    read: () => new Promise<undefined>((resolve) => void (end = resolve)),
    async send(bytes: Buffer) {
      for (let at = 0; at < bytes.length; at += 5 + bytes.readUInt32BE(at + 1)) frames++
    },
    async write() {
      frames++
      end(undefined)
    },
  }
  try {
    await copy!(call as unknown as ServerCall)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ERR_LOCAL_FILE')
    return false
  }
  // And one that says that it was the last.
  assert.equal(frames, length + 1)
  return true
})

threeCases('MAX_OUTPUT_ENTRIES', MAX_OUTPUT_ENTRIES, async (count, t) => {
  const length = LOWERED + count - MAX_OUTPUT_ENTRIES
  const mode = MODE.directory + 0o755
  const stats = Array.from({ length }, (_, at) => ({ type: PACKET.stat, stat: { path: `d${at}`, mode } }))
  const packets = [...stats, { type: PACKET.stat }, { type: PACKET.fin }].map((packet) => encode(Packet, packet))
  const call = { read: async () => packets.shift(), async write() {} } as unknown as ServerCall
  const folder = tempDir(t)
  let isComplete = false
  try {
    await new Receiver(call, folder, LOWERED).run(() => void (isComplete = true))
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ERR_BUILD_SESSION')
  }
  assert.equal(readdirSync(folder).length, Math.min(length, LOWERED))
  return isComplete
})
