// The iterator of logs() as an object: let go of the process, disposed of, thrown into, before and after it is open.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { logs } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { ScriptedPeer } from '../support/scripted-peer.ts'
import { type FakeEngine, fakeEngine, framed } from './fake-engine.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n\r\n'

/** An Engine whose log says one line and then nothing. */
function quiet(t: TestContext): Promise<FakeEngine> {
  return fakeEngine(t, () => (wire) => {
    wire.send(HEAD + framed(1, 'one\n'))
    return wire.ended()
  })
}

test('throw and dispose close the connection, whatever is under way', async (t) => {
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

test('a stream that was let go of keeps no process alive; taken back, it does', async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => {
    await wire.head()
    wire.send(HEAD + framed(1, 'one\n'))
    await wire.ended()
  })
  t.after(() => peer.close())
  const index = new URL('../../src/index.js', import.meta.url).href
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
