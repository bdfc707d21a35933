// The async context of calls that are made outside any context: they share one scope, and a context that a callback enters
// (`enterWith`) is that callback's alone, also while several streams are open. Each program is a process of its own: node:test
// runs tests, and the files that hold them, in a context.

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { execFile } from 'node:child_process'
import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { inScope, openScope } from '../../../src/net/base/scope.ts'

const run = promisify(execFile)
const build = pathToFileURL(path.resolve(import.meta.dirname, '../../../src'))

/** Runs a program outside any async context, and returns what it printed as JSON. */
async function outside(program: string): Promise<unknown> {
  const head = `
    import { AsyncLocalStorage } from 'node:async_hooks'
    import { createServer } from 'node:http'
    import { connect } from '${build}/engine/engine.js'
    import { inScope, openScope } from '${build}/net/base/scope.js'
    const store = new AsyncLocalStorage()`
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', head + program], { env })
  return JSON.parse(stdout)
}

test('what a callback enters is seen by what it starts, and by no other callback', async () => {
  const seen = await outside(`
    const scope = openScope()
    const seen = [openScope() === scope]
    const see = () => store.getStore() ?? 'none'
    const later = inScope(scope, () => {
      store.enterWith('entered')
      seen.push(see())
      return new Promise((resolve) => setImmediate(() => resolve(see())))
    })
    seen.push(inScope(scope, see), inScope(openScope(), see), await later)
    console.log(JSON.stringify(seen))`)
  assert.deepEqual(seen, [true, 'entered', 'none', 'none', 'entered'])
})

test('a context entered while one stream is read is not seen by another open stream', async () => {
  const seen = await outside(`
    const peers = []
    const server = createServer((_, response) => {
      response.flushHeaders()
      peers.push(response)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const engine = connect({ host: 'tcp://127.0.0.1:' + server.address().port, apiVersion: '1.41' })
    const seen = []
    const see = () => seen.push(store.getStore() ?? 'none')
    async function follow(name) {
      const response = await engine.untyped.request('GET', '/' + name)
      return new Promise((onEnd, onFail) => {
        response.source.start({ onData: () => void (see(), store.enterWith(name)), onEnd: () => onEnd(see()), onFail })
      })
    }
    const all = Promise.all([follow('a'), follow('b')])
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    while (peers.length < 2) await turn()
    for (const peer of [...peers, ...peers]) {
      const before = seen.length
      peer.write('x')
      while (seen.length === before) await turn()
    }
    for (const peer of peers) peer.end()
    await all
    await engine.close()
    server.close()
    console.log(JSON.stringify(seen))`)
  assert.deepEqual(seen, Array(6).fill('none'))
})

test('a context of its own stays with its call', () => {
  const store = new AsyncLocalStorage<string>()
  const scope = store.run('mine', openScope)
  inScope(scope, () => assert.equal(store.getStore(), 'mine'), undefined)
  assert.equal(store.getStore(), undefined)
})
