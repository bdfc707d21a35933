// fairlead/modem/register: a library that builds its own dockerode gets fairlead's Modem, by --require and by import.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { answer } from '../../engine/kit.ts'
import { root } from '../../support/root.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { tempDir } from '../../support/temp.ts'
import { FIELDS } from './kit.ts'
import { loadPeers } from './peers.ts'

const register = path.join(root, 'build/src/modem-register.cjs')
const { skip } = loadPeers()

/** Like testcontainers: makes its own Docker, without a modem option. */
const program = `
const load = require('node:module').createRequire(${JSON.stringify(path.join(root, 'bench/package.json'))})
const Docker = load('dockerode')
const docker = new Docker({ socketPath: process.argv[2] })
const Modem = load('docker-modem')
docker.ping().then((pong) => {
  console.log(JSON.stringify([String(pong), docker.modem instanceof Modem, Modem.default === Modem, Modem.Modem === Modem]))
  console.log(JSON.stringify([Modem === load('docker-modem/lib/modem'), Object.keys(require.cache).filter((file) => /docker-modem/.test(file))]))
  return docker.modem.close()
})
`

const ways: [name: string, first: string[]][] = [
  ['--require', ['--require', register]],
  ['--import', ['--import', pathToFileURL(register).href]],
]
for (const [name, first] of ways) {
  test(`a program under ${name}`, { skip }, async (t) => {
    const peer = await ScriptedPeer.start(async (wire) => {
      await wire.expect(`GET /_ping HTTP/1.1\r\n${FIELDS}\r\n`)
      wire.send(answer('200 OK', 'Content-Type: text/plain\r\n', 'OK'))
    })
    t.after(() => peer.close())
    const file = path.join(tempDir(t), 'program.cjs')
    writeFileSync(file, program)
    const child = spawn(process.execPath, [...first, file, new URL(peer.host).pathname], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [[status], said, complaints] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ])
    assert.equal(status, 0, complaints)
    assert.deepEqual(
      said
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      [
        ['OK', true, true, true],
        [true, []],
      ],
    )
  })
}

test('an ES module that imports docker-modem gets it too, where Node has hooks for it', { skip }, async (t) => {
  const folder = tempDir(t)
  const file = path.join(folder, 'program.mjs')
  const hooks =
    "import module from 'node:module'\nif (!module.registerHooks) { console.log('cannot'); process.exit() }\n"
  writeFileSync(
    file,
    `${hooks}const { default: Modem } = await import('docker-modem')\nconsole.log(typeof Modem.prototype.dial)\n`,
  )
  const child = spawn(process.execPath, ['--require', register, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = (await text(child.stdout)).trim()
  assert.match(said, /^(function|cannot)$/)
})

test('a followed log whose socket was unref’d keeps no process alive', async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => {
    await wire.head()
    wire.send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nline\r\n')
  })
  t.after(() => peer.close())
  const file = path.join(tempDir(t), 'program.mjs')
  const lines = [
    `import { Modem } from ${JSON.stringify(pathToFileURL(path.join(root, 'build/src/modem.js')).href)}`,
    "const stream = await new Modem({ socketPath: process.argv[2] }).dial({ path: '/x', isStream: true })",
    'stream.socket.unref()',
    "stream.on('data', (piece) => console.log(String(piece)))",
  ]
  writeFileSync(file, lines.join('\n'))
  const child = spawn(process.execPath, [file, new URL(peer.host).pathname], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [[status], said] = await Promise.all([once(child, 'exit'), text(child.stdout)])
  // The line may or may not be read before the end.
  assert.ok(status === 0 && /^(line\n)?$/.test(said))
})
