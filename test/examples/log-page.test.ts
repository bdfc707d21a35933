// docs/examples/log-page.ts: the stream's status is the Engine's before the first byte, it has the form of server-sent events, goes on
// behind the last one, and a browser that leaves ends the reading. Then the page itself in a headless Chromium, where one is installed.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test, { type TestContext } from 'node:test'
import { connect } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'
import { eventually } from '../support/eventually.ts'
import { tempDir } from '../support/temp.ts'
import { Browser } from './browser.ts'
import { play } from './play.ts'

async function lab(t: TestContext) {
  const server = await EmbeddedEngine.start()
  const engine = connect(server.host)
  t.after(async () => {
    await engine.close()
    await server.close()
  })
  let write: (text: string) => Promise<unknown> = async () => {}
  let end = () => {}
  server.image('writer', async ({ stdout }) => {
    await stdout.write('the first\n')
    write = (text) => stdout.write(text)
    await new Promise<void>((resolve) => (end = resolve))
  })
  await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'writer' } })
  await engine.post('/containers/{id}/start', { path: { id: 'web' } })
  const { first, texts } = play(t, server.host, 'log-page')
  const url = await first
  return { server, url, texts, write: (text: string) => write(text), end: () => end() }
}

/** Reads from a stream until the text has what is wanted. */
async function until(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: RegExp): Promise<string> {
  let text = ''
  while (!wanted.test(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  assert.match(text, wanted)
  return text
}

test('404 before the first byte; events with ids; it goes on behind the last; the end is an event', async (t) => {
  const { url, write, end, texts } = await lab(t)
  const missing = await fetch(`${url}logs/none`)
  assert.equal(missing.status, 404)
  assert.match(await missing.text(), /No such container: none/)

  const found = await fetch(`${url}logs/web`)
  assert.equal(found.status, 200)
  assert.equal(found.headers.get('content-type'), 'text/event-stream')
  const text = await until(found.body!.getReader(), /\n\n/)
  const [, id] = /^id: (\S+)\ndata: the first\n\n$/.exec(text) ?? []
  assert.ok(id, text)

  await write('the second\rwith a return\r\n')
  const again = await fetch(`${url}logs/web`, { headers: { 'last-event-id': id } })
  const reader = again.body!.getReader()
  assert.match(await until(reader, /\n\n/), /^id: \S+\ndata: the second␍with a return\n\n$/)
  end()
  assert.equal(await until(reader, /event: end/), 'event: end\ndata:\n\n')
  assert.equal(texts.stderr, '')
})

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)

test('in Chromium: lines appear as they are written; leaving ends the reading', {
  skip: chromium === undefined && 'no chromium is installed',
}, async (t) => {
  const { server, url, write, texts } = await lab(t)
  const quiet = server.connections
  const browser = await Browser.start(t, chromium!, tempDir(t))
  await browser.open(`${url}?container=web`)
  await eventually(async () => assert.equal(await browser.textOf('#log'), 'the first\n'))
  await write('<b>the second</b>\n')
  await eventually(async () => assert.equal(await browser.textOf('#log'), 'the first\n<b>the second</b>\n'))
  assert.equal(await browser.textOf('#state'), 'following')
  assert.ok(server.connections > quiet)
  await browser.open('about:blank')
  await eventually(() => assert.ok(server.connections <= quiet + 1, `${server.connections} connections`))
  await browser.open(`${url}?container=none`)
  await eventually(async () => assert.equal(await browser.textOf('#state'), 'refused'))
  assert.equal(texts.stderr, '')
})
