// A hostile daemon: random bytes as HTTP/2, as gRPC messages, as packets of file sync in both directions.
// Invariants: the session ends, with ERR_BUILD_SESSION or without an error; nothing throws out of it; only files of the folder are
// opened; nothing appears outside of an output's folder.
// A soak has 50,000 cases of frames and as many of messages, and what they leave in memory is measured. FAIRLEAD_BUILD_CASES is
// another number of each.

import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import path from 'node:path'
import test from 'node:test'
import { folderTree } from '../../src/buildkit/context/folder-tree.ts'
import { GrpcServer, type Handler } from '../../src/buildkit/grpc/server.ts'
import { PACKET, Packet } from '../../src/buildkit/proto/messages.ts'
import { encode } from '../../src/buildkit/proto/protobuf.ts'
import { authService } from '../../src/buildkit/session/auth.ts'
import { health } from '../../src/buildkit/session/health.ts'
import { outputService } from '../../src/buildkit/session/output.ts'
import { secretsService } from '../../src/buildkit/session/secrets.ts'
import { sshService } from '../../src/buildkit/session/ssh.ts'
import { syncService } from '../../src/buildkit/session/sync-send.ts'
import { memoryTree, type Tree } from '../../src/buildkit.ts'
import { FairleadError } from '../../src/error.ts'
import fc from '../support/property.ts'
import { tempDir } from '../support/temp.ts'
import { folderWith } from './build-kit.ts'
import { duplexPair } from './duplex-pair.ts'
import { framed } from './fake-daemon.ts'
import { anyFrame, CASES, inParts, LANES, stat, texts } from './hostile-kit.ts'

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1')
const SETTINGS_ACK = Buffer.of(0, 0, 0, 4, 1, 0, 0, 0, 0)
const NEVER = new AbortController().signal

const METHODS = [
  '/moby.filesync.v1.FileSync/DiffCopy',
  '/moby.filesync.v1.FileSend/DiffCopy',
  '/moby.filesync.v1.Auth/Credentials',
  '/moby.filesync.v1.Auth/GetTokenAuthority',
  '/moby.filesync.v1.Auth/VerifyTokenAuthority',
  '/moby.filesync.v1.Auth/FetchToken',
  '/moby.buildkit.secrets.v1.Secrets/GetSecret',
  '/moby.sshforward.v1.SSH/CheckAgent',
  '/moby.sshforward.v1.SSH/ForwardAgent',
  '/grpc.health.v1.Health/Check',
  '/none',
]

function services(context: Tree, output: string): Map<string, Handler> {
  const connection = () => {
    const [here, there] = duplexPair()
    there.on('data', (bytes) => there.write(bytes))
    return here
  }
  return new Map([
    ...health,
    ...authService({ get: async () => ({ username: 'u', password: 'p' }), all: async () => ({}) }, NEVER),
    ...secretsService({ a: 'secret' }),
    ...sshService({ default: connection }),
    ...syncService(new Map([['context', context]]), { files: 0, bytes: 0 }),
    ...outputService({ folder: output }, { complete: false }),
  ])
}

interface Ended {
  failures: Error[]
  error: FairleadError | undefined
}

/** Serves a connection, lets the daemon act on it, and ends it. */
async function served(
  methods: Map<string, Handler>,
  act: (socket: ReturnType<typeof duplexPair>[0]) => Promise<void>,
): Promise<Ended> {
  const [here, there] = duplexPair()
  const failures: Error[] = []
  const server = new GrpcServer(here, methods, (error) => failures.push(error))
  there.on('error', () => undefined)
  await act(there)
  server.close()
  there.destroy()
  const error = await server.closed
  if (error !== undefined) assert.equal(error.code, 'ERR_BUILD_SESSION')
  for (const failure of failures) {
    assert.ok(
      failure instanceof FairleadError && ['ERR_LOCAL_FILE', 'ERR_IGNORE', 'ERR_BUILD_SERVICE'].includes(failure.code),
      String(failure),
    )
  }
  return { failures, error }
}

const pause = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

const frame = anyFrame(0, 1, 1, 1, 2, 3, 5, 0x7fffffff)

const packet = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant(PACKET.request), id: fc.oneof(fc.nat(4), fc.nat()) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant(PACKET.stat), stat }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom(0, 2, 3, 4, 9),
      id: fc.nat(4),
      data: fc.uint8Array({ maxLength: 20 }),
    }),
  },
)
const message = fc.oneof(
  { weight: 5, arbitrary: packet.map((one) => framed(encode(Packet, one))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map(framed) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
)

/** A daemon that sends pieces, after HTTP/2's preface or without it. */
function frames(greets: boolean): fc.IAsyncProperty<[Uint8Array[]]> {
  const methods = services(memoryTree({ a: 'A' }), '/nonexistent/fairlead')
  const pieces = fc.array(fc.oneof(frame, fc.uint8Array({ maxLength: 30 })), { maxLength: 8 })
  return fc.asyncProperty(pieces, async (pieces) => {
    await served(methods, async (socket) => {
      if (greets) {
        socket.write(PREFACE)
        await pause()
        socket.write(SETTINGS_ACK)
      }
      for (const piece of pieces) socket.write(piece)
      await pause()
    })
  })
}

test('random and truncated HTTP/2 frames', async (t) => {
  await inParts(t, frames(true), CASES)
})

// Memory is not measured here: when the first bytes are not HTTP/2, Node's http2 keeps the session (about 9 KB) for ever, since its
// SETTINGS are never acknowledged.
test('random bytes instead of HTTP/2', async () => {
  await fc.assert(frames(false), { numRuns: Math.ceil(CASES / 10) })
})

// A stream that is refused while its session ends makes Node 24 throw ERR_OUT_OF_RANGE, or abort, within its own http2.
const broken =
  Number(process.versions.node.split('.')[0]) >= 24 && 'the http2 of Node 24 and later throws within itself'

test('any messages to any method: nothing outside of the folders is read or written', { skip: broken }, async (t) => {
  const parent = folderWith(t, { 'context/a': 'A', 'context/sub/b': 'B', 'context/out': '', secret: 'S' })
  const context = await folderTree(path.join(parent, 'context'))
  const read = new Set<string>()
  const watched: Tree = {
    walk: (filter) => context.walk(filter),
    open: (entry) => {
      read.add(entry.path)
      return context.open(entry)
    },
    linkAt: (name) => context.linkAt(name),
    namesIn: (name) => context.namesIn(name),
  }
  const area = tempDir(t)
  const metadata = fc.record({
    'dir-name': fc.oneof({ weight: 4, arbitrary: fc.constant('context') }, { weight: 1, arbitrary: texts }),
    followpaths: fc.array(texts, { maxLength: 3 }),
    'include-patterns': fc.array(texts, { maxLength: 2 }),
    'exclude-patterns': fc.array(texts, { maxLength: 2 }),
    'buildkit.ssh.id': fc.constantFrom('', 'default', 'x'),
  })
  const calls = fc.array(
    fc.tuple(fc.constantFrom(...METHODS), metadata, fc.array(message, { maxLength: 6 }), fc.boolean()),
    { minLength: 1, maxLength: 3 },
  )
  type Given = typeof calls extends fc.Arbitrary<infer T> ? T : never
  const one = async (calls: Given, lane: number): Promise<void> => {
    const own = path.join(area, String(lane))
    const output = path.join(own, 'output')
    mkdirSync(output, { recursive: true })
    await served(services(watched, output), async (socket) => {
      const http2 = connectHttp2('http://localhost', { createConnection: () => socket })
      http2.on('error', () => undefined)
      await Promise.all(
        calls.map(async ([method, given, messages, ends]) => {
          const encoded = Object.entries(given).map(([name, value]) => [name, [value].flat().map(headerValue)])
          const stream = http2.request({ ':method': 'POST', ':path': method, ...Object.fromEntries(encoded) })
          stream.on('error', () => undefined).resume()
          for (const one of messages) if (!stream.destroyed) stream.write(one)
          if (ends) stream.end()
          await Promise.race([
            new Promise((resolve) => stream.once('close', resolve)),
            new Promise((resolve) => setTimeout(resolve, 8)),
          ])
        }),
      )
      http2.destroy()
    })
    assert.deepEqual(readdirSync(own), ['output'])
    rmSync(output, { recursive: true, force: true })
  }
  const lanes = fc.array(calls, { minLength: LANES, maxLength: LANES })
  await inParts(
    t,
    fc.asyncProperty(lanes, async (lanes) => {
      await Promise.all(lanes.map(one))
    }),
    Math.ceil(CASES / LANES),
  )
  assert.ok(readdirSync(area).every((lane) => Number(lane) < LANES))
  assert.ok(
    [...read].every((name) => ['a', 'sub/b', 'out'].includes(name)),
    [...read].join(),
  )
  assert.equal(readFileSync(path.join(parent, 'secret'), 'utf8'), 'S')
  assert.deepEqual(readdirSync(parent).sort(), ['context', 'secret'])
})

/** A text as a value that HTTP/2 can carry. */
function headerValue(text: string): string {
  return Buffer.from(text.replace(/[\0-\x1f\x7f]/g, ''))
    .toString('latin1')
    .trim()
}
