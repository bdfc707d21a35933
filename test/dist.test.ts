// What is published does what its sources do: each entry point of dist/, by its name, in a process of its own, by `import`
// and by `require`, which says nothing on stderr; and all of them share one class of error.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { read, root } from './house/sources.ts'
import { tempDir } from './support/temp.ts'

const run = promisify(execFile)

/** A folder of a program that has installed fairlead. */
function installed(t: TestContext): string {
  const folder = tempDir(t)
  mkdirSync(path.join(folder, 'node_modules'))
  symlinkSync(root, path.join(folder, 'node_modules', 'fairlead'))
  return folder
}

/** Runs a program of that folder; its stdout. Nothing may come on stderr, a warning least of all. */
async function says(folder: string, file: string, program: string, ...options: string[]): Promise<string> {
  writeFileSync(path.join(folder, file), program)
  // A package that is linked lies outside of node_modules, where Node warns of what it does not in a user's.
  const args = ['--preserve-symlinks', '--preserve-symlinks-main', ...options, file]
  const { stdout, stderr } = await run(process.execPath, args, { cwd: folder })
  assert.equal(stderr, '')
  return stdout
}

const mainJob = `
async function main({ connect, logs }, { EmbeddedEngine }) {
  const server = await EmbeddedEngine.start()
  server.image('talker', async ({ stdout, stderr }) => {
    await stdout.write('to stdout\\n')
    await stderr.write('to stderr\\n')
  })
  const engine = connect(server.host)
  const { Id } = await engine.post('/containers/create', { body: { Image: 'talker' } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  for await (const { stream, text } of logs(engine, Id, { follow: true })) console.log(stream, text)
  await engine.close()
  await server.close()
}
`
const printed = 'stdout to stdout\nstderr to stderr\n'

test('import: the main job', async (t) => {
  const program = `import * as fairlead from 'fairlead'\nimport * as testing from 'fairlead/testing'\n${mainJob}`
  assert.equal(await says(installed(t), 'program.mjs', `${program}\nawait main(fairlead, testing)`), printed)
})

test('with source maps an error’s stack leads into the sources', async (t) => {
  const program = `import { connect } from 'fairlead'\ntry { connect({ hosst: 1 }) } catch (error) { console.log(error.stack) }`
  const stack = await says(installed(t), 'stack.mjs', program, '--enable-source-maps')
  const [, file = '', line] = /at connect \(.*\/(src\/engine\/engine\.ts):(\d+):\d+\)/.exec(stack) ?? []
  assert.match(read(file).split('\n')[Number(line) - 1] ?? '', /readOptions\(/, stack)
})

test('require: the main job, without a word of ES modules', async (t) => {
  const program = `${mainJob}\nmain(require('fairlead'), require('fairlead/testing'))`
  assert.equal(await says(installed(t), 'program.cjs', program), printed)
})

test('require on a loader of CommonJS alone, as Jest’s: the main job, and one class of error', async (t) => {
  const program = `${mainJob}
    const { FairleadError } = require('fairlead')
    for (const name of ['stream', 'wire', 'testing', 'node', 'web', 'fetch', 'logs', 'containers', 'buildkit', 'versions', 'modem']) require('fairlead/' + name)
    if (require('fairlead/stream').FairleadError !== FairleadError) throw new Error('two classes')
    main(require('fairlead'), require('fairlead/testing'))`
  assert.equal(await says(installed(t), 'program.cjs', program, '--no-experimental-require-module'), printed)
})

test('import and require in one program give the same instance', async (t) => {
  const program = `
    const { FairleadError, connect } = require('fairlead')
    import('fairlead').then((imported) => console.log(imported.FairleadError === FairleadError, imported.connect === connect))`
  assert.equal(await says(installed(t), 'program.cjs', program), 'true true\n')
})

test('a bundle of import and require has one instance', async (t) => {
  const folder = installed(t)
  writeFileSync(path.join(folder, 'required.cjs'), "exports.FairleadError = require('fairlead').FairleadError")
  const program = `import { FairleadError } from 'fairlead'\nimport { FairleadError as same } from './required.cjs'
    console.log(FairleadError === same)`
  writeFileSync(path.join(folder, 'program.mjs'), program)
  const entryPoints = [path.join(folder, 'program.mjs')]
  const options = { bundle: true, platform: 'node', format: 'cjs', write: false, preserveSymlinks: true } as const
  const { outputFiles } = await build({ ...options, entryPoints, absWorkingDir: folder })
  assert.equal(await says(folder, 'bundle.cjs', outputFiles[0]!.text), 'true\n')
})

test('both forms export the same names', async (t) => {
  const names = ['', '/wire', '/stream', '/node', '/web', '/fetch', '/logs', '/testing', '/versions']
  const program = `
    const { createRequire } = require('node:module')
    const plain = (names) => names.filter((name) => !['__esModule', 'module.exports', 'default'].includes(name)).sort().join()
    const folder = require('node:path').dirname(require.resolve('fairlead/package.json'))
    const main = async () => {
      for (const name of ${JSON.stringify(names)}) {
        const file = folder + '/dist/' + (name.slice(1) || 'index')
        if (plain(Object.keys(require(file + '.cjs'))) !== plain(Object.keys(await import(file + '.js')))) console.log(name)
      }
      console.log('compared')
    }
    main()`
  assert.equal(await says(installed(t), 'program.cjs', program), 'compared\n')
})

test('every entry point has the same FairleadError', async (t) => {
  const program = `
    import { FairleadError } from 'fairlead'
    import { Demuxer, FairleadError as Same } from 'fairlead/stream'
    import { HeadParser } from 'fairlead/wire'
    const caught = (action) => { try { action() } catch (error) { return error } }
    const errors = [caught(() => new HeadParser().push(Uint8Array.of(0), 0, 1)), caught(() => new Demuxer(() => {}).push(Uint8Array.of(9), 0, 1))]
    console.log(Same === FairleadError, ...errors.map((error) => [error instanceof FairleadError, error.code, error.blame].join()))`
  assert.equal(
    await says(installed(t), 'program.mjs', program),
    'true true,ERR_HEAD_SYNTAX,peer true,ERR_FRAME_TYPE,peer\n',
  )
})

const ping = `
async function ping(Modem) {
  const { EmbeddedEngine } = await import('fairlead/testing')
  const server = await EmbeddedEngine.start()
  const modem = new Modem({ socketPath: server.host.replace('unix://', '') })
  modem.dial({ path: '/_ping', method: 'GET', statusCodes: { 200: true } }, async (error, answer) => {
    console.log(error ?? String(answer))
    await server.close()
    process.exit()
  })
}
`

test('fairlead/modem by import, and by require, where it is the class itself', async (t) => {
  const folder = installed(t)
  const imported = `import Default, { Modem } from 'fairlead/modem'\n${ping}\nif (Default === Modem) await ping(Modem)`
  assert.equal(await says(folder, 'program.mjs', imported), 'OK\n')
  const required = `const Modem = require('fairlead/modem')\n${ping}
    if (Modem === Modem.Modem && Modem === Modem.default) ping(Modem)`
  assert.equal(await says(folder, 'program.cjs', required), 'OK\n')
  // As Jest's, which loads CommonJS alone.
  assert.equal(await says(folder, 'old.cjs', required, '--no-experimental-require-module'), 'OK\n')
})

test('fairlead/modem/register answers require("docker-modem") with the class that require("fairlead/modem") gives', async (t) => {
  const program = `const Modem = require('docker-modem')\n${ping}
    if (Modem === require('fairlead/modem') && Modem.Modem === Modem) ping(Modem)`
  assert.equal(await says(installed(t), 'program.cjs', program, '--require', 'fairlead/modem/register'), 'OK\n')
})
