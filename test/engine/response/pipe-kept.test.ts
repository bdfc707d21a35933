// pipe() of large reads into every kind of Writable: what one has received never changes, however late it looks. The memory of a
// read is used again only where nobody can see it any more.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { createWriteStream, readFileSync } from 'node:fs'
import { connect as connectSocket, createServer, Socket } from 'node:net'
import * as stream from 'node:stream'
import { type Duplex, PassThrough, Transform, type TransformCallback, Writable } from 'node:stream'
import { buffer as collect } from 'node:stream/consumers'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import tls from 'node:tls'
import { createGunzip, createGzip } from 'node:zlib'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { Keeper, logOf, serveLog, timesAgain } from './kept-kit.ts'

/** Large frames, small ones, and both kinds in one read. */
const LARGE = [16_384]
const SMALL = [1000, 64, 300]
const MIXED = [16_384, 16_384, 64, 1000, 16_384, 5000, 1, 30_000]
const BYTES = 3_000_000

/** What a Writable of the table received, when it is over. */
type Received = () => Promise<Buffer> | Buffer
/** Makes one Writable, and says how to see what it received. */
type Kind = (t: TestContext, folder: string) => Promise<[Writable, Received]> | [Writable, Received]

function file(name: string, options: object = {}): Kind {
  return (_, folder) => [createWriteStream(`${folder}/${name}`, options), () => readFileSync(`${folder}/${name}`)]
}

/** A peer that reads nothing for a while, so that writes wait in the kernel and in libuv. */
async function slowPeer(t: TestContext, folder: string): Promise<{ path: string; received: Received }> {
  const path = `${folder}/${Math.random()}.sock`
  let whole: Promise<Buffer> | undefined
  const server = createServer((socket) => {
    whole = sleep(30).then(() => collect(socket))
  }).listen(path)
  await once(server, 'listening')
  t.after(() => server.close())
  return { path, received: () => whole! }
}

/** A Transform that keeps its chunks and passes them on; `received` is what was kept, looked at in the end. */
function keeping(through: Transform): [Writable, Received] {
  const kept: Buffer[] = []
  through.on('data', (chunk: Buffer) => kept.push(chunk))
  return [through, () => Buffer.concat(kept)]
}

function keeper(writable: Writable & { chunks: Buffer[] }): [Writable, Received] {
  return [writable, () => Buffer.concat(writable.chunks)]
}

class Late extends Writable {
  readonly chunks: Buffer[] = []
  override _write(chunk: Buffer, _: string, done: () => void): void {
    setTimeout(() => this.chunks.push(Buffer.from(chunk)), 20)
    done()
  }
  override _final(done: () => void): void {
    setTimeout(done, 60)
  }
}

class Gatherer extends Writable {
  readonly chunks: Buffer[] = []
  override _writev(all: { chunk: Buffer }[], done: () => void): void {
    for (const { chunk } of all) this.chunks.push(chunk)
    setImmediate(done)
  }
}

class OwnFile extends (fs.WriteStream as unknown as new (path: string) => fs.WriteStream) {
  readonly chunks: Buffer[] = []
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }
  override _writev(all: { chunk: Buffer }[], done: () => void): void {
    for (const { chunk } of all) this.chunks.push(chunk)
    done()
  }
}

class OwnSocket extends Socket {
  readonly chunks: Buffer[] = []
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }
  override _writev(all: { chunk: Buffer }[], done: () => void): void {
    for (const { chunk } of all) this.chunks.push(chunk)
    done()
  }
  override _final(done: () => void): void {
    done()
  }
}

const kinds: Record<string, Kind> = {
  'a file': file('a'),
  'a file with a small buffer': file('small', { highWaterMark: 10 }),
  'a corked file': (_, folder) => {
    const writable = createWriteStream(`${folder}/corked`)
    writable.cork()
    setTimeout(() => writable.uncork(), 20)
    return [writable, () => readFileSync(`${folder}/corked`)]
  },
  'a socket': async (t, folder) => {
    const { path, received } = await slowPeer(t, folder)
    return [connectSocket(path), received]
  },
  'a Transform that keeps its chunks': () =>
    keeping(
      new Transform({
        transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
          done(null, chunk)
        },
      }),
    ),
  'a PassThrough': () => keeping(new PassThrough()),
  gzip: () => {
    const gzip = createGzip({ level: 1 })
    const text = collect(gzip.pipe(createGunzip()))
    return [gzip, () => text]
  },
  'a Writable that keeps its chunks': () => keeper(new Keeper()),
  'a Writable with writev': () => keeper(new Gatherer()),
  'a Writable whose callback comes before it is done': () => keeper(new Late()),
  'a subclass of WriteStream with a _write of its own': (_, folder) => keeper(new OwnFile(`${folder}/own`)),
  'a subclass of Socket with a _write of its own': () => keeper(new OwnSocket()),
  'a file with a file system of the caller': (_, folder) => {
    const chunks: Uint8Array[] = []
    const own = {
      ...fs,
      write(_fd: number, bytes: Buffer, at: number, length: number, _place: unknown, done: (...of: unknown[]) => void) {
        chunks.push(bytes.subarray(at, at + length))
        setImmediate(done, null, length, bytes)
      },
      writev(_fd: number, all: Buffer[], _place: unknown, done: (...of: unknown[]) => void) {
        chunks.push(...all)
        setImmediate(
          done,
          null,
          all.reduce((sum, { length }) => sum + length, 0),
          all,
        )
      },
    }
    return [createWriteStream(`${folder}/fs`, { fs: own as unknown as typeof fs }), () => Buffer.concat(chunks)]
  },
  'a socket whose write was replaced': async (t, folder) => {
    const chunks: Buffer[] = []
    const socket = connectSocket((await slowPeer(t, folder)).path)
    const { write } = socket
    socket.write = ((chunk: Buffer, ...rest: []) => {
      chunks.push(chunk)
      return write.call(socket, chunk, ...rest)
    }) as typeof write
    return [socket, () => Buffer.concat(chunks)]
  },
}
const { duplexPair } = stream as unknown as { duplexPair?: () => [Duplex, Duplex] }
if (duplexPair !== undefined) {
  kinds['a duplexPair'] = () => {
    const [here, there] = duplexPair()
    const whole = collect(there)
    return [here, () => whole]
  }
}

/** Pipes the log into a file, so that all memory that may be used again is. */
async function churn(request: Awaited<ReturnType<typeof serveLog>>['request']): Promise<void> {
  const nowhere = createWriteStream('/dev/null')
  await (await request()).pipe({ stdout: nowhere, stderr: nowhere })
}

for (const [sizes, name] of [
  [LARGE, 'large frames'],
  [SMALL, 'small frames'],
  [MIXED, 'frames of all sizes'],
] as const) {
  test(`${name}: what each kind of Writable received stays as it was`, async (t) => {
    const log = logOf(sizes, BYTES)
    for (const [kind, make] of Object.entries(kinds)) {
      await t.test(kind, async (t) => {
        const { folder, request } = await serveLog(t, log)
        const [stdout, received] = await make(t, folder)
        const stderr = createWriteStream(`${folder}/stderr`)
        await (await request()).pipe({ stdout, stderr })
        await churn(request)
        assert.ok(log.stdout.equals(await received()))
        assert.ok(log.stderr.equals(readFileSync(`${folder}/stderr`)))
      })
    }
  })
}

test('an output that scribbles over its chunks changes no other', async (t) => {
  const log = logOf(MIXED, BYTES)
  const { folder, request } = await serveLog(t, log)
  const scribbler = new Writable({
    write(chunk: Buffer, _, done) {
      chunk.fill(0xee)
      done()
    },
  })
  await (await request()).pipe({ stdout: createWriteStream(`${folder}/out`), stderr: scribbler })
  assert.ok(log.stdout.equals(readFileSync(`${folder}/out`)))
})

test('a TLS socket', { skip: withoutOpenssl() }, async (t) => {
  const log = logOf(MIXED, BYTES)
  const { folder, request } = await serveLog(t, log)
  const { server: keys } = makeCertificates(folder)
  let whole: Promise<Buffer> | undefined
  const server = tls.createServer(keys, (socket) => {
    whole = sleep(30).then(() => collect(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as { port: number }
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  await (await request()).pipe({ stdout: socket })
  assert.ok(log.stdout.equals(await whole!))
})

for (const to of ['a pipe', 'a file']) {
  test(`the process's own streams, which are ${to}`, async (t) => {
    const log = logOf(MIXED, BYTES)
    const { folder, path } = await serveLog(t, log)
    const entry = new URL('../../../src/index.js', import.meta.url).href
    const program = `import { connect } from ${JSON.stringify(entry)}
      const engine = connect({ host: ${JSON.stringify(`unix://${path}`)}, apiVersion: '1.41' })
      const response = await engine.untyped.request('GET', '/containers/x/logs')
      await response.pipe({ stdout: process.stdout, stderr: process.stderr })
      await engine.close()`
    const isFile = to === 'a file'
    const fds = isFile ? ['out', 'err'].map((name) => fs.openSync(`${folder}/${name}`, 'w')) : ['pipe', 'pipe']
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', fds[0] as 'pipe', fds[1] as 'pipe'],
    })
    const outputs = isFile ? undefined : [sleep(200).then(() => collect(child.stdout!)), collect(child.stderr!)]
    const [code] = await once(child, 'close')
    assert.equal(code, 0)
    const [stdout, stderr] = await Promise.all(
      outputs ?? ['out', 'err'].map((name) => readFileSync(`${folder}/${name}`)),
    )
    assert.ok(log.stdout.equals(stdout!))
    assert.ok(log.stderr.equals(stderr!))
  })
}

test('memory is used again for a file and a socket, and never for what may keep it', async (t) => {
  const log = logOf(LARGE, 12_000_000)
  const { folder, request } = await serveLog(t, log)
  const { _write, _writev } = Socket.prototype
  const written: Uint8Array[] = []
  t.after(() => Object.assign(Socket.prototype, { _write, _writev }))
  Object.assign(Socket.prototype, {
    _write(this: Socket, chunk: Buffer, ...rest: [BufferEncoding, () => void]) {
      if (chunk.length > 1000) written.push(chunk)
      return _write.call(this, chunk, ...rest)
    },
    _writev(this: Socket, all: { chunk: Buffer; encoding: BufferEncoding }[], done: () => void) {
      written.push(...all.map(({ chunk }) => chunk))
      return _writev!.call(this, all, done)
    },
  })
  const { path, received } = await slowPeer(t, folder)
  const socket = connectSocket(path)
  await (await request()).pipe({ stdout: socket, stderr: socket })
  assert.equal((await received()).length, log.stdout.length + log.stderr.length)
  assert.ok(timesAgain(written) > 50, `${timesAgain(written)} of ${written.length} chunks lie where one lay before`)
  const keeper = new Keeper()
  await (await request()).pipe({ stdout: keeper, stderr: keeper })
  assert.equal(timesAgain(keeper.chunks), 0)
})
