// A tar that a build exports, into Writables and paths of the caller's that are not fit for it, or stop being: the call ends with an
// error, no daemon waits for ever, and no part of a file is left.

import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Writable } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { BytesMessage } from '../../src/buildkit/proto/messages.ts'
import { type BuildOutput, type BuildSession, openBuildSession } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { Call, fakeDaemon, http2On } from './fake-daemon.ts'

/** A session with this output, and a call of the daemon that exports. */
async function exporting(t: TestContext, output: BuildOutput): Promise<{ session: BuildSession; open: () => Call }> {
  const daemon = await fakeDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const [socket, session] = await Promise.all([daemon.socket(), openBuildSession(engine, { output })])
  const http2 = http2On(socket)
  t.after(() => http2.destroy())
  return { session, open: () => new Call(http2, '/moby.filesync.v1.FileSend/DiffCopy') }
}

/** Sends some of a tar. */
function send(call: Call, pieces: number): Call {
  for (let n = 0; n < pieces; n++) call.send(BytesMessage, { data: Buffer.alloc(100_000) })
  return call
}

/** A Writable that has what was written, and how it is treated once the daemon has sent all. */
interface Case {
  readonly what: string
  readonly make: () => Writable
  /** What the call ends with: '0' for all well. */
  readonly status: string
}

const written = (finish?: (stream: Writable, done: (error?: Error) => void) => void): Writable =>
  new Writable({
    write: (_piece, _encoding, done) => done(),
    final(done) {
      if (finish === undefined) done()
      else finish(this, done)
    },
  })

const CASES: readonly Case[] = [
  { what: 'one that takes all', make: () => written(), status: '0' },
  { what: 'one that needs time to finish', make: () => written((_, done) => setTimeout(done, 50)), status: '0' },
  { what: 'one that was destroyed before', make: () => written().destroy(), status: '2' },
  { what: 'one that was ended before', make: () => written().end(), status: '2' },
  {
    what: 'one that is destroyed without an error when it is ended',
    make: () => written((stream) => stream.destroy()),
    status: '2',
  },
  {
    what: 'one that cannot finish',
    make: () => written((_, done) => done(new Error('the disk is full'))),
    status: '2',
  },
  {
    what: 'one that is destroyed while it is written to',
    make: () => new Writable({ highWaterMark: 1, write: () => {} }),
    status: '2',
  },
]

for (const { what, make, status } of CASES) {
  test(`a tar into a Writable: ${what}`, { timeout: 10_000 }, async (t) => {
    const tar = make()
    const { session, open } = await exporting(t, { tar })
    const call = send(open(), 3).end()
    if (what.endsWith('written to')) setTimeout(() => tar.destroy(), 50)
    assert.equal((await call.status).status, status)
    assert.equal(session.exported, status === '0')
    const { failure } = session
    assert.equal(failure === undefined, status === '0')
    if (failure !== undefined) assert.match(failure.message, /^the build's output cannot be written/)
    assert.equal(tar.destroyed, true)
  })
}

test('a tar into a file that cannot be written: ERR_LOCAL_FILE with its name, however much was sent', async (t) => {
  const folder = tempDir(t)
  mkdirSync(path.join(folder, 'taken'))
  for (const name of ['none/out.tar', 'taken']) {
    for (const pieces of [0, 1, 30]) {
      const tar = path.join(folder, name)
      const { session, open } = await exporting(t, { tar })
      assert.equal((await send(open(), pieces).end().status).status, '2')
      const { failure } = session
      assert.match(String(failure), /the output cannot be written/)
      assert.deepEqual(
        [(failure as { code?: string }).code, failure!.message.startsWith(tar)],
        ['ERR_LOCAL_FILE', true],
      )
      assert.deepEqual(readdirSync(folder), ['taken'])
    }
  }
})

test('a tar into a file whose call is cut at any moment leaves nothing', async (t) => {
  const folder = tempDir(t)
  const { open } = await exporting(t, { tar: path.join(folder, 'out.tar') })
  for (let turns = 0; turns < 30; turns++) {
    const call = send(open(), 1)
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    // NGHTTP2_CANCEL.
    call.stream.close(8)
    await call.status
  }
  const { open: another } = await exporting(t, { tar: path.join(folder, 'out.tar') })
  assert.equal((await send(another(), 1).end().status).status, '0')
  await eventually(() => assert.deepEqual(readdirSync(folder), ['out.tar']), { within: 3_000 })
})
