// attach, TTYs and resize against a running Engine: nothing lost, nothing added, nothing delayed.

import assert from 'node:assert/strict'
import test from 'node:test'
import { attach, EngineError, exec, resize, run, startExec, type Tunnel } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { repeated } from '../../support/soak.ts'
import { overTransports } from '../lab.ts'

const target = { ...liveEngine(), labels: liveLabels() }
const sh = (script: string) => ['sh', '-c', script]
const ATTACHES = repeated({ soak: 200, whole: 40, usually: 16 })

/** Reads the tunnel up to `text`; bytes after it stay unread. */
async function until(tunnel: Tunnel, text: string): Promise<string> {
  let said = ''
  for await (const { data } of tunnel.frames()) {
    said += Buffer.from(data).toString('latin1')
    if (said.includes(text)) return said
  }
  return said
}

overTransports('soak', target, 'attach', (lab) => {
  test('stdin, half-close, both outputs', async () => {
    const { engine } = lab()
    const id = await lab().create(sh('cat; echo err >&2; sleep 0.2; echo late'), { OpenStdin: true, StdinOnce: true })
    const tunnel = await attach(engine, id, { stdin: true })
    assert.equal(tunnel.multiplexed, true)
    await lab().start(id)
    await tunnel.write('only this\n')
    tunnel.end()
    const frames: Record<string, string> = { stdout: '', stderr: '' }
    for await (const { stream, data } of tunnel.frames()) frames[stream] += Buffer.from(data).toString()
    assert.deepEqual(frames, { stdout: 'only this\nlate\n', stderr: 'err\n' })
  })

  test(`with logs, ${ATTACHES} times: the first byte is never lost`, async () => {
    const id = await lab().launch(sh('echo first; echo second; exec sleep 3600'))
    await eventually(async () => {
      const query = { stdout: true }
      const response = await lab().engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
      return (await response.bytes()).length === 8 + 6 + 8 + 7
    })
    for (let i = 0; i < ATTACHES; i++) {
      const tunnel = await attach(lab().engine, id, { logs: true, tty: false })
      assert.equal(await until(tunnel, 'second\n'), 'first\nsecond\n')
    }
    await eventually(() => lab().engine.connections.busy === 0)
  })

  test("a missing container rejects with the daemon's message", async () => {
    const isMissing = (error: unknown) => error instanceof EngineError && /no such container/i.test(error.reason)
    await assert.rejects(attach(lab().engine, 'no-such-container'), isMissing)
    await assert.rejects(attach(lab().engine, 'no-such-container', { tty: false }), isMissing)
  })

  test('a TTY: the prompt at once, then keys and their echo', async () => {
    const id = await lab().create(['sh'], { Tty: true, OpenStdin: true })
    const tunnel = await attach(lab().engine, id, { stdin: true })
    assert.equal(tunnel.multiplexed, false)
    await lab().start(id)
    const frames = tunnel.frames()
    let said = ''
    let read = 0
    /** Reads on until `wanted` has arrived since the last call. The shell also sends queries to the terminal. */
    const expectOutput = async (wanted: string) => {
      while (said.indexOf(wanted, read) < 0) said += Buffer.from((await frames.next()).value!.data).toString()
      read = said.indexOf(wanted, read) + wanted.length
    }
    await expectOutput('/ # ')
    await tunnel.write('echo ab"c"✔\r')
    await expectOutput('abc✔\r\n')
    await expectOutput('/ # ')
    await tunnel.write('exit 3\r')
    for await (const { data } of frames) said += Buffer.from(data).toString()
    assert.match(said.slice(read), /exit 3\r\n$/)
  })

  test('a TTY: bytes that look like frames are passed as they are', async () => {
    const { engine } = lab()
    const script = "stty raw; printf '\\000\\001\\002\\003\\001\\000\\000\\000\\000\\000\\000\\004abcd'"
    const expected = Buffer.from([0, 1, 2, 3, 1, 0, 0, 0, 0, 0, 0, 4, 97, 98, 99, 100])
    const id = await lab().idle()
    const options = { tty: true, encoding: 'buffer' } as const
    const executed = await exec(engine, id, sh(script), options)
    assert.deepEqual(executed.stdout, expected)
    const ran = await run(engine, lab().spec(sh(script), { Tty: true }), { encoding: 'buffer' })
    assert.deepEqual(ran.stdout, expected)
    assert.equal(ran.stderr.length, 0)
  })

  test('a TTY with stdin: the caller sends the end of input, which does not cut the output', async () => {
    const id = await lab().idle()
    const { engine } = lab()
    const script = 'stty -echo; touch /tmp/silent; cat; sleep 0.3; echo late; exit 2'
    const { stdout, exitCode } = await exec(engine, id, sh(script), {
      tty: true,
      stdin: (async function* () {
        // A terminal that still echoes would print it twice.
        while ((await exec(engine, id, ['test', '-e', '/tmp/silent'])).exitCode !== 0);
        yield 'typed\n\x04'
      })(),
    })
    assert.deepEqual({ stdout, exitCode }, { stdout: 'typed\r\nlate\r\n', exitCode: 2 })
  })

  test('the first size, and a later one', async () => {
    const { engine } = lab()
    const id = await lab().idle()
    const size = { rows: 33, columns: 132 }
    const { stdout } = await exec(engine, id, sh('sleep 0.5; stty size'), { tty: size })
    assert.equal(stdout, '33 132\r\n')
    const ran = await run(engine, lab().spec(sh('sleep 0.5; stty size'), { Tty: true }), { size })
    assert.equal(ran.stdout, '33 132\r\n')
    const session = await startExec(engine, id, sh('read line; stty size'), { tty: size })
    await session.resize(40, 100)
    await session.tunnel.write('\r')
    assert.match(await until(session.tunnel, '40 100\r\n'), /40 100\r\n$/)
  })

  test('resize waits for a process that does not run yet, and rejects at once for a missing container', async () => {
    const { engine } = lab()
    const id = await lab().create(sh('sleep 0.5; stty size'), { Tty: true })
    const tunnel = await attach(engine, id)
    const resized = resize(engine, { container: id }, { rows: 21, columns: 84 })
    setTimeout(() => void lab().start(id), 200)
    await resized
    assert.equal(await until(tunnel, '\n'), '21 84\r\n')
    const gone = (error: unknown) => error instanceof EngineError && error.status === 404
    await assert.rejects(resize(engine, { container: 'no-such-container' }, { rows: 1, columns: 1 }), gone)
    await assert.rejects(resize(engine, { exec: 'no-such-exec' }, { rows: 1, columns: 1 }), gone)
    const ended = await lab().finish(['true'])
    await assert.rejects(resize(engine, { container: ended }, { rows: 1, columns: 1 }), EngineError)
  })
})
