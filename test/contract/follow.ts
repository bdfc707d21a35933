// Followed logs: live, until the container ends or the caller stops; one, two, and fifty at a time.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Engine, FrameResponse, Line } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { holdings } from '../support/handles.ts'
import type { Lab, OpenLab } from './lab.ts'

const FOLLOW = { follow: true }
const NONE = { dialling: 0, idle: 0, busy: 0, waiting: 0 }

/** Reads until a line is `text`; leaves the iterator open. */
async function until(lines: AsyncIterator<Line>, text: string): Promise<void> {
  for (;;) {
    const { value, done } = await lines.next()
    if (done) assert.fail(`the log ended before "${text}"`)
    if (value.text === text) return
  }
}

/** The number of the newest tick in the container's log. */
async function newestTick(lab: Lab, id: string): Promise<number> {
  const [line] = await lab.lines(id, { tail: 1 })
  return Number(line?.replace('tick ', '') ?? 0)
}

/** Asserts that the container continues to write. */
async function assertGoesOn(lab: Lab, id: string): Promise<void> {
  const before = await newestTick(lab, id)
  await eventually(async () => (await newestTick(lab, id)) > before + 2)
  assert.equal((await lab.inspect(id)).State.Running, true)
}

/** A client without a connection, a ticking container, and an assertion that no connection is left open. */
async function setUp(lab: Lab, t: TestContext) {
  const id = await lab.launch('tick')
  const client = lab.client(t)
  const settled = holdings()
  const { sockets } = lab.target
  const before = sockets?.()
  /** Follows the log on a separate connection. */
  const follow = (signal?: AbortSignal): Promise<FrameResponse> => {
    const query = { follow: true, stdout: true }
    return client.request('GET', '/containers/{id}/logs', { path: { id }, query, signal })
  }
  /** Asserts that the connection is closed on both sides. */
  const assertClosed = async () => {
    assert.deepEqual(client.connections, NONE)
    await settled()
    if (sockets !== undefined) await eventually(() => assert.equal(sockets(), before))
    await assertGoesOn(lab, id)
  }
  return { client, follow, assertClosed }
}

/** Asserts that the log's connection is free for the next request. */
function assertReusable(engine: Engine, idle: number): void {
  assert.deepEqual(engine.connections, { ...NONE, idle })
}

export function followTests(open: OpenLab): void {
  test("a log is followed live, to the container's end", async (t) => {
    const lab = open(t)
    const id = await lab.launch('gate')
    const lines = (await lab.logs(id, FOLLOW)).lines()
    await until(lines, 'ready')
    await lab.open(id)
    assert.deepEqual(await lines.next(), { value: { stream: 'stderr', text: 'gone', complete: true }, done: false })
    assert.equal((await lines.next()).done, true)
    assertReusable(lab.engine, 2)
  })

  test('following a container that has ended ends at once', async (t) => {
    const lab = open(t)
    const id = await lab.finish('say', { env: { OUT: 'done\n' } })
    assert.deepEqual(await lab.read(id, FOLLOW), { stdout: 'done\n', stderr: '' })
  })

  test('the head of a silent log arrives at once', async (t) => {
    const lab = open(t)
    const id = await lab.launch('gate')
    await until((await lab.logs(id, FOLLOW)).lines(), 'ready')
    const response = await lab.logs(id, { ...FOLLOW, stdout: false })
    assert.equal(response.status, 200)
    const lines = response.lines()
    await lab.open(id)
    assert.deepEqual(await lines.next(), { value: { stream: 'stderr', text: 'gone', complete: true }, done: false })
  })

  test('tail and follow: the last records, then the new ones', async (t) => {
    const lab = open(t)
    const id = await lab.launch('tick')
    await until((await lab.logs(id, FOLLOW)).lines(), 'tick 5')
    const newest = await newestTick(lab, id)
    const numbers: number[] = []
    for await (const { text } of (await lab.logs(id, { ...FOLLOW, tail: 2 })).lines()) {
      numbers.push(Number(text.replace('tick ', '')))
      if (numbers.length === 6) break
    }
    const first = numbers[0]!
    assert.ok(first >= newest - 1, `${first} of ${newest}`)
    assert.deepEqual(
      numbers,
      Array.from({ length: 6 }, (_, i) => first + i),
    )
  })

  test('a TTY is followed as it writes', async (t) => {
    const lab = open(t)
    const id = await lab.launch('tick', { tty: true })
    const texts: string[] = []
    for await (const { stream, text } of (await lab.logs(id, FOLLOW)).lines({ tty: true })) {
      assert.equal(stream, 'stdout')
      if (texts.push(text) === 5) break
    }
    assert.deepEqual(texts, ['tick 1', 'tick 2', 'tick 3', 'tick 4', 'tick 5'])
  })

  test('break closes the connection, and the container keeps running', async (t) => {
    const { follow, assertClosed } = await setUp(open(t), t)
    for await (const { text } of (await follow()).lines()) if (text === 'tick 3') break
    await assertClosed()
  })

  test('an error thrown inside the loop closes the connection and is passed on unchanged', async (t) => {
    const { follow, assertClosed } = await setUp(open(t), t)
    const mine = new Error('mine')
    const reading = async () => {
      for await (const _ of (await follow()).frames()) throw mine
    }
    await assert.rejects(reading(), (error) => error === mine)
    await assertClosed()
  })

  test('closing an unread response frees its connection', async (t) => {
    const { client, follow, assertClosed } = await setUp(open(t), t)
    const response = await follow()
    assert.equal(client.connections.busy, 1)
    response.close()
    await assertClosed()
  })

  for (const [name, consume] of Object.entries(consumers)) {
    test(`a signal ends ${name}: it rejects, the connection closes, the container keeps running`, async (t) => {
      const { follow, assertClosed } = await setUp(open(t), t)
      const abort = new AbortController()
      const reason = new Error('enough')
      const response = await follow(abort.signal)
      await assert.rejects(
        consume(response, () => abort.abort(reason)),
        { name: 'AbortError', code: 'ERR_ABORTED', cause: reason },
      )
      await assertClosed()
    })
  }

  test('50 logs followed at once each get their own lines, and a ping gets through', async (t) => {
    const lab = open(t)
    const ids = await Promise.all(Array.from({ length: 5 }, () => lab.launch('gate')))
    const readers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => (await lab.logs(ids[i % 5]!, FOLLOW)).lines()),
    )
    await Promise.all(readers.map((lines) => until(lines, 'ready')))
    assert.equal(lab.engine.connections.busy, 50)
    assert.equal(await lab.engine.get('/_ping'), 'OK')
    await Promise.all(ids.map((id) => lab.open(id)))
    await Promise.all(
      readers.map(async (lines) => {
        await until(lines, 'gone')
        assert.equal((await lines.next()).done, true)
      }),
    )
    assert.equal(lab.engine.connections.busy, 0)
    assert.ok(lab.engine.connections.idle >= 50)
  })

  test('two clients follow one container; the end of one does not end the other', async (t) => {
    const lab = open(t)
    const other = lab.client(t)
    const id = await lab.launch('tick')
    const mine = (await lab.logs(id, FOLLOW)).lines()
    const query = { follow: true, stdout: true }
    const theirs = (await other.request('GET', '/containers/{id}/logs', { path: { id }, query })).lines()
    await Promise.all([until(mine, 'tick 3'), until(theirs, 'tick 3')])
    await other.close()
    await assert.rejects(until(theirs, 'never'), { code: 'ERR_CLOSED' })
    await until(mine, `tick ${(await newestTick(lab, id)) + 2}`)
  })
}

/** Consumers that never end by themselves; `enough` is called when something has arrived. */
const consumers: Record<string, (response: FrameResponse, enough: () => void) => Promise<unknown>> = {
  async 'lines()'(response, enough) {
    for await (const _ of response.lines()) enough()
  },
  async 'frames()'(response, enough) {
    for await (const _ of response.frames()) enough()
  },
  'onFrame()': (response, enough) => response.onFrame(() => enough()),
  async 'pipe()'(response, enough) {
    const { PassThrough } = await import('node:stream')
    const stdout = new PassThrough().once('data', enough).on('error', () => undefined)
    await response.pipe({ stdout })
  },
  async 'bytes()'(response, enough) {
    setImmediate(enough)
    await response.bytes()
  },
}
