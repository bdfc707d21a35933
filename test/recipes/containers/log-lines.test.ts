// The iterator of logs() as an object: unref(), dispose, throw(), before and after it is open.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { logs } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { frameText } from '../../support/frames.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { type FakeEngine, fakeEngine } from '../fake-engine.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n\r\n'

/** An Engine whose log has one line and then stays silent. */
function quiet(t: TestContext): Promise<FakeEngine> {
  return fakeEngine(t, () => (wire) => {
    wire.send(HEAD + frameText(1, 'one\n'))
    return wire.ended()
  })
}

test('throw() and dispose close the connection in any phase', async (t) => {
  const { engine } = await quiet(t)
  const thrown = logs(engine, 'c1', { follow: true, tty: false })
  await thrown.next()
  const waiting = thrown.next()
  await assert.rejects(thrown.throw(new Error('mine')), { message: 'mine' })
  assert.equal((await waiting).done, true)
  assert.equal((await thrown.next()).done, true)
  {
    await using disposed = logs(engine, 'c1', { follow: true, tty: false })
    assert.equal((await disposed.next()).value?.text, 'one')
  }
  const unopened = logs(engine, 'c1', { tty: false })
  await unopened.return()
  assert.equal((await unopened.next()).done, true)
  await eventually(() => engine.connections.busy === 0)
})

/** The lines that logs() returns for these frames from an Engine whose head has these fields. */
async function linesOf(t: TestContext, fields: string, ...payloads: string[]): Promise<[string, boolean][]> {
  const body = payloads.map((payload) => frameText(1, payload)).join('')
  const { engine } = await fakeEngine(t, () => async (wire) => {
    wire.send(`HTTP/1.1 200 OK\r\n${fields}\r\n`)
    // Cut within a header and within a payload.
    for (let at = 0; at < body.length; at += 7001) {
      wire.send(body.slice(at, at + 7001))
      await new Promise((resolve) => setImmediate(resolve))
    }
    wire.end()
  })
  const lines: [string, boolean][] = []
  for await (const { text, complete } of logs(engine, 'c1', { tty: false })) lines.push([text, complete])
  return lines
}

test("output without a final LF does not join the next process's first line; a long line is whole", async (t) => {
  const piece = 'x'.repeat(16_384)
  assert.deepEqual(await linesOf(t, '', 'abc', 'abc', 'abc', `${piece}`, `${piece}`, 'end\n', 'last'), [
    ['abc', false],
    ['abc', false],
    ['abc', false],
    [`${piece}${piece}end`, true],
    ['last', false],
  ])
  // Podman's records have any size.
  assert.deepEqual(await linesOf(t, 'Libpod-Api-Version: 5.8.6\r\n', 'ab', 'c\n'), [['abc', true]])
})

test("an unref'ed stream does not keep the process alive; after ref() it does", async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => {
    await wire.head()
    wire.send(HEAD + frameText(1, 'one\n'))
    await wire.ended()
  })
  t.after(() => peer.close())
  const index = new URL('../../../src/index.js', import.meta.url).href
  const program = (what: string) => `
    import { connect, logs } from ${JSON.stringify(index)}
    const engine = connect({ host: ${JSON.stringify(peer.host)}, apiVersion: '1.41' })
    const lines = logs(engine, 'c1', { follow: true, tty: false })
    ${what}
    lines.next().then(() => console.log('more'))`
  for (const what of [
    'lines.unref(); await lines.next()',
    'await lines.next(); lines.unref()',
    'await lines.next(); lines.unref().ref(); setTimeout(() => lines.close(), 100)',
  ]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program(what)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
    })
    const [code] = await once(child, 'close')
    assert.equal(code, 0, what)
    assert.equal(said, what.includes('close') ? 'more\n' : '')
  }
})
