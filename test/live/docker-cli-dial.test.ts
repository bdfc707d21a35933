// The docker CLI and fairlead connect to listeners that record each connection: both use the same listener, the same protocol and the
// same path prefix, for hosts and for contexts. The listeners never respond.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { Engine } from '../../src/engine/engine.ts'
import { readOptions } from '../../src/engine/request/options.ts'
import { DockerFolder } from '../endpoint/docker-folder.ts'
import { makeCertificates, withoutOpenssl } from '../support/certificates.ts'
import { tempDir } from '../support/temp.ts'
import { docker, dockerDone, type Variables, withoutDockerCli } from './docker-cli.ts'

const skip = withoutDockerCli() || withoutOpenssl()
/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16

/** Listens, and records one line per connection: its name, and TLS or the requested path. */
async function listen(t: TestContext, name: string, where: net.ListenOptions, seen: Set<string>): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (bytes) => {
      const [, target] = bytes.toString('latin1').split(' ')
      seen.add(`${name} ${bytes[0] === HANDSHAKE ? 'TLS' : target?.replace(/\/(_ping|v[\d.]+\/.*)$/, '/*')}`)
      socket.destroy()
    })
  })
  server.listen(where)
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('both dial the same', { skip }, async (t) => {
  const root = tempDir(t)
  const at = (name: string): string => path.join(root, name)
  mkdirSync(at('home'))
  const made = makeCertificates(root)
  const folder = new DockerFolder(at('docker'))
  const material = { 'ca.pem': made.ca, 'cert.pem': made.client.cert, 'key.pem': made.client.key }
  const DOCKER_CERT_PATH = folder.files('certificates', material)

  const seen = new Set<string>()
  const port = await listen(t, 'four', { host: '127.0.0.1', port: 0 }, seen)
  const six = await listen(t, 'six', { host: '::1', port: 0 }, seen).catch(() => undefined)
  await listen(t, 'socket', { path: at('a.sock') }, seen)

  const base = { HOME: at('home'), DOCKER_CONFIG: folder.folder }
  const ca = `ca=${DOCKER_CERT_PATH}/ca.pem`
  const contexts: [name: string, endpoint: string][] = [
    ['plain', `host=tcp://127.0.0.1:${port}`],
    ['prefixed', `host=tcp://127.0.0.1:${port}/a/b`],
    ['http', `host=http://127.0.0.1:${port}`],
    ['http-ca', `host=http://127.0.0.1:${port},${ca}`],
    ['secure', `host=tcp://127.0.0.1:${port},${ca}`],
    ['unverified', `host=tcp://127.0.0.1:${port},skip-tls-verify=true`],
    ['socket', `host=unix://${at('a.sock')}`],
    ['socket-ca', `host=unix://${at('a.sock')},${ca}`],
  ]
  for (const [name, endpoint] of contexts) await dockerDone(base, 'context', 'create', name, '--docker', endpoint)

  const rows: [env: Variables, expected: string][] = [
    [{ DOCKER_HOST: `tcp://127.0.0.1:${port}` }, 'four /*'],
    [{ DOCKER_HOST: `127.0.0.1:${port}` }, 'four /*'],
    [{ DOCKER_HOST: `tcp://localhost:${port}/base/` }, 'four /base/*'],
    [{ DOCKER_HOST: `unix://${at('a.sock')}` }, 'socket /*'],
    [{ DOCKER_HOST: `unix://${at('a.sock')}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH }, 'socket /*'],
    [{ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_CERT_PATH }, 'four /*'],
    [{ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_CERT_PATH, DOCKER_TLS_VERIFY: '1' }, 'four TLS'],
    [{ DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_CERT_PATH, DOCKER_TLS: '0' }, 'four TLS'],
    [{ DOCKER_HOST: `unix://${at('a.sock')}`, DOCKER_CONTEXT: 'plain' }, 'socket /*'],
    [{ DOCKER_CONTEXT: 'plain' }, 'four /*'],
    [{ DOCKER_CONTEXT: 'plain', DOCKER_TLS_VERIFY: '1' }, 'four /*'],
    [{ DOCKER_CONTEXT: 'prefixed' }, 'four /a/b/*'],
    [{ DOCKER_CONTEXT: 'http' }, 'four /*'],
    [{ DOCKER_CONTEXT: 'http-ca' }, 'four TLS'],
    [{ DOCKER_CONTEXT: 'secure' }, 'four TLS'],
    [{ DOCKER_CONTEXT: 'unverified' }, 'four TLS'],
    [{ DOCKER_CONTEXT: 'socket' }, 'socket /*'],
    [{ DOCKER_CONTEXT: 'socket-ca' }, 'socket /*'],
  ]
  if (six !== undefined) rows.push([{ DOCKER_HOST: `tcp://[::1]:${six}/b` }, 'six /b/*'])

  for (const [variables, expected] of rows) {
    const words = Object.entries(variables).map(([name, value]) => `${name}=${value.replace(root, '…')}`)
    await t.test(words.join(' ').replaceAll(`:${port}`, ':PORT').replace(`:${six}`, ':PORT'), async () => {
      const env = { ...base, ...variables }
      seen.clear()
      await docker(env, 'version')
      assert.deepEqual([...seen], [expected])
      seen.clear()
      const engine = new Engine(readOptions({}, env))
      await assert.rejects(engine.get('/version'))
      await engine.close()
      assert.deepEqual([...seen], [expected])
    })
  }

  await t.test('a context as an option', async () => {
    for (const [name, expected] of [
      ['prefixed', 'four /a/b/*'],
      ['secure', 'four TLS'],
      ['socket', 'socket /*'],
    ] as const) {
      seen.clear()
      await docker(base, '--context', name, 'version')
      assert.deepEqual([...seen], [expected])
      seen.clear()
      const engine = new Engine(readOptions({ context: name }, base))
      await assert.rejects(engine.get('/version'))
      await engine.close()
      assert.deepEqual([...seen], [expected])
    }
  })
})
