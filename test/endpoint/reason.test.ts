// A connection that cannot be made says the address, the likely cause, and why it was that address.

import assert from 'node:assert/strict'
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

test('a socket that is not there', async (t) => {
  const file = path.join(tempDir(t), 'none.sock')
  const { code, message } = await failure(connect(`unix://${file}`))
  assert.equal(code, 'ERR_CONNECT')
  assert.equal(
    message,
    `cannot connect to unix://${file}: ENOENT (no such socket: is the Engine running?); chosen by the host option`,
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

test('a context that is not there is told by connect() itself', (t) => {
  under({ DOCKER_HOST: undefined, DOCKER_CONTEXT: 'gone', DOCKER_CONFIG: tempDir(t) }, () =>
    assert.throws(() => connect(), { code: 'ERR_CONTEXT' }),
  )
})
