// docs/examples/log-endpoint.ts: the status is the Engine's before the first byte, the lines follow, and a client that leaves
// leaves no reader behind.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test from 'node:test'
import { connect } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { root } from '../support/root.ts'

test('404 before the first byte, then a log that is followed, and a client that leaves', async (t) => {
  const server = await EmbeddedEngine.start()
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  server.image('writer', async ({ stdout, sleep }) => {
    await stdout.write('the first\n')
    return sleep(600_000)
  })
  const { Id: id } = await engine.post('/containers/create', { body: { Image: 'writer' } })
  await engine.post('/containers/{id}/start', { path: { id } })

  const program = path.join(root, 'build/docs/examples/log-endpoint.js')
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, DOCKER_HOST: server.host },
    timeout: 60_000,
  })
  t.after(() => child.kill('SIGKILL'))
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  const [url] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]

  const missing = await fetch(`${url.trim()}/logs/none`)
  assert.equal(missing.status, 404)
  assert.match(await missing.text(), /No such container: none/)

  const found = await fetch(`${url.trim()}/logs/${id}`)
  assert.equal(found.status, 200)
  const reader = found.body!.getReader()
  assert.equal(new TextDecoder().decode((await reader.read()).value), 'the first\n')
  const before = server.connections
  await reader.cancel()
  await eventually(() => assert.ok(server.connections < before, 'the reading of the log ended'))

  await server.close()
  assert.equal((await fetch(`${url.trim()}/logs/${id}`)).status, 502)
  assert.deepEqual(errors, [])
})
