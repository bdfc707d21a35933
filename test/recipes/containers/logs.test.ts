// logs against a running Engine: lines of both outputs, TTYs, timestamps and details on split records, following, breaking off.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EngineError, type FairleadError, type LogLine, type LogsOptions, logs } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { type Lab, overTransports } from '../lab.ts'

const target = { ...liveEngine(), labels: liveLabels() }
const sh = (script: string) => ['sh', '-c', script]
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/
/** Longer than two of the Engine's records, with characters of three bytes across their cuts. */
const LONG =
  'awk \'BEGIN { for (i = 0; i < 5000; i++) printf "0123456"; for (i = 0; i < 2000; i++) printf "€"; print "" }\''
const long = '0123456'.repeat(5_000)

async function all(lab: Lab, id: string, options?: LogsOptions): Promise<LogLine[]> {
  const lines: LogLine[] = []
  for await (const line of logs(lab.engine, id, options)) lines.push(line)
  return lines
}

overTransports('soak', target, 'logs', (lab) => {
  test('the lines of both outputs', async () => {
    const id = await lab().finish(sh('echo one; echo "€ two" >&2; printf last'))
    const lines = await all(lab(), id)
    const of = (stream: string) => lines.filter((line) => line.stream === stream).map((line) => line.text)
    assert.deepEqual(of('stdout'), ['one', 'last'])
    assert.deepEqual(of('stderr'), ['€ two'])
    assert.equal(lines.find((line) => line.text === 'last')?.complete, false)
    assert.deepEqual(
      (await all(lab(), id, { stderr: false })).map((line) => line.text),
      ['one', 'last'],
    )
    assert.deepEqual(await all(lab(), id, { tail: 0 }), [])
    await assert.rejects(all(lab(), id, { stdout: false, stderr: false }), EngineError)
  })

  test('timestamps and details are split from the text', async () => {
    const LogConfig = { Type: 'json-file', Config: { labels: 'app', env: 'TOLD' } }
    const id = await lab().finish(sh('echo one; echo; echo " two  words"'), {
      Env: ['TOLD=a,b=c d'],
      Labels: { ...lab().labels, app: 'web' },
      HostConfig: { LogConfig },
    })
    const lines = await all(lab(), id, { timestamps: true, details: true })
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['one', '', ' two  words'],
    )
    for (const { timestamp, details } of lines) {
      assert.match(timestamp!, STAMP)
      assert.deepEqual(details, { TOLD: 'a,b=c d', app: 'web' })
    }
    const detailed = await all(lab(), id, { details: true })
    assert.deepEqual(
      detailed.map(({ text, timestamp, details }) => [text, timestamp, details?.app]),
      [
        ['one', undefined, 'web'],
        ['', undefined, 'web'],
        [' two  words', undefined, 'web'],
      ],
    )
    const plain = await lab().finish(sh('echo one'))
    const [line] = await all(lab(), plain, { timestamps: true, details: true })
    assert.deepEqual([line!.text, line!.details], ['one', {}])
  })

  test('a line of many records is whole, with its first timestamp, also from a TTY', async () => {
    for (const Tty of [false, true]) {
      const id = await lab().finish(sh(`echo before; ${LONG}; echo after`), { Tty })
      for (const options of [{}, { timestamps: true }, { timestamps: true, details: true }, { tty: Tty }]) {
        const lines = await all(lab(), id, options)
        assert.deepEqual(
          lines.map(({ text }) => text.slice(0, long.length)),
          ['before', long, 'after'],
          `tty ${Tty} ${JSON.stringify(options)}`,
        )
        // json-file damages only the characters that its records cut; no prefix remains in between.
        assert.match(lines[1]!.text.slice(long.length), /^[€\ufffd]+$/)
        assert.ok(lines.every(({ complete }) => complete))
        if ('timestamps' in options) for (const { timestamp } of lines) assert.match(timestamp!, STAMP)
      }
    }
  })

  test('since takes a timestamp, exact to the nanosecond; tail', async () => {
    const id = await lab().finish(sh('for i in 1 2 3 4 5; do echo $i; sleep 0.02; done'))
    const lines = await all(lab(), id, { timestamps: true })
    const from = (options: LogsOptions) => all(lab(), id, options).then((some) => some.map(({ text }) => text).join(''))
    assert.equal(await from({ since: lines[2]!.timestamp! }), '345')
    assert.equal(await from({ until: lines[2]!.timestamp! }), '123')
    assert.equal(await from({ since: '1h', tail: 2 }), '45')
    assert.equal(await from({ since: new Date(Date.now() + 60_000) }), '')
    await assert.rejects(from({ since: 'yesterday' }), (error: FairleadError) => error.code === 'ERR_OPTION')
    await assert.rejects(from({ tail: -1 }), (error: FairleadError) => error.code === 'ERR_OPTION')
  })

  test('follows until the end; break, close while silent, and abort end it', async () => {
    const { engine } = lab()
    const id = await lab().launch(sh('echo one; sleep 0.5; echo two'))
    assert.deepEqual(
      (await all(lab(), id, { follow: true })).map(({ text }) => text),
      ['one', 'two'],
    )
    const endless = await lab().launch(sh('echo one; exec sleep 3600'))
    for await (const { text } of logs(engine, endless, { follow: true })) {
      assert.equal(text, 'one')
      break
    }
    const closed = logs(engine, endless, { follow: true })
    assert.equal((await closed.next()).value?.text, 'one')
    const waiting = closed.next()
    closed.close()
    assert.equal((await waiting).done, true)
    const atOnce = logs(engine, endless, { follow: true })
    const first = atOnce.next()
    await atOnce.return()
    assert.equal((await first).done, true)
    const controller = new AbortController()
    const aborted = logs(engine, endless, { follow: true, signal: controller.signal })
    await aborted.next()
    setTimeout(() => controller.abort(), 20)
    await assert.rejects(aborted.next(), (error: FairleadError) => error.name === 'AbortError')
    assert.equal((await aborted.next()).done, true)
    await eventually(() => engine.connections.busy === 0)
  })

  test('an error response rejects the iteration, once', async () => {
    const lines = logs(lab().engine, 'no-such-container')
    const [one, two] = [lines.next(), lines.next()]
    await assert.rejects(one, (error: EngineError) => error.status === 404)
    assert.equal((await two).done, true)
    assert.equal((await lines.next()).done, true)
  })
})
