// follow() on a real Engine: content, rotation, cursors and traps, each with its control where plain logs() must lose.
// Figures of one run stand in docs/logs.md.

import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, logs, wait } from '../../../src/index.ts'
import { type FollowOptions, follow, type LogRecord, readLog } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'
import { tempDir } from '../../support/temp.ts'
import { container, faultsOf, followAll, go, NONE, numbered, numberedOnGo, readAll } from '../live-kit.ts'

const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

/** Lines of 1 to 60,000 bytes, every third one to stderr where there is one. */
const LINES = 300
const lengthOf = (n: number): number => (n % 5 === 0 ? (n * 199) % 60_000 : n % 90)
const content = `awk 'BEGIN {
  for (pad = "x"; length(pad) < 60000; ) pad = pad pad
  for (n = 0; n < ${LINES}; n++) {
    length_ = n % 5 == 0 ? (n * 199) % 60000 : n % 90
    line = n " \\303\\244 " substr(pad, 1, length_)
    if (n % 3 == 2 && ENVIRON["BOTH"] != "") { print line > "/dev/stderr"; fflush("/dev/stderr") } else { print line; fflush() }
  }
}'`
const lineOf = (n: number): string => `${n} ä ${'x'.repeat(lengthOf(n))}`

for (const [name, kind] of Object.entries({
  'json-file': {},
  local: { driver: 'local' },
  'a rotating json-file': { options: { 'max-size': '1m', 'max-file': '50' } },
  'a TTY': { tty: true },
})) {
  test(`lines of 1 to 60,000 bytes, ${name}: every line once, whole, in order`, { skip }, async (t) => {
    const isTty = 'tty' in kind
    const id = await container(t, engine, isTty ? content : `BOTH=1; export BOTH; ${content}`, kind)
    const taken: LogRecord[] = []
    for await (const item of follow(engine, id, { until: 'stopped' })) if (item.kind === 'record') taken.push(item)
    for (const stream of ['stdout', 'stderr']) {
      const wanted = Array.from({ length: LINES }, (_, n) => n).filter((n) =>
        isTty ? stream === 'stdout' : (n % 3 === 2) === (stream === 'stderr'),
      )
      const own = taken.filter((record) => record.stream === stream)
      assert.deepEqual(
        own.map(({ text }) => Number.parseInt(text, 10)),
        wanted,
      )
      for (const [at, n] of wanted.entries()) {
        const { text, pieces, complete } = own[at]!
        assert.ok(text === lineOf(n), `line ${n}`)
        if (!isTty) assert.equal(pieces, Math.ceil((Buffer.byteLength(text) + 1) / 16_384), `pieces of line ${n}`)
        // 20.10's local driver drops the LF of a line that was cut.
        assert.ok(complete || (name === 'local' && pieces > 1), `line ${n}`)
      }
    }
  })
}

test('readLog(): what is stored, of a log that rotates and goes on, once and in order; then the end; follow() goes on there', {
  skip,
}, async (t) => {
  const kinds = [{}, { driver: 'local' }, { options: { 'max-size': '20k', 'max-file': '50', compress: 'true' } }]
  for (const kind of kinds) {
    const script = `${numbered(2000)}; until [ -e /go ]; do usleep 20000; done; echo 2000; sleep 60`
    const id = await container(t, engine, script, kind)
    await eventually(async () => {
      const last: string[] = []
      for await (const { text } of readLog(engine, id, { from: { last: 1 } }).records()) last.push(text.slice(0, 5))
      assert.deepEqual(last, ['1999 '])
    })
    const found: string[] = []
    const log = readLog(engine, id)
    for await (const { text } of log.records()) found.push(text)
    assert.deepEqual(faultsOf(found, 2000), NONE)
    const errors: string[] = []
    for await (const { text } of readLog(engine, id, { stdout: false }).records()) errors.push(text)
    assert.deepEqual(errors, [])
    const followed = follow(engine, id, { from: { cursor: log.cursor } }).records()
    const next = followed.next()
    await go(engine, id, 0)
    assert.equal((await next).value?.text, '2000')
    await followed.return(undefined)
  }
})

test('three runs without an LF: three records with their own times', { skip }, async (t) => {
  const id = await container(t, engine, 'printf abc')
  for (let run = 1; run < 3; run++) {
    await (await wait(engine, id)).exit
    await engine.post('/containers/{id}/start', { path: { id } })
  }
  await (await wait(engine, id)).exit
  const taken: LogRecord[] = []
  for await (const record of follow(engine, id, { until: 'stopped' }).records()) taken.push(record)
  assert.deepEqual(
    taken.map(({ text, complete }) => [text, complete]),
    [
      ['abc', false],
      ['abc', false],
      ['abc', false],
    ],
  )
  assert.equal(new Set(taken.map(({ time }) => time)).size, 3)
})

test('a consumer that is away for 3 s, 1m × 20: nothing is missed; one connection misses much', { skip }, async (t) => {
  const count = 60_000
  const script = `${numberedOnGo(count)}; sleep 1`
  const options = { 'max-size': '1m', 'max-file': '20' }
  const [id, other] = await Promise.all([
    container(t, engine, script, { options }),
    container(t, engine, script, { options }),
  ])
  const [{ lines, log }, control] = await Promise.all([followAll(engine, id, 3000), readAll(engine, other, 3000)])
  const lost = faultsOf(control, count)
  t.diagnostic(`by one connection: ${JSON.stringify(lost)}`)
  assert.deepEqual(faultsOf(lines, count), NONE)
  assert.equal(log.figures.gaps, 0)
  assert.ok(lost.missed > 1000, 'the control has to lose, or this shows nothing')
})

test('what is rotated away meanwhile lies in a gap that is reported', { skip }, async (t) => {
  const count = 30_000
  const id = await container(t, engine, `${numberedOnGo(count)}; sleep 1`, {
    options: { 'max-size': '100k', 'max-file': '3' },
  })
  let last = -1
  let isGap = false
  let gaps = 0
  for await (const item of follow(engine, id, { until: 'stopped' })) {
    if (item.kind === 'gap') isGap = gaps++ >= 0
    if (item.kind !== 'record') continue
    const number = Number.parseInt(item.text, 10)
    assert.ok(isGap ? number > last : number === last + 1, `${number} behind ${last}`)
    isGap = false
    if (last === -1) await go(engine, id, 2000)
    last = number
  }
  assert.equal(last, count - 1)
  assert.ok(gaps > 0)
})

test('a cursor in a compressed log: tail finds the place, since does not read on', { skip }, async (t) => {
  const count = 10_000
  const id = await container(t, engine, numbered(count), {
    driver: 'local',
    options: { 'max-size': '100k', 'max-file': '200' },
  })
  await (await wait(engine, id)).exit
  const log = follow(engine, id, { until: 'stopped' })
  let stamp = ''
  for await (const record of log.records()) {
    if (!record.text.startsWith('8999 ')) continue
    stamp = record.timestamp
    break
  }
  const { lines } = await followAll(engine, id, 0, { from: { cursor: log.cursor } })
  assert.deepEqual(faultsOf(lines, count), { ...NONE, missed: 9000 })
  let since = 0
  for await (const _ of logs(engine, id, { since: stamp })) since++
  t.diagnostic(`by since: ${since} of ${count - 8999}`)
})

test('a collector killed five times, its cursor beside its data: no line is missing or twice', { skip }, async (t) => {
  const count = 4000
  const script = `i=0; while [ $i -lt ${count} ]; do echo $i line; i=$((i+1)); [ $((i % 100)) = 0 ] && usleep 50000; done; sleep 1`
  const id = await container(t, engine, script, { options: { 'max-size': '100k', 'max-file': '20' } })
  const file = path.join(tempDir(t), 'collected')
  const start = () => fork(path.join(import.meta.dirname, 'collector.js'), [host, id, file])
  for (let kill = 0; kill < 5; kill++) {
    const child = start()
    const ended = once(child, 'exit')
    await sleep(500)
    child.kill('SIGKILL')
    await ended
  }
  const last = start()
  await once(last, 'exit')
  assert.ok(existsSync(file))
  // What was cut within its last write is not a batch: the next one begins on a line of its own.
  const batches = readFileSync(file, 'utf8').trimEnd().split('\n')
  const lines = batches.flatMap((text) => (JSON.parse(text) as { lines: string[] }).lines)
  assert.deepEqual(faultsOf(lines, count), NONE)
})

test('a container that keeps nothing, and one that does not exist', { skip }, async (t) => {
  const id = await container(t, engine, 'echo x', { driver: 'none' })
  const kinds: string[] = []
  for await (const item of follow(engine, id)) kinds.push(item.kind)
  assert.deepEqual(kinds, ['unreadable'])
  await assert.rejects(follow(engine, 'no-such-container').ready(), { name: 'EngineError', status: 404 })
})

test('one output alone: what is asked for comes, however much the other one writes behind it', { skip }, async (t) => {
  const id = await container(t, engine, `echo e0 >&2; ${numbered(2000)}; echo e1 >&2`)
  const only: FollowOptions = { stdout: false }
  assert.deepEqual((await followAll(engine, id, 0, only)).lines, ['e0', 'e1'])
})

test('a container in restarts: all of its runs, and few requests', { skip }, async (t) => {
  // The first run lasts until it has the policy.
  const id = await container(t, engine, 'echo run; [ -e /ran ] || { touch /ran; sleep 2; }; sleep 0.3; exit 1')
  await engine.post('/containers/{id}/update', {
    path: { id },
    body: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 4 } },
  })
  let requests = 0
  const counting = connect({ host, before: () => void requests++ })
  t.after(() => counting.close())
  const { lines } = await followAll(counting, id, 0)
  assert.deepEqual(
    lines,
    lines.map(() => 'run'),
  )
  const stored: string[] = []
  for await (const { text } of logs(engine, id)) stored.push(text)
  assert.equal(lines.length, stored.length)
  t.diagnostic(`${requests} requests for ${lines.length} runs`)
  assert.ok(requests < 20 * lines.length)
})
