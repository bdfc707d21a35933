// A runtime that passes `onread` over gives reads as 'data'; fairlead notices by itself. No runtime at hand is so any more
// (docs/runtimes.md): Node is made to be, and the tests that look hardest at reading are run in it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const build = path.resolve(import.meta.dirname, '..')
const preload = path.join(import.meta.dirname, 'without-onread.js')

/** Runs a module in a process whose sockets pass `onread` over, and gives what it printed. */
async function deaf(...args: string[]): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await run(process.execPath, ['--import', preload, '--test-reporter=tap', ...args], { env }).catch(
    (error: { stdout: string }) => error,
  )
  return stdout
}

test('the preload does what it should', async () => {
  const script = `
    const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
      const onread = { buffer: new Uint8Array(9), callback: () => console.log('onread') }
      const socket = new net.Socket({ onread }).on('data', (bytes) => console.log(String(bytes)))
      socket.connect(server.address().port, '127.0.0.1', () => server.close())
    })`
  assert.equal(await deaf('-e', script), 'hello\n')
})

for (const file of ['engine/cuts', 'engine/tunnel', 'engine/tunnel-flow', 'net/held', 'net/tls', 'testing/contract']) {
  test(`test/${file}.test.ts passes without onread`, async () => {
    const told = await deaf(path.join(build, `${file}.test.js`))
    // Of what failed, what it says and nothing else.
    const failed = told.split(/^(?= *(?:not )?ok )/m).filter((result) => /^ *not ok /.test(result))
    assert.deepEqual(failed, [])
    assert.match(told, /^# fail 0$/m)
    assert.doesNotMatch(told, /^# pass 0$/m)
  })
}
