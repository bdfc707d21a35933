// docs/examples/trace.ts, as docs/debugging.md has it: a client through the proxy gets what it would without it, and the
// files have both directions to the byte.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { connect, exec } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { root } from '../support/root.ts'
import { tempDir } from '../support/temp.ts'

test('a trace of a ping, and of an exec with half-close', async (t) => {
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  server.image('cat', async ({ args, stdin, stdout, sleep }) => {
    if (args[0] !== 'cat') return sleep(600_000)
    for await (const piece of stdin) await stdout.write(piece)
  })
  const folder = tempDir(t)
  const [socket, traces] = [path.join(folder, 'trace.sock'), path.join(folder, 'traces')]
  const program = path.join(root, 'build/docs/examples/trace.js')
  const child = spawn(process.execPath, [program, socket, server.host.slice(7), traces], { timeout: 60_000 })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')

  const engine = connect(`unix://${socket}`)
  assert.equal(await engine.get('/_ping'), 'OK')
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'cat' } })
  await engine.post('/containers/{id}/start', { path: { id } })
  const { stdout } = await exec(engine, id, ['cat'], { stdin: 'through the proxy' })
  assert.equal(stdout, 'through the proxy')
  await engine.close()

  const read = (name: string) => readFileSync(path.join(traces, name), 'latin1')
  await eventually(() => read('1.req').startsWith('HEAD /_ping HTTP/1.1\r\n') && read('1.res').includes('\r\n\r\nOK'))
  // The tunnel: what was written, and the frame that came back.
  const tunnel = [1, 2, 3, 4].find(
    (n) => existsSync(path.join(traces, `${n}.req`)) && read(`${n}.req`).includes('Upgrade'),
  )
  assert.ok(tunnel)
  await eventually(() => read(`${tunnel}.req`).endsWith('through the proxy'))
  await eventually(() => read(`${tunnel}.res`).endsWith('\x01\0\0\0\0\0\0\x11through the proxy'))
  child.kill('SIGTERM')
  await once(child, 'exit')
  assert.ok(!existsSync(socket))
})
