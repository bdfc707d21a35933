// What follow() promises, on a real Engine and at length: content, rotation, a collector that is killed, the cost of resuming. Each has its
// control. FAIRLEAD_LONG=1 runs the counts of docs/logs.md (some ten minutes); without it the same with fewer lines.

import assert from 'node:assert/strict'
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, copyTo, logs, wait } from '../../../src/index.ts'
import { follow } from '../../../src/logs.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine } from '../../support/live.ts'
import { sampled } from '../../support/soak.ts'
import { tempDir } from '../../support/temp.ts'
import { container, created, faultsOf, followAll, go, NONE, numbered, numberedOnGo, readAll } from '../live-kit.ts'

const LONG = process.env.FAIRLEAD_LONG === '1'
const { host, skip } = liveEngine()
const engine = connect(skip ? 'unix:///nowhere' : host)
after(() => engine.close())

/** Numbered lines of 1 to 60,000 bytes, of every kind of content, not UTF-8 too where that is kept; without an LF at the end. */
function content(count: number, first: number, isText: boolean): Buffer {
  const lines: Buffer[] = []
  for (let n = first; n < first + count; n++) {
    const most = n % 400 === 7 ? (n * 7919) % 60_000 : n % 120
    const text = n % 3 === 0 ? 'ä€😀' : n % 7 === 0 ? 'carriage\rreturn ' : n % 11 === 0 ? 'nul\0byte ' : 'plain text '
    const body = Buffer.from(`${n} ${text}`.padEnd(most, `${n}.`))
    lines.push(n % 13 === 0 && !isText ? Buffer.concat([body, Buffer.of(0xff, 0xfe, 0xc3)]) : body)
  }
  return Buffer.concat(lines.flatMap((line, at) => (at === 0 ? [line] : [Buffer.of(10), line])))
}

const RUNS = 3

for (const [name, kind] of sampled(
  Object.entries({
    'json-file': {},
    local: { driver: 'local' },
    'a rotating json-file': { options: { 'max-size': '10m', 'max-file': '100' } },
    'a TTY': { tty: true },
  }),
  2,
)) {
  test(`content, three runs, ${name}: byte for byte, at the right time, in order`, { skip }, async (t) => {
    const isTty = 'tty' in kind
    // json-file stores U+FFFD for what is not UTF-8.
    const isText = !('driver' in kind)
    const count = LONG ? 200_000 / RUNS / (isTty ? 1 : 2) : 600
    const folder = tempDir(t)
    const outputs = isTty ? ['out'] : ['out', 'err']
    const wanted = outputs.map((_, at) => content(Math.ceil(count), at * 1_000_000, isText))
    // A terminal that is closed takes what is unfinished with it: there each run ends with an LF.
    if (isTty) wanted[0] = Buffer.concat([wanted[0]!, Buffer.of(10)])
    mkdirSync(path.join(folder, 'content'))
    for (const [at, output] of outputs.entries()) writeFileSync(path.join(folder, 'content', output), wanted[at]!)
    const tar = spawnSync('tar', ['-C', folder, '-cf', '-', 'content'], { maxBuffer: 1 << 30 })
    // The sleep: a daemon that is short of time gives up reading an output some seconds after its process.
    const script = `${isTty ? 'stty -onlcr; cat /content/out' : 'cat /content/out & cat /content/err >&2; wait'}; sleep 0.3`
    const id = await created(t, engine, script, kind)
    await copyTo(engine, id, '/', tar.stdout)
    const log = follow(engine, id)
    const taken: { stream: string; bytes: Uint8Array; stamp: string; complete: boolean }[] = []
    const done = (async () => {
      for await (const item of log) {
        assert.notEqual(item.kind, 'gap')
        if (item.kind !== 'record') continue
        assert.equal(item.truncated, false)
        taken.push({ stream: item.stream, bytes: item.bytes, stamp: item.timestamp, complete: item.complete })
      }
    })()
    await log.ready()
    for (let run = 0; run < RUNS; run++) {
      await engine.post('/containers/{id}/start', { path: { id } })
      await (await wait(engine, id)).exit
    }
    const stored = await storedStamps(id)
    await eventually(() => assert.ok(taken.length >= stored.length, `${taken.length} of ${stored.length}`), {
      within: 60_000,
    })
    log.close()
    await done
    for (const [at, output] of outputs.entries()) {
      const own = taken.filter(({ stream }) => stream === `std${output}`)
      const lines = Array.from({ length: RUNS }, () => splitLines(wanted[at]!)).flat()
      const first = lines.findIndex((line, n) => own[n] === undefined || Buffer.compare(own[n].bytes, line) !== 0)
      assert.equal(own.length, lines.length, `${output}: they differ from line ${first} on`)
      // Of a TTY a CR before the LF is taken off, also where the program wrote it.
      for (const [n, line] of lines.entries())
        assert.ok(Buffer.compare(own[n]!.bytes, line) === 0, `${output}, line ${n}`)
    }
    assert.deepEqual(taken.map(({ stamp }) => stamp).sort(), stored.sort())
    if (isTty) return
    const glued = await gluedLines(id)
    t.diagnostic(`${taken.length} lines; joined by LF they would be ${glued}`)
    assert.ok(glued < taken.length, 'the control has to glue lines')
  })
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  if (from < bytes.length) lines.push(bytes.subarray(from))
  return lines
}

/** The timestamps of the stored lines. Pieces of one have the same, and so may two lines where a clock is coarse. */
async function storedStamps(id: string): Promise<string[]> {
  const query = { stdout: true, stderr: true, timestamps: true }
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
  const inspected = await engine.get('/containers/{id}/json', { path: { id } })
  const stamps: string[] = []
  /** By output: the timestamp of a piece that may have a successor. */
  const open = new Map<string, string>()
  const take = (stream: string, record: Buffer): void => {
    const stamp = record.subarray(0, 30).toString('latin1')
    if (open.get(stream) !== stamp) stamps.push(stamp)
    if (record.length - 31 >= 16_384 && record.at(-1) !== 10) open.set(stream, stamp)
    else open.delete(stream)
  }
  if (inspected.Config?.Tty) {
    const bytes = Buffer.from(await response.bytes({ limit: 1 << 30 }))
    const begins = [...bytes.toString('latin1').matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /g)]
    for (const [at, { index }] of begins.entries()) take('stdout', bytes.subarray(index, begins[at + 1]?.index))
  } else for await (const { stream, data } of response.frames()) take(stream, Buffer.from(data))
  return stamps
}

/** How many lines there are for someone who joins frames until the next LF: the control. */
async function gluedLines(id: string): Promise<number> {
  const query = { stdout: true, stderr: true }
  const response = await engine.request('GET', '/containers/{id}/logs', { path: { id }, query })
  let lines = 0
  for await (const _ of response.lines()) lines++
  return lines
}

test('at full speed, 10m × 50, a consumer that never pauses: nothing is missed; one connection misses', {
  skip,
}, async (t) => {
  const count = LONG ? 1_500_000 : 30_000
  const script = `${numberedOnGo(count)}; sleep 1`
  const options = LONG ? { 'max-size': '10m', 'max-file': '50' } : { 'max-size': '100k', 'max-file': '200' }
  const ids = await Promise.all([0, 1].map(() => container(t, engine, script, { options })))
  const began = performance.now()
  const [{ lines, log }, control] = await Promise.all([followAll(engine, ids[0]!, 1), readAll(engine, ids[1]!, 1)])
  const lost = faultsOf(control, count)
  t.diagnostic(
    `${count} lines in ${Math.round(performance.now() - began)} ms; by one connection ${JSON.stringify(lost)}`,
  )
  assert.deepEqual(faultsOf(lines, count), NONE)
  assert.equal(log.figures.gaps, 0)
  if (LONG) assert.ok(lost.missed > 300_000 || lost.repeated > 0, 'the control has to lose, or this shows nothing')
})

test('100k × 3 at full speed: each missing record lies in a gap that was reported, none comes twice', {
  skip,
}, async (t) => {
  const count = LONG ? 300_000 : 20_000
  const id = await container(t, engine, `${numberedOnGo(count)}; sleep 1`, {
    options: { 'max-size': '100k', 'max-file': '3' },
  })
  let last = -1
  let missing = 0
  let gaps = 0
  let isGap = false
  const log = follow(engine, id, { until: 'stopped' })
  for await (const item of log) {
    if (item.kind === 'gap') {
      gaps++
      isGap = true
    }
    if (item.kind !== 'record') continue
    const number = Number.parseInt(item.text, 10)
    if (number !== last + 1) {
      assert.ok(isGap && number > last, `${number} behind ${last}${isGap ? ', a gap' : ''}`)
      missing += number - last - 1
    }
    isGap = false
    last = number
    if (number === 0) await go(engine, id, 0)
  }
  t.diagnostic(`${missing} of ${count} missing in ${gaps} gaps`)
  assert.equal(last, count - 1)
  assert.ok(gaps > 0)
})

for (const [name, everyMs] of sampled(Object.entries({ 'with each batch': 0, 'once a second': 1000 }), 2)) {
  test(`a collector killed ${LONG ? 'ten times' : 'twice'}, its cursor saved ${name}`, { skip }, async (t) => {
    const kills = LONG ? 10 : 2
    const count = kills * 1000
    const script = `i=0; while [ $i -lt ${count} ]; do echo $i line; i=$((i+1)); [ $((i % 20)) = 0 ] && usleep 60000; done; sleep 1`
    const id = await container(t, engine, script, { options: { 'max-size': '100k', 'max-file': '20' } })
    const file = path.join(tempDir(t), 'collected')
    const start = () => fork(path.join(import.meta.dirname, 'collector.js'), [host, id, file, String(everyMs)])
    for (let kill = 0; kill < kills; kill++) {
      const child = start()
      const ended = once(child, 'exit')
      const before = existsSync(file) ? readFileSync(file).length : 0
      // It has taken something more, or has nothing more to take.
      for (let ms = 0; ms < 20_000 && child.exitCode === null; ms += 20) {
        if (existsSync(file) && readFileSync(file).length > before) break
        await sleep(20)
      }
      await sleep(200)
      child.kill('SIGKILL')
      await ended
    }
    await once(start(), 'exit')
    const batches = readFileSync(file, 'utf8').trimEnd().split('\n')
    const entries = batches.map((text) => JSON.parse(text) as { lines: string[]; cursor?: string })
    const found = faultsOf(
      entries.flatMap(({ lines }) => lines),
      count,
    )
    t.diagnostic(`of ${count}: ${JSON.stringify(found)}`)
    assert.equal(found.missed, 0)
    if (everyMs === 0) return assert.deepEqual(found, NONE)
    // What comes again was written behind the last cursor that was saved.
    let saved = -1
    let last = -1
    for (const { lines, cursor } of entries) {
      for (const line of lines) {
        const number = Number.parseInt(line, 10)
        assert.ok(number === last + 1 || number === saved + 1, `${number} behind ${last}, saved ${saved}`)
        last = number
      }
      if (cursor !== undefined) saved = last
    }
  })
}

test('resuming a long log costs the daemon what is behind the cursor; by since it costs all of it', {
  skip,
}, async (t) => {
  const count = LONG ? 1_500_000 : 60_000
  const id = await container(t, engine, numbered(count))
  await (await wait(engine, id)).exit
  const log = follow(engine, id, { from: { last: 300 }, until: 'stopped' })
  let stamp = ''
  for await (const record of log.records()) {
    stamp = record.timestamp
    break
  }
  const { cursor } = log
  const pid = daemonOf(host)
  const measure = async (read: () => Promise<number>) => {
    const before = cpuOf(pid)
    const began = performance.now()
    const records = await read()
    return { records, ms: Math.round(performance.now() - began), cpu: cpuOf(pid) - before }
  }
  const runs = []
  for (let run = 0; run < 5; run++) {
    const own = await measure(async () => (await followAll(engine, id, 0, { from: { cursor } })).lines.length)
    const control = await measure(async () => {
      let records = 0
      for await (const _ of logs(engine, id, { since: stamp })) records++
      return records
    })
    assert.deepEqual([own.records, control.records], [299, 300])
    runs.push({ own, control })
  }
  for (const { own, control } of runs)
    t.diagnostic(`resumed in ${own.ms} ms, ${own.cpu} ms of daemon CPU; by since ${control.ms} ms, ${control.cpu} ms`)
  if (pid === 0) return
  const median = (values: number[]) => values.sort((a, b) => a - b)[2]!
  const own = median(runs.map(({ own }) => own.cpu))
  const since = median(runs.map(({ control }) => control.cpu))
  if (LONG) assert.ok(own * 10 < since, `${own} ms and ${since} ms`)
})

/** The process of the dockerd that listens there, or 0. */
function daemonOf(address: string): number {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      if (words[0]!.endsWith('dockerd') && words.includes(address)) return Number(pid)
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return 0
}

/** CPU time of a process in ms, user and system. */
function cpuOf(pid: number): number {
  if (pid === 0) return 0
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
