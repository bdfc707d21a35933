// What is published does what its sources do: each entry point of dist/, by its name, in a process of its own, by `import`
// and by `require`, which says nothing on stderr; and all of them share one class of error.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { root } from './house/sources.ts'
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
const told = 'stdout to stdout\nstderr to stderr\n'

test('import: the main job', async (t) => {
  const program = `import * as fairlead from 'fairlead'\nimport * as testing from 'fairlead/testing'\n${mainJob}`
  assert.equal(await says(installed(t), 'program.mjs', `${program}\nawait main(fairlead, testing)`), told)
})

test('require: the main job, without a word of ES modules', async (t) => {
  const program = `${mainJob}\nmain(require('fairlead'), require('fairlead/testing'))`
  assert.equal(await says(installed(t), 'program.cjs', program), told)
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
