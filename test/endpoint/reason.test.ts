// A connection that cannot be made says the address, the likely cause, and why it was that address.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import test from 'node:test'
import { connect, FairleadError } from '../../src/index.ts'
import { under } from '../support/environment.ts'
import { tempDir } from '../support/temp.ts'
import { DockerFolder } from './docker-folder.ts'

async function failure(engine: ReturnType<typeof connect>): Promise<FairleadError> {
  await using closing = engine
  const error = await closing.get('/info').then(
    () => assert.fail('it did connect'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof FairleadError)
  return error
}

test('a missing socket', async (t) => {
  const file = path.join(tempDir(t), 'none.sock')
  const { code, message } = await failure(connect(`unix://${file}`))
  assert.equal(code, 'ERR_CONNECT')
  assert.equal(
    message,
    `GET /info: cannot connect to unix://${file}: ENOENT (no such socket: is the Engine running?); chosen by the host option`,
  )
})

test('a port of DOCKER_HOST where nothing listens', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const { message } = await failure(under({ DOCKER_HOST: `127.0.0.1:${port}` }, () => connect()))
  assert.match(message, new RegExp(`tcp://127\\.0\\.0\\.1:${port}: ECONNREFUSED \\(.*\\); chosen by DOCKER_HOST$`))
})

test('plain HTTP to a TLS port, with the response of an Engine written in Go', async (t) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    const words = 'Client sent an HTTP request to an HTTPS server.'
    socket.once('data', () => socket.end(`HTTP/1.0 400 Bad Request\r\n\r\n${words}\n`))
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const { message } = await failure(connect(`tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`))
  assert.match(message, /400 Client sent an HTTP request to an HTTPS server\./)
})

test('TLS to a port of plain HTTP', async (t) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request'))
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const { port } = server.address() as net.AddressInfo
  const { code, message } = await failure(connect(`https://127.0.0.1:${port}`))
  assert.equal(code, 'ERR_CONNECT')
  assert.match(
    message,
    /^GET \/info: cannot connect to https:.*does the port speak plain HTTP\?.*; chosen by the host option$/,
  )
})

test('a path that is too long, a file that is no socket', async (t) => {
  const folder = tempDir(t)
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  const plain = await failure(connect(`unix://${file}`))
  assert.match(plain.message, /ECONNREFUSED|ENOTSOCK/)
  const long = `unix://${path.join(folder, 'x'.repeat(200))}`
  const message = /the path has \d+ bytes, and the system takes \d+ at most.*; chosen by the host option$/
  assert.throws(() => connect(long), { code: 'ERR_ENDPOINT', message })
})

test('the socket of the current context', async (t) => {
  const folder = new DockerFolder(tempDir(t))
  folder.context('mine', `unix://${folder.folder}/none.sock`)
  folder.config({ currentContext: 'mine' })
  const variables = { DOCKER_HOST: undefined, DOCKER_CONTEXT: undefined, DOCKER_CONFIG: folder.folder }
  const { message } = await failure(under(variables, () => connect()))
  assert.match(message, /ENOENT .*; chosen by currentContext of .*config\.json, the context 'mine'$/)
})

test('a context as an option, before the environment', async (t) => {
  const folder = new DockerFolder(tempDir(t))
  folder.context('mine', `unix://${folder.folder}/none.sock`)
  const variables = { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_CONFIG: folder.folder }
  const { message } = await failure(under(variables, () => connect({ context: 'mine' })))
  assert.match(message, /none\.sock: ENOENT .*; chosen by the context option, the context 'mine'$/)
})

test('connect() itself reports a missing context', (t) => {
  under({ DOCKER_HOST: undefined, DOCKER_CONTEXT: 'gone', DOCKER_CONFIG: tempDir(t) }, () =>
    assert.throws(() => connect(), { code: 'ERR_CONTEXT' }),
  )
})
