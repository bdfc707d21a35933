// GET /containers/{id}/logs of exited containers (Engine API ContainerLogs), with every parameter and every shape of output:
// nothing, no LF at the end, beyond ASCII, longer than a record, a TTY's.

import assert from 'node:assert/strict'
import test from 'node:test'
import { EngineError, type Line } from '../../src/index.ts'
import type { Lab, OpenLab } from './lab.ts'

/** The longest log record: moby daemon/logger/copier.go defaultBufSize. */
const RECORD_BYTES = 16_384
/** A record with `timestamps`: 30 characters, a space, the text. */
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (.*)$/s

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** A log's timestamps and texts. */
async function stamped(lab: Lab, id: string, query = {}): Promise<{ time: string; text: string }[]> {
  const lines = await lab.lines(id, { timestamps: true, ...query })
  return lines.map((line) => {
    const [, time, text] = STAMP.exec(line) ?? assert.fail(`no timestamp: ${line}`)
    return { time: time!, text: text! }
  })
}

/** A timestamp in the form of `since` and `until`: Unix seconds with nine decimals. */
function unixTime(stamp: string): string {
  return `${Date.parse(`${stamp.slice(0, 19)}Z`) / 1000}.${stamp.slice(20, 29)}`
}

export function logTests(open: OpenLab): void {
  test('both outputs, or one of them', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'a\nb\n', ERR: 'c\nd\n' } })
    assert.deepEqual(await lab.read(id), { stdout: 'a\nb\n', stderr: 'c\nd\n' })
    assert.deepEqual(await lab.read(id, { stderr: false }), { stdout: 'a\nb\n', stderr: '' })
    assert.deepEqual(await lab.read(id, { stdout: false }), { stdout: '', stderr: 'c\nd\n' })
  })

  test('a record is a frame', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'a\n\nbc\n' } })
    const frames = await collect((await lab.logs(id)).frames())
    assert.deepEqual(
      frames.map(({ stream, data }) => [stream, Buffer.from(data).toString()]),
      [
        ['stdout', 'a\n'],
        ['stdout', '\n'],
        ['stdout', 'bc\n'],
      ],
    )
  })

  test('the raw body consists of the frames, and every way to read them agrees', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'äöü\nzwei\n' } })
    const expected = Buffer.from('\x01\0\0\0\0\0\0\x07äöü\n\x01\0\0\0\0\0\0\x05zwei\n')
    assert.deepEqual(Buffer.concat(await collect(await lab.logs(id))), expected)
    assert.deepEqual(Buffer.from(await (await lab.logs(id)).bytes()), expected)
    assert.equal(await (await lab.logs(id)).text(), expected.toString())
    const pieces: Uint8Array[] = []
    await (await lab.logs(id)).onFrame((kind, bytes, start, end) => {
      assert.equal(kind, 1)
      pieces.push(bytes.slice(start, end))
    })
    assert.equal(Buffer.concat(pieces).toString(), 'äöü\nzwei\n')
  })

  test('tail: the last n records, none, or all', async (t) => {
    const lab = open(t)
    const id = await lab.finish('count', { env: { COUNT: 500 } })
    const all = Array.from({ length: 500 }, (_, i) => `line ${i + 1}`)
    assert.deepEqual(await lab.lines(id), all)
    assert.deepEqual(await lab.lines(id, { tail: 'all' }), all)
    assert.deepEqual(await lab.lines(id, { tail: 3 }), all.slice(-3))
    assert.deepEqual(await lab.lines(id, { tail: 500 }), all)
    assert.deepEqual(await lab.lines(id, { tail: 9999 }), all)
    assert.deepEqual(await lab.lines(id, { tail: 0 }), [])
  })

  test('timestamps: each record has the time of its writing', async (t) => {
    const lab = open(t)
    const id = await lab.finish('count', { env: { COUNT: 20 } })
    const lines = await stamped(lab, id)
    assert.deepEqual(
      lines.map(({ text }) => text),
      Array.from({ length: 20 }, (_, i) => `line ${i + 1}`),
    )
    const times = lines.map(({ time }) => time)
    assert.deepEqual(times, [...times].sort())
    assert.deepEqual(await stamped(lab, id), lines, 'the same at every reading')
  })

  test('since and until are inclusive, to the nanosecond', async (t) => {
    const lab = open(t)
    const id = await lab.finish('count', { env: { COUNT: 20 } })
    const lines = await stamped(lab, id)
    const at = (index: number) => unixTime(lines[index]!.time)
    const between = (from: number, to: number) =>
      lines.filter(({ time }) => time >= lines[from]!.time && time <= lines[to]!.time)
    assert.deepEqual(await stamped(lab, id, { since: at(5) }), between(5, 19))
    assert.deepEqual(await stamped(lab, id, { until: at(5) }), between(0, 5))
    assert.deepEqual(await stamped(lab, id, { since: at(5), until: at(9) }), between(5, 9))
    assert.deepEqual(await stamped(lab, id, { since: Math.floor(Date.now() / 1000) + 60 }), [])
    // A Date is sent in seconds, too.
    assert.deepEqual(await stamped(lab, id, { since: new Date(0), until: new Date(Date.now() + 60_000) }), lines)
  })

  test('details: the labels and variables of the log options, before each record', async (t) => {
    const lab = open(t)
    const LogConfig = { Type: 'json-file', Config: { labels: 'flavour', env: 'WHO' } }
    const id = await lab.finish('say', {
      env: { OUT: 'hi\nho\n', WHO: 'a b&c' },
      labels: { flavour: 'süß' },
      hostConfig: { LogConfig },
    })
    const details = 'WHO=a+b%26c,flavour=s%C3%BC%C3%9F '
    assert.equal((await lab.read(id, { details: true })).stdout, `${details}hi\n${details}ho\n`)
    const [first] = await stamped(lab, id, { details: true })
    assert.equal(first?.text, `${details}hi`)
    const plain = await lab.finish('say', { env: { OUT: 'hi\n' } })
    assert.equal((await lab.read(plain, { details: true })).stdout, ' hi\n')
  })

  test('an empty log', async (t) => {
    const lab = open(t)
    for (const id of [await lab.create('say'), await lab.finish('say')]) {
      assert.deepEqual(await collect((await lab.logs(id)).frames()), [])
      assert.deepEqual(await collect((await lab.logs(id)).lines()), [])
      assert.equal((await (await lab.logs(id)).bytes()).length, 0)
    }
  })

  test('a last line without an LF is kept, and marked incomplete', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'one\ntwo', ERR: 'three' } })
    assert.deepEqual(await lab.read(id), { stdout: 'one\ntwo', stderr: 'three' })
    const lines = await collect((await lab.logs(id)).lines())
    assert.deepEqual(
      lines.filter(({ stream }) => stream === 'stdout'),
      [
        { stream: 'stdout', text: 'one', complete: true },
        { stream: 'stdout', text: 'two', complete: false },
      ] satisfies Line[],
    )
    assert.deepEqual(
      lines.filter(({ stream }) => stream === 'stderr'),
      [{ stream: 'stderr', text: 'three', complete: false }] satisfies Line[],
    )
  })

  test('a line longer than a record arrives in several, which lines() joins', async (t) => {
    const lab = open(t)
    for (const size of [
      RECORD_BYTES - 2,
      RECORD_BYTES - 1,
      RECORD_BYTES,
      RECORD_BYTES + 1,
      3 * RECORD_BYTES,
      100_000,
    ]) {
      const id = await lab.finish('long', { env: { SIZE: size } })
      const frames = await collect((await lab.logs(id)).frames())
      const sizes = frames.map(({ data }) => data.length)
      assert.ok(Math.max(...sizes) <= RECORD_BYTES, `${size}: ${sizes}`)
      assert.equal(
        sizes.reduce((a, b) => a + b),
        size + 1,
      )
      assert.equal(sizes.length, Math.ceil((size + 1) / RECORD_BYTES), `${size}: ${sizes}`)
      const lines = await collect((await lab.logs(id)).lines())
      assert.deepEqual(
        lines.map(({ text, complete }) => [text.length, complete]),
        [[size, true]],
      )
    }
  })

  test("the records of one long line share the first one's timestamp", async (t) => {
    const lab = open(t)
    const id = await lab.finish('long', { env: { SIZE: 40_000 } })
    const frames = await collect((await lab.logs(id, { timestamps: true })).frames())
    const stamps = frames.map(({ data }) => STAMP.exec(Buffer.from(data).toString())?.[1])
    assert.equal(stamps.length, 3)
    assert.ok(stamps[0])
    assert.deepEqual(stamps, Array(3).fill(stamps[0]))
  })

  test('text beyond ASCII, control characters, and what JSON must escape', async (t) => {
    const lab = open(t)
    const text = `größe ✓ 😀 \u2028 "\\ \t\x01\x1b[31mred\x7f <&>\n`
    const id = await lab.finish('say', { env: { OUT: text, ERR: '日本語\n' } })
    assert.deepEqual(await lab.read(id), { stdout: text, stderr: '日本語\n' })
    const [line] = await collect((await lab.logs(id, { stderr: false })).lines())
    assert.equal(line?.text, text.slice(0, -1))
  })

  test("a TTY's log is raw: all of it stdout, byte for byte, with the terminal's CR", async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', {
      tty: true,
      env: { OUT: '\x01\x1b[1mfett\x1b[0m ✔\nabc', ERR: 'to the terminal\n' },
    })
    const raw = '\x01\x1b[1mfett\x1b[0m ✔\r\nabcto the terminal\r\n'
    assert.equal(await (await lab.logs(id)).text(), raw)
    const frames = await collect((await lab.logs(id)).frames({ tty: true }))
    assert.equal(Buffer.concat(frames.map(({ data }) => data)).toString(), raw)
    assert.deepEqual(new Set(frames.map(({ stream }) => stream)), new Set(['stdout']))
    const lines = await collect((await lab.logs(id)).lines({ tty: true }))
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['\x01\x1b[1mfett\x1b[0m ✔', 'abcto the terminal'],
    )
  })

  test("a TTY's log read as a multiplexed one rejects, and gives no garbage", async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { tty: true, env: { OUT: 'hello terminal\n' } })
    await assert.rejects(collect((await lab.logs(id)).frames({ tty: false })), { code: 'ERR_FRAME_TYPE' })
  })

  test('the log of a removed container is a 404', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'gone\n' } })
    await lab.engine.delete('/containers/{id}', { path: { id } })
    await assert.rejects(lab.logs(id), (error) => error instanceof EngineError && error.status === 404)
  })
}
