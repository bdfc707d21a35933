// exec against a running Engine: stdin, outputs, exit codes, limits, both directions at once.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { PassThrough, Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { EngineError, exec, execDetached, type FairleadError, startExec } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { overTransports } from '../lab.ts'

const live = liveEngine()
const target = { ...live, labels: liveLabels() }
const code = (expected: string) => (error: FairleadError) => error.code === expected
const sh = (script: string) => ['sh', '-c', script]

overTransports('soak', target, 'exec', (lab) => {
  test('writes stdin, ends it, and resolves with both outputs and the exit code', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    assert.deepEqual(await exec(engine, id, sh('sort | wc -l'), { stdin: 'b\na\nc\n' }), {
      exitCode: 0,
      stdout: '3\n',
      stderr: '',
    })
    assert.deepEqual(await exec(engine, id, sh('echo out; echo "€ err" >&2; exit 7')), {
      exitCode: 7,
      stdout: 'out\n',
      stderr: '€ err\n',
    })
    const empty = await exec(engine, id, ['wc', '-c'], { stdin: '' })
    assert.equal(empty.stdout, '0\n')
  })

  test('takes stdin from a stream, an iterable and a Blob', async () => {
    const id = await lab().idle()
    const pieces = ['one\n', 'two\n', 'three\n']
    async function* slowly() {
      for (const piece of pieces) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        yield Buffer.from(piece)
      }
    }
    for (const stdin of [Readable.from(pieces), slowly(), new Blob(pieces), new Blob(pieces).stream()]) {
      assert.equal((await exec(lab().engine, id, ['cat'], { stdin })).stdout, pieces.join(''))
    }
  })

  test('64 MiB of random bytes come back unchanged', async () => {
    const id = await lab().idle()
    const piece = randomBytes(1_048_576)
    const sent = createHash('sha256')
    function* pieces() {
      for (let i = 0; i < 64; i++) {
        piece.writeUInt32BE(i)
        const copy = Buffer.from(piece)
        sent.update(copy)
        yield copy
      }
    }
    const there = await exec(lab().engine, id, ['sha256sum'], { stdin: pieces() })
    const hash = sent.copy().digest('hex')
    assert.equal(there.stdout, `${hash}  -\n`)
    const back = await exec(lab().engine, id, ['cat'], { stdin: pieces(), encoding: 'buffer' })
    assert.equal(back.stdout.length, 64 * 1_048_576)
    assert.equal(createHash('sha256').update(back.stdout).digest('hex'), hash)
    assert.equal(back.stderr.length, 0)
  })

  test('output written two seconds after the end of stdin arrives', async () => {
    const id = await lab().idle()
    const { stdout, exitCode } = await exec(lab().engine, id, sh('cat; sleep 2; echo late; exit 3'), {
      stdin: 'early\n',
    })
    assert.deepEqual({ stdout, exitCode }, { stdout: 'early\nlate\n', exitCode: 3 })
  })

  test('a process that stops reading early is no error', async () => {
    const id = await lab().idle()
    let given = 0
    let released = false
    function* endless() {
      try {
        for (;;) {
          given++
          yield Buffer.alloc(65_536, 'line\n')
        }
      } finally {
        released = true
      }
    }
    const first = await exec(lab().engine, id, ['head', '-n', '1'], { stdin: endless() })
    assert.deepEqual(first, { exitCode: 0, stdout: 'line\n', stderr: '' })
    await eventually(() => released)
    assert.ok(given < 1_000, `${given} pieces were taken`)
    const late = await exec(lab().engine, id, sh('exec 0<&-; sleep 0.3; echo done'), { stdin: 'x'.repeat(1_000_000) })
    assert.equal(late.stdout, 'done\n')
  })

  test('outputs go to Writables at their pace', async () => {
    const id = await lab().idle()
    const hash = createHash('sha256')
    let bytes = 0
    const slow = new Writable({
      highWaterMark: 16_384,
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        hash.update(chunk)
        setImmediate(done)
      },
    })
    const script = 'dd if=/dev/zero bs=65536 count=160 2>/dev/null; echo problem >&2; exit 4'
    const result = await exec(lab().engine, id, sh(script), { stdout: slow })
    assert.deepEqual(result, { exitCode: 4, stdout: '', stderr: 'problem\n' })
    assert.equal(bytes, 10_485_760)
    assert.equal(hash.digest('hex'), createHash('sha256').update(Buffer.alloc(10_485_760)).digest('hex'))
    assert.ok(slow.writableFinished)
  })

  test('one Writable may take both outputs, and be left open', async () => {
    const id = await lab().idle()
    const both = new PassThrough()
    await exec(lab().engine, id, sh('echo a; echo b >&2'), { stdout: both, stderr: both, keepOpen: true })
    assert.ok(!both.writableEnded)
    // From Node 26 on read() gives a chunk, not all that there is.
    assert.deepEqual((await text(both.end())).split('\n').sort(), ['', 'a', 'b'])
  })

  test('output: both as one text, in the order of arrival', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    // The Engine has a reader for each output: far enough apart, their order is that of the writes.
    const pause = 'usleep 150000'
    const script = `${pause}; for n in 1 2 3; do echo out $n; ${pause}; echo err $n >&2; ${pause}; done; exit 4`
    assert.deepEqual(await exec(engine, id, sh(script), { output: true }), {
      exitCode: 4,
      stdout: '',
      stderr: '',
      output: 'out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n',
    })
    const { output } = await exec(engine, id, sh('printf x'), { output: true, encoding: 'buffer' })
    assert.deepEqual(output, Buffer.from('x'))
    const large = { output: true, maxBytes: 10 }
    await assert.rejects(exec(engine, id, sh('echo 123456; echo 123456 >&2'), large), code('ERR_BODY_TOO_LARGE'))
    const wrong = { output: true, stdout: new PassThrough() }
    await assert.rejects(exec(engine, id, ['true'], wrong), code('ERR_OPTION'))
  })

  test('more than maxBytes rejects and closes the stream', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    const endless = ['yes']
    await assert.rejects(exec(engine, id, endless, { maxBytes: 100_000 }), code('ERR_BODY_TOO_LARGE'))
    await assert.rejects(
      exec(engine, id, sh('yes >&2'), { maxBytes: 100_000, stdout: new PassThrough().resume() }),
      code('ERR_BODY_TOO_LARGE'),
    )
    const exact = await exec(engine, id, sh('printf %100000s'), { maxBytes: 100_000 })
    assert.equal(exact.stdout.length, 100_000)
    await eventually(() => engine.connections.busy === 0)
  })

  test('environment, directory, user', async () => {
    const id = await lab().idle()
    const script = 'echo "$GREETING $PWD $(id -u)"'
    const setup = { workingDir: '/tmp', user: '1000:1000' }
    const { engine } = lab()
    const record = await exec(engine, id, sh(script), { ...setup, env: { GREETING: 'a=b c' } })
    assert.equal(record.stdout, 'a=b c /tmp 1000\n')
    const list = await exec(engine, id, sh(script), { ...setup, env: ['GREETING=hey'] })
    assert.equal(list.stdout, 'hey /tmp 1000\n')
  })

  test('missing programs and containers', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    const missing = await exec(engine, id, ['/no/such/program'])
    assert.ok(missing.exitCode === 126 || missing.exitCode === 127, String(missing.exitCode))
    assert.match(missing.stdout, /no such file or directory/)
    const gone = (error: unknown) => error instanceof EngineError && error.status === 404
    await assert.rejects(exec(engine, 'no-such-container', ['true']), gone)
    await assert.rejects(execDetached(engine, 'no-such-container', ['true']), gone)
    const created = await lab().create(['true'])
    await assert.rejects(exec(engine, created, ['true']), (error: EngineError) => [409, 500].includes(error.status))
  })

  test('a failing source of stdin rejects, and the stream is closed', async () => {
    const id = await lab().idle()
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'))
      },
    })
    const stdout = new PassThrough()
    await assert.rejects(
      exec(lab().engine, id, ['cat'], { stdin: broken, stdout }),
      (error: FairleadError) =>
        error.code === 'ERR_UPLOAD_SOURCE' && (error.cause as Error).message === 'the disk is gone',
    )
    assert.ok(stdout.destroyed)
    await eventually(() => lab().engine.connections.busy === 0)
  })

  test('detached: resolves with the id at once; the exit code is inspected', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    const execId = await execDetached(engine, id, sh('sleep 0.2; exit 9'))
    await eventually(async () => {
      const { ExitCode } = await engine.get('/exec/{id}/json', { path: { id: execId } })
      return ExitCode === 9
    })
    await assert.rejects(execDetached(engine, id, ['/no/such/program']), EngineError)
  })

  test('endOnExit ends a stream that a child in the background keeps open', async () => {
    const id = await lab().idle()
    // Without the option this would take an hour.
    const script = 'sleep 3600 & echo started; exit 5'
    const result = await exec(lab().engine, id, sh(script), { endOnExit: true })
    assert.deepEqual(result, { exitCode: 5, stdout: 'started\n', stderr: '' })
    const quiet = await exec(lab().engine, id, sh('sleep 1; echo a; sleep 1; echo b'), { endOnExit: true })
    assert.equal(quiet.stdout, 'a\nb\n')
  })

  test('waits for a process that closes its outputs and goes on', async () => {
    const id = await lab().idle()
    const { exitCode } = await exec(lab().engine, id, sh('exec 1>&- 2>&-; sleep 1; exit 6'))
    assert.equal(exitCode, 6)
  })

  test('a session: the caller writes and reads; the exit code can be awaited at any time', async () => {
    const id = await lab().idle()
    const session = await startExec(lab().engine, id, ['sh'])
    const exit = session.exitCode()
    const lines = session.tunnel.lines()
    await session.tunnel.write('echo one\n')
    assert.equal((await lines.next()).value?.text, 'one')
    await session.tunnel.write('exit 42\n')
    assert.equal((await lines.next()).done, true)
    assert.equal(await exit, 42)
  })
})
