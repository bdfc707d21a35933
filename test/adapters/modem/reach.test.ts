// How a modem reaches an Engine: fields that change, the caller's own engine, agents, ssh by the user's program and by the
// package ssh2. M20 is docker-modem's defect: one ssh connection for every request.

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { connect } from '../../../src/index.ts'
import { Modem } from '../../../src/modem.ts'
import { answer, JSON_TYPE } from '../../engine/kit.ts'
import { under } from '../../support/environment.ts'
import { root } from '../../support/root.ts'
import { ScriptedPeer } from '../../support/scripted-peer.ts'
import { tempDir } from '../../support/temp.ts'
import { attachOf, dial, failure, placeOf, serve, UPGRADED } from './kit.ts'

const OK = answer('200 OK', JSON_TYPE, '1')

test('connections are kept; after a field changes, the next request goes to the new endpoint', async (t) => {
  const first = await serve(t, (wire) => wire.answerAll(OK))
  const second = await serve(t, (wire) => wire.answerAll(OK))
  const { modem } = first
  for (let i = 0; i < 5; i++) await dial(modem, { path: '/x' })
  assert.deepEqual([first.peer.accepted, second.peer.accepted], [1, 0])
  Object.assign(modem, placeOf(second.peer.host))
  await dial(modem, { path: '/x' })
  assert.deepEqual([first.peer.accepted, second.peer.accepted], [1, 1])
  await modem.close()
  assert.equal(await dial(modem, { path: '/x' }), 1)
})

test('the caller’s own engine is used, and stays open', async (t) => {
  const peer = await ScriptedPeer.start((wire) => wire.answerAll(OK))
  const engine = connect(peer.host)
  t.after(async () => {
    await engine.close()
    await peer.close()
  })
  const modem = new Modem({ engine })
  assert.equal(await dial(modem, { path: '/x' }), 1)
  await modem.close()
  assert.equal(await dial(modem, { path: '/x' }), 1)
  assert.equal(peer.accepted, 1)
})

test('a plain agent limits the connections', async (t) => {
  const { modem, peer } = await serve(t, (wire) => wire.answerAll(OK), { agent: new http.Agent({ maxSockets: 2 }) })
  await Promise.all(Array.from({ length: 8 }, () => dial(modem, { path: '/x' })))
  assert.equal(peer.accepted, 2)
})

test('an agent that opens its own connections dials, also for hijacks', async (t) => {
  const peer = await ScriptedPeer.start(async (wire) => {
    for (let head = await wire.nextHead(); head !== undefined; head = await wire.nextHead()) {
      assert.match(head, /^(GET \/p\/x|POST \/p\/containers\/c1\/attach\?\S+) HTTP\/1\.1\r\n(.*\r\n)?Host: far:1\r\n/)
      wire.send(head.startsWith('GET') ? OK : `${UPGRADED}early`)
      if (head.startsWith('POST')) wire.end()
    }
  })
  t.after(() => peer.close())
  const asked: unknown[] = []
  const reach = (options: { host: string; port: number }): net.Socket => {
    asked.push(options.host, options.port)
    return net.connect(new URL(peer.host).pathname)
  }
  const byReturn = Object.assign(new http.Agent(), { createConnection: reach })
  const byCallback = Object.assign(new http.Agent(), {
    createConnection(options: { host: string; port: number }, callback: (error: null, stream: net.Socket) => void) {
      setImmediate(callback, null, reach(options))
    },
  })
  const byConnect = Object.assign(new http.Agent(), {
    connect: async (_: unknown, options: { host: string; port: number }) => reach(options),
  })
  for (const agent of [byReturn, byCallback, byConnect]) {
    const modem = new Modem({ host: 'far', port: 1, pathPrefix: 'p', agent })
    assert.equal(await dial(modem, { path: '/x' }), 1)
    assert.equal(await text(await dial(modem, attachOf({ hijack: true }))), 'early')
    await modem.close()
  }
  assert.deepEqual(asked, Array(6).fill(['far', 1]).flat())
  const refuses = Object.assign(new http.Agent(), {
    createConnection(_: unknown, callback: (error: Error) => void) {
      callback(Object.assign(new Error('no way'), { code: 'ENOWAY' }))
    },
  })
  const error = await failure(dial(new Modem({ host: 'far', agent: refuses }), { path: '/x' }))
  assert.deepEqual([error.message, error.code], ['no way', 'ENOWAY'])
})

test('a failed connection has node’s code, syscall and address', async () => {
  const error = await failure(dial(new Modem({ socketPath: '/none.sock' }), { path: '/x' }))
  const { code, syscall, address, errno, message } = error
  assert.deepEqual(
    [code, syscall, address, errno, message],
    ['ENOENT', 'connect', '/none.sock', -2, 'connect ENOENT /none.sock'],
  )
  assert.equal(error.cause.code, 'ERR_CONNECT')
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const refused = await failure(dial(new Modem({ host: '127.0.0.1', port }), { path: '/x' }))
  assert.deepEqual([refused.code, refused.port], ['ECONNREFUSED', port])
  const cut = await ScriptedPeer.start((wire) => wire.end())
  const closed = await failure(dial(new Modem(placeOf(cut.host)), { path: '/x' }))
  assert.equal(closed.code, 'ECONNRESET')
  assert.match(closed.message, /^socket hang up: /)
  await cut.close()
})

/** A program called ssh that connects its stdin and stdout to `socket`, and records its start. */
function fakeSsh(folder: string, socket: string): string {
  const relay = `const s = require('node:net').connect({ path: ${JSON.stringify(socket)}, allowHalfOpen: true })
    process.stdin.pipe(s); s.pipe(process.stdout); s.on('end', () => process.stdin.destroy())`
  writeFileSync(path.join(folder, 'relay.cjs'), relay)
  const program = path.join(folder, 'ssh')
  const lines = ['#!/bin/sh', `echo "$@" >>'${folder}/log'`, `exec '${process.execPath}' '${folder}/relay.cjs'`]
  writeFileSync(program, `${lines.join('\n')}\n`)
  chmodSync(program, 0o755)
  return path.join(folder, 'log')
}

test('M20: requests over ssh share their connections', { skip: process.platform === 'win32' }, async (t) => {
  const peer = await ScriptedPeer.start((wire) => wire.answerAll(OK))
  const folder = tempDir(t)
  const log = fakeSsh(folder, new URL(peer.host).pathname)
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  const modem = under({ SSH_AUTH_SOCK: '/agent.sock' }, () => {
    return new Modem({ host: 'box', protocol: 'ssh', username: 'me', port: 2222, sshOptions: { agent: '/agent.sock' } })
  })
  t.after(async () => {
    process.env.PATH = before
    await modem.close()
    await peer.close()
  })
  process.env.SSH_AUTH_SOCK = '/agent.sock'
  for (let i = 0; i < 20; i++) assert.equal(await dial(modem, { path: '/x' }), 1)
  const started = readFileSync(log, 'utf8').trim().split('\n')
  assert.deepEqual(started.length, 1)
  assert.match(started[0]!, /^-l me -p 2222 .*-- box docker system dial-stdio$/)
})

const bench = path.join(root, 'bench')
const lacksSsh2 = existsSync(path.join(bench, 'node_modules/ssh2'))
  ? false
  : 'ssh2 is not installed: npm ci --prefix bench'

test('M20: with a password, over ssh2: many channels of one connection', { skip: lacksSsh2 }, async (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: ssh2 has no types here
  const ssh2: any = createRequire(path.join(bench, 'package.json'))('ssh2')
  const peer = await ScriptedPeer.start((wire) => wire.answerAll(OK))
  let logins = 0
  // By node:crypto: of the keys that ssh2 makes, two of a thousand are malformed.
  const key = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey
  const server = new ssh2.Server({ hostKeys: [key] }, (client: typeof ssh2) => {
    client.on('error', () => {})
    client.on('authentication', (context: typeof ssh2) => {
      if (context.method === 'password' && context.password === 'pass' && context.username === 'me') context.accept()
      else context.reject()
    })
    client.on('ready', () => logins++)
    client.on('session', (accept: () => typeof ssh2) => {
      accept().on('exec', (take: () => typeof ssh2, _: unknown, info: { command: string }) => {
        assert.equal(info.command, 'docker system dial-stdio')
        const channel = take()
        const socket = net.connect(new URL(peer.host).pathname)
        channel.pipe(socket).pipe(channel)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cwd = process.cwd()
  process.chdir(bench)
  const modem = new Modem({
    host: '127.0.0.1',
    port: server.address().port,
    protocol: 'ssh',
    username: 'me',
    password: 'pass',
  })
  t.after(async () => {
    process.chdir(cwd)
    await modem.close()
    await new Promise((resolve) => server.close(resolve))
    await peer.close()
  })
  await Promise.all(Array.from({ length: 5 }, () => dial(modem, { path: '/x' })))
  for (let i = 0; i < 5; i++) assert.equal(await dial(modem, { path: '/x' }), 1)
  assert.deepEqual([logins, peer.accepted], [1, 5])
  modem.password = 'wrong'
  const error = await failure(dial(modem, { path: '/x' }))
  assert.match(error.message, /authentication/)
})

test('options of ssh2 without ssh2 are an error that names the package', async (t) => {
  const cwd = process.cwd()
  process.chdir(tempDir(t))
  t.after(() => process.chdir(cwd))
  const modem = new Modem({ host: 'box', protocol: 'ssh', sshOptions: { privateKey: 'x' } })
  const error = await failure(dial(modem, { path: '/x' }))
  assert.equal(error.code, 'ERR_OPTION')
  assert.match(error.message, /ssh2/)
})
