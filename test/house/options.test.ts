// Every options type of an entry point has a table of kinds. The compiler requires it to be complete, so that a new option cannot be
// forgotten. Every function with options rejects unknown ones.

import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import test, { after, before } from 'node:test'
import type { Kinds } from '../../src/check.ts'
import * as containers from '../../src/containers.ts'
import { diskUsage, exit, http, port, progressStates, usages, waitFor, watch } from '../../src/containers.ts'
import { CONNECT, CONNECT_TIMEOUTS, POOL } from '../../src/endpoint/connect-options.ts'
import * as files from '../../src/files.ts'
import type { ConnectOptions, Engine, EngineResponse, FairleadError } from '../../src/index.ts'
import * as fairlead from '../../src/index.ts'
import { follow, followEvents } from '../../src/logs.ts'
import { Modem } from '../../src/modem.ts'
import * as node from '../../src/node.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { requiresOf } from '../../src/versions.ts'
import * as web from '../../src/web.ts'
import { assertNone, filesUnder, read, withoutComments } from './sources.ts'
import { collect, fromLines, JsonRecords, LineSplitter } from './toolkit.ts'

CONNECT satisfies Kinds<ConnectOptions>
CONNECT_TIMEOUTS satisfies Kinds<NonNullable<ConnectOptions['timeouts']>>
POOL satisfies Kinds<NonNullable<ConnectOptions['pool']>>

/** Options types without their own table, and why. */
const ELSEWHERE = new Set([
  'ConnectOptions', // CONNECT, held above
  'EndpointOptions', // a part of ConnectOptions
  'DialOptions', // docker-modem's: what it does not know is passed over, as there
])

test('every exported options type has its table', () => {
  const code = filesUnder('src', /\.ts$/).map((file) => withoutComments(read(file)))
  const entries = filesUnder('src', /^src\/(?!error|check)[^/]+\.ts$/).map((file) => withoutComments(read(file)))
  const names = new Set(
    entries.flatMap((text) => text.match(/\b[A-Z]\w+(?:Options|Setup|Timeouts|Defaults|Plan)\b/g) ?? []),
  )
  names.add('Fault').add('PipeOutputs').add('TtySize').add('RequestParts')
  assert.ok(names.size > 40, String(names.size))
  const kinds = code.join('\n')
  const missing = [...names].filter((name) => !ELSEWHERE.has(name) && !kinds.includes(`Kinds<${name}`))
  assertNone(missing, 'without a table')
})

let server: EmbeddedEngine
let engine: Engine
let response: () => Promise<EngineResponse>

before(async () => {
  server = await EmbeddedEngine.start()
  server.image('echo', async () => undefined)
  engine = fairlead.connect(server.host)
  response = () => engine.untyped.request('GET', '/_ping')
})
after(async () => {
  await engine.close()
  await server.close()
})

type Bad = Record<string, unknown>
/** Functions with options, by name: the typo that is tried, and the intended name. */
const takers: [name: string, typo: string, meant: string, call: (options: never) => unknown][] = [
  ['connect', 'hots', 'host', (o) => fairlead.connect(o)],
  ['connect pool', 'conections', 'pool.connections', (o) => fairlead.connect({ host: 'unix:///x', pool: o })],
  ['connect timeouts', 'untakn', 'timeouts.untaken', (o) => fairlead.connect({ host: 'unix:///x', timeouts: o })],
  ['connect tls', 'servernam', 'tls.servername', (o) => fairlead.connect({ host: 'tcp://x', tls: o })],
  ['resolveEndpoint', 'contxt', 'context', (o) => fairlead.resolveEndpoint(o)],
  ['get', 'quary', 'query', (o) => engine.get('/info', o)],
  ['get timeouts', 'haed', 'timeouts.head', (o) => engine.get('/info', { timeouts: o })],
  ['post', 'bdoy', 'body', (o) => engine.post('/containers/create', o)],
  ['put', 'bodylength', 'bodyLength', (o) => engine.untyped.put('/x', o)],
  ['delete', 'signl', 'signal', (o) => engine.untyped.delete('/x', o)],
  ['head', 'heders', 'headers', (o) => engine.head('/_ping', o)],
  ['request', 'requries', 'requires', (o) => engine.request('GET', '/info', o)],
  ['untyped', 'auht', 'auth', (o) => engine.untyped.get('/x', o)],
  ['answer', 'singal', 'signal', (o) => engine.requestTarget('GET', '/info', o)],
  ['raw', 'upgrad', 'upgrade', (o) => engine.requestRaw('GET', '/info', o)],
  ['tunnel', 'tyt', 'tty', (o) => engine.tunnel('/containers/{id}/attach', o)],
  ['upgrade', 'protcol', 'protocol', (o) => engine.untyped.upgrade('/session', o)],
  ['version', 'timeout', 'timeouts', (o) => engine.version(o)],
  ['frames', 'try', 'tty', async (o) => (await response()).frames(o)],
  ['lines', 'tt', 'tty', async (o) => (await response()).lines(o)],
  ['onFrame', 'ttyy', 'tty', async (o) => (await response()).onFrame(() => {}, o)],
  ['pipe', 'sdtout', 'stdout', async (o) => (await response()).pipe(o)],
  ['bytes', 'limti', 'limit', async (o) => (await response()).bytes(o)],
  ['text', 'limits', 'limit', async (o) => (await response()).text(o)],
  ['json', 'Limit', 'limit', async (o) => (await response()).json(o)],
  ['logs', 'folow', 'follow', async (o) => await fairlead.logs(engine, 'x', o).next()],
  ['buildContext', 'dockerFile', 'dockerfile', async (o) => files.buildContext('.', o)],
  ['copyIn', 'folowLink', 'followLink', (o) => files.copyIn(engine, 'x', '.', '/', o)],
  ['copyOut', 'onskip', 'onSkip', (o) => files.copyOut(engine, 'x', '/', '.', o)],
  ['writeTar', 'contents', 'content', async (o) => await files.writeTar([o]).next()],
  ['attach', 'stdinn', 'stdin', (o) => fairlead.attach(engine, 'x', o)],
  ['exec', 'workingdirr', 'workingDir', (o) => fairlead.exec(engine, 'x', ['true'], o)],
  ['startExec', 'priviledged', 'privileged', (o) => fairlead.startExec(engine, 'x', ['true'], o)],
  ['execDetached', 'usr', 'user', (o) => fairlead.execDetached(engine, 'x', ['true'], o)],
  ['run', 'stdoutt', 'stdout', (o) => fairlead.run(engine, { Image: 'echo' }, o)],
  ['run size', 'cols', 'columns', (o) => fairlead.run(engine, { Image: 'echo' }, { size: o })],
  ['wait', 'conditon', 'condition', (o) => fairlead.wait(engine, 'x', o)],
  ['events', 'sinse', 'since', async (o) => await fairlead.events(engine, o).next()],
  ['stats', 'sginal', 'signal', async (o) => await fairlead.stats(engine, 'x', o).next()],
  ['statsOnce', 'oneshot', 'oneShot', (o) => fairlead.statsOnce(engine, 'x', o)],
  ['pull', 'platfrom', 'platform', async (o) => await fairlead.pull(engine, 'echo', o).done()],
  ['push', 'alltags', 'allTags', async (o) => await fairlead.push(engine, 'echo', o).done()],
  ['build', 'dockerFile', 'dockerfile', async (o) => await fairlead.build(engine, 'x', o).done()],
  ['load', 'quite', 'quiet', async (o) => await fairlead.load(engine, 'x', o).done()],
  ['importImage', 'mesage', 'message', async (o) => await fairlead.importImage(engine, 'x', o).done()],
  ['save', 'plattform', 'platform', (o) => fairlead.save(engine, 'echo', o)],
  ['exportContainer', 'signa', 'signal', (o) => fairlead.exportContainer(engine, 'x', o)],
  ['copyFrom', 'ssignal', 'signal', (o) => fairlead.copyFrom(engine, 'x', '/', o)],
  ['copyTo', 'copyUidGid', 'copyUIDGID', (o) => fairlead.copyTo(engine, 'x', '/', 'x', o)],
  ['statPath', 'sig_nal', 'signal', (o) => fairlead.statPath(engine, 'x', '/', o)],
  ['resize', 'row', 'rows', (o) => fairlead.resize(engine, { container: 'x' }, o)],
  ['resize target', 'contaner', 'container', (o) => fairlead.resize(engine, o, { rows: 1, columns: 1 })],
  ['credentials', 'configdir', 'configDir', (o) => fairlead.credentials(o)],
  ['credentials get', 'Signal', 'signal', (o) => fairlead.credentials().get('x', o)],
  ['node readable', 'highWatermark', 'highWaterMark', async (o) => node.readable(await response(), o)],
  ['node outputs', 'ttty', 'tty', async (o) => node.outputs(await response(), o)],
  ['node stdio', 'highwatermark', 'highWaterMark', (o) => node.stdio({} as never, o)],
  ['node duplex', 'allowHalfopen', 'allowHalfOpen', (o) => node.duplex({} as never, o)],
  ['web readable', 'highWaterMrk', 'highWaterMark', async (o) => web.readable(await response(), o)],
  ['web outputs', 'tyy', 'tty', async (o) => web.outputs(await response(), o)],
  ['web stdio', 'ty', 'tty', (o) => web.stdio({} as never, o)],
  ['web duplex', 'highWaterMarc', 'highWaterMark', (o) => web.duplex({} as never, o)],
  ['EmbeddedEngine', 'latncy', 'latency', (o) => EmbeddedEngine.start(o)],
  ['image', 'comands', 'commands', (o) => server.image('y', async () => undefined, o)],
  ['remote', 'lables', 'labels', (o) => server.remote('y', async () => undefined, o)],
  ['faults', 'time', 'times', (o) => server.faults.add({ ...(o as Bad), plan: {} })],
  ['fault plan', 'cutafter', 'plan.cutAfter', (o) => server.faults.add({ plan: o })],
  ['requiresOf', 'qurey', 'query', (o) => requiresOf('GET', '/info', o)],
  ['follow', 'form', 'from', (o) => follow(engine, 'x', o)],
  ['follow retry', 'frist', 'retry.first', (o) => follow(engine, 'x', { retry: o })],
  ['follow only', 'include', 'only.includes', (o) => follow(engine, 'x', { only: o })],
  ['followEvents', 'filter', 'filters', (o) => followEvents(engine, o)],
  ['followEvents retry', 'frist', 'retry.first', (o) => followEvents(engine, { retry: o })],
  ['watch', 'container', 'containers', (o) => watch(engine, o)],
  ['watch retry', 'frist', 'retry.first', (o) => watch(engine, { images: true, retry: o })],
  ['usages', 'al', 'all', (o) => usages(engine, o)],
  ['diskUsage', 'singal', 'signal', (o) => diskUsage(engine, o)],
  ['progressStates', 'evry', 'every', (o) => progressStates({} as never, o)],
  ['connect ssh', 'identiy', 'ssh.identity', (o) => fairlead.connect({ host: 'ssh://x', ssh: o })],
  ['killable exec', 'timeot', 'timeout', (o) => containers.exec(engine, 'x', ['true'], o)],
  ['killable startExec', 'helpr', 'helper', (o) => containers.startExec(engine, 'x', ['true'], o)],
  ['waitFor', 'timeuot', 'timeout', (o) => waitFor(engine, 'x', exit(), o)],
  ['port', 'hots', 'host', (o) => port(1, o)],
  ['http', 'sttus', 'status', (o) => http('/', o)],
  ['LineSplitter', 'maxLineByte', 'maxLineBytes', (o) => new LineSplitter(() => {}, false, o)],
  ['iterateLines', 'maxlinebytes', 'maxLineBytes', (o) => fromLines(o)],
  ['Modem', 'soketPath', 'socketPath', (o) => new Modem(o)],
  ['demuxStream', 'ends', 'end', (o) => new Modem().demuxStream(new Uint8Array(), new Writable(), undefined, o)],
]

function refused(call: () => unknown): Promise<FairleadError> {
  return (async () => await call())().then(
    () => assert.fail('not refused'),
    (error: FairleadError) => {
      assert.equal(error.code, 'ERR_OPTION', error.stack)
      assert.equal(error.blame, 'caller')
      return error
    },
  )
}

for (const [name, typo, meant, call] of takers) {
  test(`${name}: an unknown option is rejected, and the intended one is named`, async () => {
    const error = await refused(() => call({ [typo]: 1 } as never))
    assert.ok(error.message.includes(`did you mean '${meant}'?`), error.message)
  })
  test(`${name}: a value that is not an object is rejected`, async () => {
    for (const options of [5, 'text', [], null]) {
      // A host is text; Object.assign() and a modem take null for none.
      if ((name === 'connect' || name === 'resolveEndpoint') && options === 'text') continue
      if (name === 'connect tls' || name === 'faults' || name === 'Modem') continue
      await refused(() => call(options as never))
    }
  })
}

test('the list has every function of the main entry point', () => {
  const functions = Object.entries(fairlead).filter(
    ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
  )
  const tried = new Set(takers.map(([name]) => name))
  assertNone(
    functions.map(([name]) => name).filter((name) => !tried.has(name)),
    'not tried',
  )
})

test('an unknown option that is undefined is ignored', async () => {
  await engine.untyped.get('/_ping', { query: undefined, nothing: undefined } as never)
  fairlead.connect({ host: 'unix:///x', socketPath: undefined } as never)
})

test('inherited options are used, and are checked like own ones', async () => {
  const base = { query: { all: true } }
  await engine.get('/containers/json', Object.create(base))
  assert.match(server.requests.at(-1)!.target, /all=1/)
  await refused(() => engine.get('/containers/json', Object.create({ qery: {} })))
})

test("an Engine's parameter outside of query is rejected with the place where it belongs", async () => {
  const { message } = await refused(() => engine.get('/containers/json', { filters: {} } as never))
  assert.match(message, /'query'/)
})

test("a query's keys are not checked, with types and without", async () => {
  await engine.get('/containers/json', { query: { al: 1 } as never })
  await engine.untyped.get('/containers/json', { query: { anything: 1 } })
})

const noNumbers = [-1, Number.NaN, 0.5, 5n, '5', true, null, {}]
const numbers: [name: string, call: (value: never) => unknown][] = [
  ['timeouts.connect', (connect) => fairlead.connect({ host: 'unix:///x', timeouts: { connect } })],
  ['timeouts.head', (head) => fairlead.connect({ host: 'unix:///x', timeouts: { head } })],
  ['timeouts.idle', (idle) => fairlead.connect({ host: 'unix:///x', timeouts: { idle } })],
  ['timeouts.untaken', (untaken) => fairlead.connect({ host: 'unix:///x', timeouts: { untaken } })],
  ['pool.connections', (connections) => fairlead.connect({ host: 'unix:///x', pool: { connections } })],
  ['pool.idle', (idle) => fairlead.connect({ host: 'unix:///x', pool: { idle } })],
  ['pool.idleMs', (idleMs) => fairlead.connect({ host: 'unix:///x', pool: { idleMs } })],
  ["a call's head", (head) => engine.get('/info', { timeouts: { head } })],
  ["a call's idle", (idle) => engine.get('/info', { timeouts: { idle } })],
  ['bodyLength', (bodyLength) => engine.untyped.post('/x', { body: 'x', bodyLength })],
  ['limit', async (limit) => (await response()).bytes({ limit })],
  ['maxBytes', (maxBytes) => fairlead.run(engine, { Image: 'echo' }, { maxBytes })],
  ['maxBytes of exec', (maxBytes) => fairlead.exec(engine, 'x', ['true'], { maxBytes })],
  ['length', async (length) => await fairlead.build(engine, 'x', { length }).done()],
  ["a helper's timeout", (timeout) => fairlead.credentials({ timeout })],
  ['highWaterMark', async (highWaterMark) => node.readable(await response(), { highWaterMark })],
  ['highWaterMark of the web', async (highWaterMark) => web.readable(await response(), { highWaterMark })],
  ['maxLineBytes', (maxLineBytes) => new LineSplitter(() => {}, false, { maxLineBytes })],
  ["collect()'s limit", async (limit) => await collect((await response()).source, limit)],
  ["JsonRecords' limit", (limit) => new JsonRecords(() => {}, limit)],
  ['latency', (latency) => EmbeddedEngine.start({ latency })],
  ['port', (port) => EmbeddedEngine.start({ listen: 'tcp', port })],
  ['cutAfter', (cutAfter) => server.faults.add({ plan: { cutAfter } })],
  ['maxLine', (maxLine) => follow(engine, 'x', { maxLine })],
  ['stall', (stall) => follow(engine, 'x', { stall })],
  ['maxBytes', (maxBytes) => followEvents(engine, { maxBytes })],
  ['rows', (rows) => fairlead.resize(engine, { container: 'x' }, { rows, columns: 1 })],
]
for (const [name, call] of numbers) {
  test(`${name}: only a whole number of 0 or more`, async () => {
    for (const value of noNumbers) await refused(() => call(value as never))
  })
}
for (const [name, call] of [...numbers.slice(14, 15)]) {
  test(`${name}: a modem's, too`, async () => {
    assert.ok(call)
    for (const value of [-1, Number.NaN, 0.5, 5n, '5', true]) {
      await refused(() => new Modem({ timeout: value as never }))
      await refused(() => new Modem({ connectionTimeout: value as never }))
    }
    assert.equal(new Modem({ timeout: null as never, foo: 1 } as never).timeout, null)
  })
}

const kinds: [call: (value: never) => unknown, ...wrong: unknown[]][] = [
  [(signal) => engine.get('/info', { signal }), {}, 'x', true, null],
  [(signal) => fairlead.attach(engine, 'x', { signal }), {}, 'x'],
  [(host) => fairlead.connect({ host }), 5, true, {}, null],
  [(headers) => fairlead.connect({ host: 'unix:///x', headers }), 'x', [], null],
  [(headers) => engine.get('/info', { headers }), 'x', [], null],
  [(query) => engine.untyped.get('/info', { query }), 'x', [], null],
  [(before) => fairlead.connect({ host: 'unix:///x', before }), 'x', {}],
  [(dial) => fairlead.connect({ dial }), 'x', {}],
  [(follow) => fairlead.logs(engine, 'x', { follow }).next(), 'yes', 1],
  [(stdout) => fairlead.exec(engine, 'x', ['true'], { stdout }), 'x', {}, 1],
  [(encoding) => fairlead.exec(engine, 'x', ['true'], { encoding }), 'latin1', 5],
  [(tty) => fairlead.startExec(engine, 'x', ['true'], { tty }), 'yes', 1],
  [(from) => follow(engine, 'x', { from }), 'end', 5, {}, { last: -1 }, { cursor: 'x' }, null],
  [(from) => followEvents(engine, { from }), 'start', 5, {}, { cursor: 'x' }, { since: 'x' }, null],
  [(until) => follow(engine, 'x', { until }), 'exited', 1],
  [(reading) => follow(engine, 'x', { reading }), 'guarded', 1],
  [(includes) => follow(engine, 'x', { only: { includes } }), 5, ['x']],
  [async (stdout) => (await response()).pipe({ stdout }), 'x', {}],
  [async (onFrame) => (await response()).onFrame(onFrame), 'x', undefined],
  [(tags) => fairlead.build(engine, 'x', { tags }), 5, [5]],
  [(condition) => fairlead.wait(engine, 'x', { condition }), 'stopped', 5],
]
test('values of other types are rejected at once', async () => {
  for (const [call, ...wrong] of kinds) for (const value of wrong) await refused(() => call(value as never))
})

test('no request was sent for any of them', () => {
  for (const { path } of server.requests) assert.match(path, /^\/(_ping|containers\/json)$/)
})
