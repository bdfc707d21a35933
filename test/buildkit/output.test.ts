// A tar that a build exports, with Writables of the caller's that are not fit for it, or stop being: the call ends with an error, and
// no daemon waits for ever.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test from 'node:test'
import { BytesMessage } from '../../src/buildkit/proto/messages.ts'
import { openBuildSession } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { Call, fakeDaemon, http2On } from './fake-daemon.ts'

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
    const daemon = await fakeDaemon(t)
    const engine = connect(daemon.host)
    t.after(() => engine.close())
    const tar = make()
    const [socket, session] = await Promise.all([daemon.socket(), openBuildSession(engine, { output: { tar } })])
    const http2 = http2On(socket)
    t.after(() => http2.destroy())
    const call = new Call(http2, '/moby.filesync.v1.FileSend/DiffCopy')
    for (let n = 0; n < 3; n++) call.send(BytesMessage, { data: Buffer.alloc(100_000) })
    call.end()
    if (what.endsWith('written to')) setTimeout(() => tar.destroy(), 50)
    assert.equal((await call.status).status, status)
    assert.equal(session.exported, status === '0')
    const { failure } = session
    assert.equal(failure === undefined, status === '0')
    if (failure !== undefined) assert.match(failure.message, /^the build's output cannot be written/)
    assert.equal(tar.destroyed, true)
  })
}
