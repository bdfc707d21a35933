// Whoever bundles fairlead gets one file without a word of configuration, which does the main job and has in it only what
// the program uses. Sizes are limits: a change that outgrows one should be a decision.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { connect } from '../src/index.ts'
import { EmbeddedEngine } from '../src/testing.ts'
import { root } from './house/sources.ts'
import { bundle, bundlers, split } from './support/bundlers.ts'
import { variant } from './support/soak.ts'
import { tempDir } from './support/temp.ts'

const run = promisify(execFile)

/** Bytes, minified and gzipped. docs/bundling.md says what they are made of. */
const LIMITS = {
  demuxer: 1_280,
  toolkit: 9 * 1_024,
  // 2.4 KB of it are paced reads and reads that are kept without a copy; 0.4 KB what may wait for a file, and timestamps read as bytes.
  followedLog: 52_600,
  everything: 62 * 1_024,
  files: 12 * 1_024,
  buildkit: 25_000,
  // The gRPC of `via: 'control'`, which few builds need.
  control: 4_500,
  // A build's output in a folder.
  output: 2_500,
}

const followedLog = `
import { connect, logs } from 'fairlead'
async function main() {
  const engine = connect(process.argv[2])
  for await (const line of logs(engine, process.argv[3], { follow: true })) console.log(line.stream, line.text)
  await engine.close()
}
main()
`

/** The program that docs/bundling.md shows. */
const byToolkit = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'docs/bundling.md'), 'utf8'))![1]!

/** Ten lines to each output, the last in a multi-byte script. */
async function talker(t: test.TestContext): Promise<{ host: string; id: string; expected: string }> {
  const server = await EmbeddedEngine.start()
  t.after(() => server.close())
  let expected = ''
  server.image('talker', async ({ stdout, stderr }) => {
    for (let n = 0; n < 10; n++) {
      await stdout.write(`out ${n} ÄΩ\n`)
      await stderr.write(`err ${n}\n`)
    }
  })
  for (let n = 0; n < 10; n++) expected += `stdout out ${n} ÄΩ\nstderr err ${n}\n`
  const engine = connect(server.host)
  const { Id } = (await engine.post('/containers/create', { body: { Image: 'talker' } })) as { Id: string }
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  await engine.close()
  return { host: server.host, id: Id, expected }
}

for (const name of Object.keys(bundlers)) {
  // Webpack takes most of the time, and says the same as the others.
  const skip = name === 'webpack' && variant

  test(`${name}: the main job in one file, which runs`, { skip }, async (t) => {
    const { file, files, gzipped } = await bundle(name, followedLog, tempDir(t))
    t.diagnostic(`a followed log: ${gzipped} bytes`)
    assert.equal(files.length, 1, files.join(', '))
    assert.ok(gzipped < LIMITS.followedLog, `${gzipped} bytes`)
    const { host, id, expected } = await talker(t)
    const { stdout, stderr } = await run(process.execPath, [file, host, id])
    assert.equal(stderr, '')
    assert.equal(stdout, expected)
  })

  test(`${name}: the same job by the toolkit alone`, { skip }, async (t) => {
    const { file, files, gzipped } = await bundle(name, byToolkit, tempDir(t))
    t.diagnostic(`by the toolkit: ${gzipped} bytes`)
    assert.equal(files.length, 1, files.join(', '))
    assert.ok(gzipped < LIMITS.toolkit, `${gzipped} bytes`)
    const { host, id, expected } = await talker(t)
    const { stdout, stderr } = await run(process.execPath, [file, host.slice('unix://'.length), id])
    assert.equal(stderr, '')
    assert.equal(stdout, expected)
  })

  test(`${name}: what is not used is not in it`, { skip }, async (t) => {
    const text = async (program: string) => {
      const { file, gzipped } = await bundle(name, program, tempDir(t))
      return { code: readFileSync(file, 'utf8'), gzipped }
    }
    const nothing = await text("import 'fairlead'\nconsole.log('mine')")
    assert.doesNotMatch(nothing.code, /ERR_|HTTP/)
    assert.ok(nothing.gzipped < 64, nothing.code)
    const demuxer = await text(
      "import { Demuxer } from 'fairlead/stream'\nglobalThis.demuxer = new Demuxer(console.log)",
    )
    t.diagnostic(`the demuxer: ${demuxer.gzipped} bytes`)
    assert.ok(demuxer.gzipped < LIMITS.demuxer, `${demuxer.gzipped} bytes: ${demuxer.code}`)
    const wire = await text("import { HeadParser } from 'fairlead/wire'\nglobalThis.parser = new HeadParser()")
    assert.doesNotMatch(wire.code, /node:|Demuxer|ERR_ENGINE_STREAM/)
    // Of fairlead/files and the tar code only who imports it has anything.
    assert.doesNotMatch((await text(followedLog)).code, /PaxHeaders|dockerignore/)
    const context = await text("import { buildContext } from 'fairlead/files'\nglobalThis.context = buildContext('.')")
    t.diagnostic(`a build context: ${context.gzipped} bytes`)
    assert.match(context.code, /PaxHeaders/)
    assert.doesNotMatch(context.code, /HTTP\/1\.1|GNU\.sparse/)
    assert.ok(context.gzipped < LIMITS.files, `${context.gzipped} bytes`)
  })
}

test('all of it is of a known size', async (t) => {
  const program = "import * as fairlead from 'fairlead'\nglobalThis.fairlead = { ...fairlead }"
  const { gzipped } = await bundle('esbuild', program, tempDir(t))
  t.diagnostic(`everything: ${gzipped} bytes`)
  assert.ok(gzipped < LIMITS.everything, `${gzipped} bytes`)
})

test('fairlead/buildkit is of a known size beside the core, and nobody else pays for it', async (t) => {
  const core = "import { connect, credentials } from 'fairlead'\nglobalThis.fairlead = { connect, credentials }\n"
  const { start: alone } = await split(core, tempDir(t))
  const program = `${core}import * as buildkit from 'fairlead/buildkit'\nglobalThis.buildkit = { ...buildkit }`
  const { start, later } = await split(program, tempDir(t))
  t.diagnostic(`fairlead/buildkit: ${start - alone} bytes beside ${alone}; loaded later: ${later.join(', ')}`)
  assert.ok(start - alone < LIMITS.buildkit, `${start - alone} bytes`)
  assert.equal(later.length, 2)
  const [output = 0, control = 0] = later.sort((one, other) => one - other)
  assert.ok(output < LIMITS.output && control < LIMITS.control, later.join(', '))
  // In one file all of it is there, for whoever wants one file.
  const one = (await bundle('esbuild', program, tempDir(t))).gzipped
  t.diagnostic(`in one file: ${one - alone} bytes`)
  assert.ok(one - alone < LIMITS.buildkit + LIMITS.control + LIMITS.output)
  const { file } = await bundle('esbuild', core, tempDir(t))
  assert.doesNotMatch(readFileSync(file, 'utf8'), /http2|moby\.buildkit/)
})

test('what docs/embedding.md says is for anywhere loads nothing of Node', async () => {
  for (const name of ['wire', 'stream', 'web', 'fetch']) {
    const { metafile } = await build({
      stdin: { contents: `export * from 'fairlead/${name}'`, resolveDir: root },
      bundle: true,
      write: false,
      platform: 'browser',
      metafile: true,
      logLevel: 'error',
    })
    assert.ok(
      Object.keys(metafile.inputs).every((file) => !file.includes('core.js')),
      name,
    )
  }
})
