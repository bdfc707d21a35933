// Paths and bodies with dangerous content. The M numbers are docker-modem's defects, as docs/migrating-from-dockerode.md lists them.

import assert from 'node:assert/strict'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import util from 'node:util'
import { targetOf } from '../../../src/adapters/modem/target.ts'
import { Modem } from '../../../src/modem.ts'
import { answer, JSON_TYPE } from '../../engine/kit.ts'
import fc from '../../support/property.ts'
import { attachOf, dial, FIELDS, failure, serve, UPGRADED } from './kit.ts'

const querystring = (options: Record<string, unknown>): string =>
  new Modem({ socketPath: '/x' }).buildQuerystring(options)

const encoded: [id: string, segment: string][] = [
  ['c1', 'c1'],
  ['x?size=1&', 'x%3Fsize=1&'],
  ['a#b', 'a%23b'],
  ['100%', '100%25'],
  ['a b', 'a%20b'],
  ['ü', '%C3%BC'],
  ['a\r\nHost: x', 'a%0D%0AHost:%20x'],
  ['encoded%20already', 'encoded%20already'],
  ['reg.io:5000/a/b:tag@sha256:1', 'reg.io:5000/a/b:tag@sha256:1'],
]
for (const [id, segment] of encoded) {
  test(`M14: an id is encoded: ${JSON.stringify(id)}`, () => {
    assert.equal(targetOf('GET', `/containers/${id}/json?`, {}, querystring), `/containers/${segment}/json`)
    assert.equal(targetOf('POST', `/containers/${id}/update`, { a: 1 }, querystring), `/containers/${segment}/update`)
  })
}

for (const id of ['', '.', '..', '../x', 'x/../y', 'a//b', '%2e%2e', 'a%2F..%2fb', '/', 'x/', '\ud800']) {
  test(`M14: an id that would reach another route is rejected: ${JSON.stringify(id)}`, async (t) => {
    const { modem, peer } = await serve(t, () => {})
    const error = await failure(dial(modem, { path: `/containers/${id}/json?`, options: {} }))
    assert.equal(error.code, 'ERR_PATH')
    assert.equal((await failure(dial(modem, { path: `/volumes/${id}` }))).code, 'ERR_PATH')
    assert.equal(peer.accepted, 0)
  })
}

test('any id stays within its route, or is rejected', () => {
  const id = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'ab./%?#&=:25eEfF') }))
  fc.assert(
    fc.property(id, (name) => {
      let target: string
      try {
        target = targetOf('GET', `/containers/${name}/json?`, {}, querystring)
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'ERR_PATH')
        return
      }
      assert.match(target, /^\/containers\/[!-"$->@-~]+\/json$/)
      assert.equal(new URL(target, 'http://host').pathname.startsWith('/containers/'), true)
      assert.equal(new URL(target, 'http://host').pathname.endsWith('/json'), true)
    }),
    { interruptAfterTimeLimit: 2_000 },
  )
})

test('M12: an attach has no body, and nothing is written before the response', async (t) => {
  for (const options of [attachOf({ hijack: true }), attachOf({}), attachOf({ stdin: false, logs: true })]) {
    const { modem } = await serve(t, async (wire) => {
      const head = await wire.head()
      assert.match(head, /^POST \/containers\/c1\/attach\?[^{]* HTTP\/1\.1\r\n/)
      assert.match(head, /\r\nContent-Length: 0\r\n/)
      await sleep(20)
      wire.quiet()
      wire.send(`${UPGRADED.replace('101 UPGRADED', options.openStdin ? '101 UPGRADED' : '200 OK')}`)
      wire.end()
    })
    assert.equal(await text(await dial(modem, options)), '')
  }
})

test('M12: the exact head of a hijack, and of a BuildKit session', async (t) => {
  const { modem } = await serve(t, async (wire, index) => {
    const [path, upgrade, more] =
      index === 0
        ? ['/containers/c1/attach?stream=true&stdin=true&stdout=true&stderr=true', 'tcp', '']
        : ['/session', 'h2c', 'X-Docker-Expose-Session-Uuid: u\r\n']
    const head = `POST ${path} HTTP/1.1\r\n${FIELDS}${more}Connection: Upgrade\r\nUpgrade: ${upgrade}\r\nContent-Length: 0\r\n\r\n`
    await wire.expect(head)
    wire.send(UPGRADED)
    wire.end()
  })
  await text(await dial(modem, attachOf({ hijack: true })))
  const headers = { Upgrade: 'h2c', 'X-Docker-Expose-Session-Uuid': 'u' }
  await text(await dial(modem, { path: '/session', method: 'POST', hijack: true, headers }))
})

test('M15: a container of any size goes into the body, and only its name into the path', async (t) => {
  const Env = [`SECRET=${'x'.repeat(2_000_000)}`]
  const options = { Image: 'busybox', Env, name: 'n', platform: 'linux/amd64' }
  const body = JSON.stringify(options)
  const { modem } = await serve(t, async (wire) => {
    const fields = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    await wire.expect(`POST /containers/create?name=n&platform=linux%2Famd64 HTTP/1.1\r\n${FIELDS}${fields}`)
    assert.deepEqual(JSON.parse(await wire.take(body.length)), options)
    wire.send(answer('201 Created', JSON_TYPE, '{"Id":"c1"}'))
  })
  assert.deepEqual(await dial(modem, { path: '/containers/create?', method: 'POST', options }), { Id: 'c1' })
})

const split: [path: string, options: Record<string, unknown>, target: string][] = [
  ['/commit?', { container: 'c', repo: 'r', Env: ['A=b'] }, '/commit?container=c&repo=r'],
  ['/secrets/create?', { Name: 's', Data: 'hunter2' }, '/secrets/create'],
  ['/configs/create?', { Name: 's', Data: 'x' }, '/configs/create'],
  ['/volumes/create?', { Name: 'v' }, '/volumes/create'],
  ['/networks/create?', { Name: 'n' }, '/networks/create'],
  ['/services/s1/update?', { version: 3, Name: 's' }, '/services/s1/update?version=3'],
  ['/v1.41/secrets/s1/update?', { version: 3, Labels: {} }, '/v1.41/secrets/s1/update?version=3'],
  [
    '/swarm/update?',
    { version: 3, rotateWorkerToken: true, Name: 'd' },
    '/swarm/update?version=3&rotateWorkerToken=true',
  ],
]
for (const [path, options, target] of split) {
  test(`M15: the query of ${path} has only its own parameters`, () => {
    assert.equal(targetOf('POST', path, options, querystring), target)
  })
}

test('M11: no request walks through the modem’s options or open sockets', async (t) => {
  const agent = new http.Agent({ keepAlive: true })
  let looked = 0
  Object.assign(agent, {
    [util.inspect.custom]() {
      looked++
      return 'agent'
    },
  })
  const { modem } = await serve(t, (wire) => wire.answerAll(answer('200 OK', JSON_TYPE, '1')), { agent })
  for (let i = 0; i < 3; i++) assert.equal(await dial(modem, { path: '/x' }), 1)
  assert.equal(looked, 0)
})

test('one slash in front of a container’s name, as the Engine gives it, is removed', () => {
  const rows: [method: string, path: string, target: string][] = [
    ['GET', '/containers//web/json?', '/containers/web/json'],
    ['POST', '/containers//web/start?', '/containers/web/start'],
    ['DELETE', '/containers//web?', '/containers/web'],
  ]
  for (const [method, path, target] of rows) assert.equal(targetOf(method, path, {}, querystring), target)
  for (const path of ['/containers//json?', '/containers///web/json?', '/containers//attach/ws?', '/images//a/json?']) {
    assert.throws(() => targetOf('GET', path, {}, querystring), { code: 'ERR_PATH' })
  }
  assert.throws(() => targetOf('DELETE', '/containers/?', {}, querystring), { code: 'ERR_PATH' })
})
