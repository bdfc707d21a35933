// No event holds a secret: every object of every event, everything that it refers to and every error message is searched
// for marks that were put into headers, credentials, queries, bodies, the environment, the host's user and path, and a hook.

import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import { connect } from '../../../src/index.ts'
import { asks, tooNew } from '../../engine/api-version/version-kit.ts'
import { answer, failure, JSON_TYPE, request, serve } from '../../engine/kit.ts'
import { attach, frame, upgraded } from '../../engine/response/tunnel-kit.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { watchChannels } from './watch-kit.ts'

const MARK = 'hush'
const OK = answer('200 OK', `${JSON_TYPE}Api-Version: 1.41\r\nX-Answer: ${MARK}\r\n`, `"${MARK}"`)

/** Every text within a value: own properties of any kind and their names, of all objects that it leads to. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return [value]
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return []
  seen.add(value)
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('latin1')]
  return Reflect.ownKeys(value).flatMap((key) => [String(key), ...textsIn(Reflect.get(value, key), seen)])
}

test('the walk finds what hangs on an object', () => {
  const error = new Error('outer', { cause: { deep: [Buffer.from(MARK)] } })
  assert.ok(textsIn({ error }).includes(MARK))
})

test('no event of any channel', async (t) => {
  process.env.FAIRLEAD_TEST_MARK = MARK
  t.after(() => delete process.env.FAIRLEAD_TEST_MARK)
  const watch = watchChannels(t, [])
  const peer = await ScriptedPeer.start(async (wire, index) => {
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      if (head.includes('/attach')) {
        wire.send(upgraded(`X-Answer: ${MARK}\r\n`))
        wire.send(frame(1, MARK))
        wire.end()
        return
      }
      if (head.includes('/cut')) {
        wire.send(`HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${MARK}`)
        return wire.end()
      }
      if (head.includes('/stale') && index === 0) return wire.end()
      if (head.includes('/odd')) {
        wire.send(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 6\r\n\r\n{${MARK}}`)
        continue
      }
      if (head.includes('/bad')) {
        wire.send(`HTTP/1.1 200 OK\r\nX-Bad: ${MARK}\0\r\n\r\n`)
        return wire.end()
      }
      if (head.includes('/v1.56/version')) {
        wire.send(tooNew('1.56', '1.41'))
        continue
      }
      if (head.includes('/refused')) {
        wire.send(answer('404 Not Found', JSON_TYPE, '{"message":"no such thing"}'))
        continue
      }
      if (/Content-Length: [1-9]/.test(head)) await wire.until(`"${MARK}"}`)
      wire.send(head.startsWith('HEAD') ? OK.slice(0, OK.indexOf('\r\n\r\n') + 4) : OK)
    }
  }, 'tcp')
  const engine = connect({
    ...asks,
    host: `${peer.host}/${MARK}`,
    proxy: false,
    negotiation: 'optimistic',
    headers: { Authorization: MARK },
    before({ headers, path }) {
      headers['X-Hook'] = MARK
      if (path === '/denied') throw new Error('denied')
    },
    traceparent: () => undefined,
  })
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  const { untyped } = engine
  await untyped.get('/version', { query: { key: MARK } })
  const auth = { username: MARK, password: MARK, identitytoken: MARK }
  const body = { Env: [`KEY=${MARK}`], last: MARK }
  await untyped.post('/x', { headers: { 'X-Own': MARK }, auth, registryConfig: { [MARK]: auth }, body })
  await engine.requestTarget('GET', `/x?key=${MARK}`).then((response) => response.text())
  await untyped.get('/stale', { query: { key: MARK } })
  for (const path of ['/cut', '/odd', '/bad', '/refused', '/denied']) {
    const error = await failure(untyped.get(path, { query: { key: MARK }, headers: { 'X-Own': MARK } }))
    assert.ok(error)
  }
  await failure(untyped.get('/x', { headers: { 'X-Own': `${MARK}\n` } }))
  const tunnel = await attach(engine, { tty: false, headers: { 'X-Own': MARK }, body: { key: MARK, last: MARK } })
  await tunnel.write(MARK)
  for await (const { data } of tunnel.frames()) assert.equal(Buffer.from(data).toString(), MARK)
  await engine.close()

  const reasons = new Set(watch.retries.map(({ reason }) => reason))
  assert.deepEqual([...reasons].sort(), ['stale', 'version'])
  assert.ok(watch.tunnels.length === 1 && watch.connections.length > 3 && watch.requests.length > 9)
  for (const event of watch.all) {
    const found = textsIn(event).filter((text) => text.includes(MARK) && !text.startsWith('FAIRLEAD_TEST'))
    assert.deepEqual(found, [], inspect(event, { depth: 9 }))
    assert.ok(!inspect(event, { depth: 9, showHidden: true }).includes(MARK))
  }
})

test('what is watched goes out as ever', async (t) => {
  watchChannels(t, [])
  const { engine } = await serve(t, async (wire) => {
    await wire.expect(request('GET', '/x'))
    wire.send(answer('200 OK', JSON_TYPE, '1'))
  })
  assert.equal(await engine.untyped.get('/x'), 1)
})

test('no event has the user of an ssh host or the path to it', async (t) => {
  const watch = watchChannels(t, [])
  const { engine } = await serve(t, () => {}, { host: `ssh://${MARK}@nowhere.invalid:2222/${MARK}.sock` })
  const call = failure(engine.untyped.get('/x'))
  assert.deepEqual(watch.requests[0]?.endpoint, { kind: 'ssh', address: 'nowhere.invalid', port: 2222 })
  await engine.close()
  await call
})
