// The blocks of docs/embedders.md, each run as it stands on the embedded engine: `engine` and `id` are given, and what it prints is what
// its last comment says.

import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { transform } from 'esbuild'
// The package itself, so that the blocks' EngineError is the class of the errors that they get.
import { connect } from 'fairlead'
import { EmbeddedEngine, ProgressError } from 'fairlead/testing'
import { read, root } from '../house/sources.ts'

const sections = read('docs/embedders.md')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ title: text.split('\n')[0]!, block: /^```ts\n([\s\S]*?)^```/m.exec(text)?.[1] }))
  .filter((section): section is { title: string; block: string } => section.block !== undefined)

test('there is a block for each helper', () => assert.ok(sections.length >= 10))

for (const { title, block } of sections) {
  test(`embedders: ${title}`, async (t) => {
    const server = await EmbeddedEngine.start()
    const engine = connect(server.host)
    t.after(async () => {
      await engine.close()
      await server.close()
    })
    server.image(
      'app',
      async ({ stdout, stderr, listen, sleep }) => {
        listen(80, (socket) => socket.on('error', () => {}))
        await stdout.write('ready to serve\n')
        await stderr.write('a warning\n')
        await sleep(600_000)
      },
      {
        commands: {
          sort: async ({ stdin, stdout }) => {
            let text = ''
            for await (const piece of stdin) text += Buffer.from(piece).toString()
            await stdout.write(`${text.trim().split('\n').sort().join('\n')}\n`)
          },
        },
      },
    )
    server.script('pull', async ({ query, record }) => {
      await record({ status: 'Pulling from app' })
      if (query.tag === '1') throw new ProgressError('manifest unknown')
      await record({ status: 'Digest: sha256:0c' })
    })
    const HostConfig = { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } }
    const { Id: id } = await engine.post('/containers/create', { body: { Image: 'app', HostConfig } })
    await engine.post('/containers/{id}/start', { path: { id } })
    // A log that is not followed: its program has written.
    if (block.includes('outputs')) await engine.post('/containers/{id}/stop', { path: { id }, query: { t: 0 } })

    const folder = path.join(root, 'build', 'embedders')
    mkdirSync(folder, { recursive: true })
    const file = path.join(folder, `${sections.findIndex((section) => section.title === title)}-${process.pid}.mjs`)
    t.after(() => rmSync(file, { force: true }))
    const { code } = await transform(block, { loader: 'ts', format: 'esm', target: 'es2022' })
    writeFileSync(file, code)
    const printed: string[] = []
    t.mock.method(console, 'log', (...words: unknown[]) => void printed.push(words.join(' ')))
    Object.assign(globalThis, { engine, id })
    await import(pathToFileURL(file).href)
    const expected = [...block.matchAll(/^\/\/ prints: (.*)$/gm)].map((match) => match[1])
    assert.ok(expected.length > 0)
    assert.deepEqual(printed, expected)
  })
}
