// The programs of docs/embedding.md, each run unchanged in its own process against the embedded Engine; their output is
// compared. Also a claim of that page: the entry points for the web load nothing of Node.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { transform } from 'esbuild'
import { connect } from '../../../src/index.ts'
import { EmbeddedEngine } from '../../../src/testing.ts'
import { importsOf, read, root } from '../../house/sources.ts'
import { LOCAL } from '../../support/local-socket.ts'

const folder = path.join(root, 'build', 'docs-embedding')

/** The output of each program, by its first line. */
const programs: Record<string, string> = {
  'a tunnel of your own, here a plain socket': 'OK\n',
  'the log of a container, from a class of your own': 'one\ntwo\nzwei ü\n',
  'lines of a log that another program fetches': 'stdout one\nstdout two\nstderr zwei ü\n',
  'frames from an IncomingMessage': 'stdout 4\nstdout 4\nstderr 8\n',
  'both outputs of a fetched log, separately': "{ out: 'one\\ntwo\\n', err: 'zwei ü\\n' }\n",
  'progress, events or stats from pieces that are cut anywhere': 'Pulling\nDone\n',
  'lines of both outputs from messages': 'stdout one\nstdout two\n',
  'a program’s outputs as the Engine would send them': '\x01\0\0\0\0\0\0\x04out\n\x02\0\0\0\0\0\0\x04err\n',
  'GET over any byte stream: the complete loop': '200 OK true\n',
  'a recorded response, parsed': 'one\ntwo\ntrue true\n',
}
/** Programs whose two outputs may arrive in any order. */
const unordered = new Set([
  'the log of a container, from a class of your own',
  'a program’s outputs as the Engine would send them',
])

/** The page's programs, by the text of their first line. */
function blocks(): Map<string, string> {
  const found = [...read('docs/embedding.md').matchAll(/^```ts\n\/\/ (.*)\n([\s\S]*?)^```/gm)]
  return new Map(found.map(([, title, text]) => [title!.replace("'", '’'), text!]))
}

interface Ran {
  error: Error | null
  out: string
  err: string
}

function run(file: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, cwd: root, timeout: 30_000 }
    execFile(process.execPath, [file], options, (error, stdout, stderr) => resolve({ error, out: stdout, err: stderr }))
  })
}

function sorted(text: string): string {
  return [...text].sort().join('')
}

describe('docs/embedding.md', () => {
  const servers: EmbeddedEngine[] = []
  const env: NodeJS.ProcessEnv = {}

  before(async () => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const listen of [LOCAL, 'tcp'] as const) {
      const server = await EmbeddedEngine.start({ listen })
      servers.push(server)
      server.image('greeter', async ({ stdout, stderr }) => {
        await stdout.write('one\n')
        await stdout.write('two\n')
        await stderr.write('zwei ü\n')
      })
      const engine = connect(server.host)
      const path = { id: 'web' }
      await engine.post('/containers/create', { query: { name: 'web' }, body: { Image: 'greeter' } })
      await engine.post('/containers/{id}/start', { path })
      await engine.post('/containers/{id}/wait', { path })
      await engine.close()
      if (listen === 'tcp') env.DOCKER_URL = server.host.replace('tcp:', 'http:')
      else Object.assign(env, { DOCKER_HOST: server.host, DOCKER_SOCKET: new URL(server.host).pathname })
    }
  })
  after(() => Promise.all(servers.map((server) => server.close())))

  test('every program of the page has a test', () => {
    assert.deepEqual([...blocks().keys()].sort(), Object.keys(programs).sort())
  })

  for (const [title, expected] of Object.entries(programs)) {
    test(title, async (t) => {
      const text = blocks().get(title)
      assert.ok(text !== undefined)
      const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'node20' })
      const file = path.join(folder, `${Object.keys(programs).indexOf(title)}.mjs`)
      writeFileSync(file, code)
      const { error, out, err } = await run(file, env)
      if (err.includes('spawn curl ENOENT')) return t.skip('there is no curl here')
      assert.equal(error, null, err)
      assert.equal(unordered.has(title) ? sorted(out + err) : out, unordered.has(title) ? sorted(expected) : expected)
    })
  }
})

for (const entry of ['wire', 'stream', 'web', 'fetch']) {
  test(`fairlead/${entry} loads nothing of Node`, () => {
    const seen = new Set<string>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      for (const name of importsOf(readFileSync(file, 'utf8'))) {
        assert.ok(name.startsWith('.'), `${path.relative(root, file)} imports ${name}`)
        visit(path.join(path.dirname(file), name))
      }
    }
    // The compiled files have no type imports.
    visit(path.join(root, 'build', 'src', `${entry}.js`))
    assert.ok(seen.size > 1)
  })
}
