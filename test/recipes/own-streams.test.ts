// The process's own streams are left as they were by every function that takes them: stdin can be read again, has no listener
// left and no longer keeps the process alive; stdout stays open. Many streams into one Writable share its listeners.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { demuxStream } from '../../src/adapters/modem/demux.ts'
import { serve } from '../engine/kit.ts'
import { frameText } from '../support/frames.ts'
import { execOf, fakeEngine } from './fake-engine.ts'

const url = (file: string): string => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href)

/** Ways to pass stdin to an engine. Each is a program's source that stops reading stdin before stdin's end. */
const programs: Record<string, string> = {
  'exec, stdin': `await exec(engine, 'c1', ['true'], { stdin: process.stdin })`,
  'exec, twice': `for (let i = 0; i < 2; i++) await exec(engine, 'c1', ['true'], { stdin: process.stdin })`,
  'exec, outputs': `await exec(engine, 'c1', ['true'], { stdin: process.stdin, stdout: process.stdout })`,
  'a body': `await engine.untyped.put('/refused', { body: process.stdin, signal: AbortSignal.timeout(50) }).catch(() => {})`,
  'a modem': `await new Modem({ engine }).dial({ method: 'PUT', path: '/refused?', file: process.stdin, abortSignal: AbortSignal.timeout(50) }).catch(() => {})`,
  fromReadable: `const source = fromReadable(process.stdin)
      source.start({ onData() {}, onEnd() {}, onFail() {} })
      await new Promise((resolve) => setTimeout(resolve, 20))
      source.cancel()`,
}

for (const [name, program] of Object.entries(programs)) {
  test(`${name}: process.stdin is left as it was`, { timeout: 8_000 }, async (t) => {
    const fake = await fakeEngine(t, execOf(frameText(1, 'out')))
    const lines = `
      import { connect, exec } from ${url('index.js')}
      import { Modem } from ${url('modem.js')}
      import { fromReadable } from ${url('node.js')}
      const events = ['data', 'readable', 'end', 'close', 'error', 'pause', 'resume']
      const count = () => events.map((event) => process.stdin.listenerCount(event)).join()
      const before = [count(), process.stdin.readableFlowing].join()
      const engine = connect({ host: process.env.PEER, apiVersion: '1.41' })
      ${program}
      await engine.close()
      const { destroyed, readableEnded } = process.stdin
      const after = [count(), process.stdin.readableFlowing].join()
      if (process.env.AGAIN) {
        console.error('ready')
        process.stdin.on('data', (bytes) => console.error('again ' + bytes))
      }
      console.error(JSON.stringify({ same: before === after, destroyed, readableEnded, before, after }))
      process.stdout.write('open')`
    for (const AGAIN of ['', '1']) {
      const env = { ...process.env, PEER: fake.host, AGAIN }
      const child = spawn(process.execPath, ['--input-type=module', '-e', lines], { env, stdio: 'pipe' })
      const [errors, out] = [text(child.stderr), text(child.stdout)]
      child.stdin.on('error', () => {})
      child.stdin.write('first')
      if (AGAIN) child.stderr.on('data', (bytes) => String(bytes).includes('ready') && child.stdin.end('more'))
      // The process exits by itself, without another byte or the end of its stdin.
      const [status] = await once(child, 'exit')
      child.stdin.destroy()
      assert.equal(status, 0, await errors)
      assert.match(await errors, /"same":true,"destroyed":false,"readableEnded":false/)
      assert.match(await out, /open$/)
      if (AGAIN) assert.match(await errors, /again (first)?more|again first\nagain more/)
    }
  })
}

test('many streams into one Writable: no warning, one listener of each kind, and none afterwards', async (t) => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): number => warnings.push(warning)
  process.on('warning', onWarning)
  t.after(() => process.off('warning', onWarning))
  const body = frameText(1, 'x')
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length * 2}\r\n\r\n`
  const continues: (() => void)[] = []
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send(head + body)
    await new Promise<void>((resolve) => continues.push(resolve))
    wire.send(body)
    await wire.ended()
  })
  const written: string[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => void setImmediate(() => done(void written.push(String(chunk)) as undefined)),
  })
  const counts = () => ['drain', 'error', 'close'].map((event) => slow.listenerCount(event))
  const before = counts()
  const pipes = Array.from({ length: 20 }, async () => {
    const response = await engine.request('GET', '/containers/{id}/logs', { path: { id: 'c' } })
    await response.pipe({ stdout: slow, stderr: slow, keepOpen: true })
  })
  while (continues.length < 20 || written.length < 20) await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(
    counts(),
    before.map((count) => count + 1),
  )
  const inputs = Array.from({ length: 20 }, () => new PassThrough())
  for (const input of inputs) demuxStream(input, slow, slow, { end: false })
  assert.ok(counts().every((count) => count <= 2))
  for (const input of inputs) input.end(Buffer.from(body, 'latin1'))
  for (const resume of continues) resume()
  await Promise.all(pipes)
  while (written.length < 60) await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(counts(), before)
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(warnings, [])
})

test('many pipes into one Writable that is destroyed: each rejects, without a warning', async (t) => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): number => warnings.push(warning)
  process.on('warning', onWarning)
  t.after(() => process.off('warning', onWarning))
  const { engine } = await serve(t, async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n')
    await wire.ended()
  })
  const output = new PassThrough()
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => engine.request('GET', '/containers/{id}/logs', { path: { id: 'c' } })),
  )
  const pipes = responses.map((response) => response.pipe({ stdout: output }))
  output.destroy(new Error('mine'))
  for (const { status } of await Promise.allSettled(pipes)) assert.equal(status, 'rejected')
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(warnings, [])
})
