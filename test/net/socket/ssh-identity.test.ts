// ssh with a given key and options: its arguments, and the file of a key that was given as a text, on a stand-in for ssh.
// test/live/ssh.test.ts has the real ones.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { parseHost } from '../../../src/endpoint/parse.ts'
import { type ConnectOptions, connect } from '../../../src/index.ts'
import { sshArguments } from '../../../src/net/socket/ssh-arguments.ts'
import { failure } from '../../engine/response/tunnel-kit.ts'
import { eventually } from '../../support/eventually.ts'
import type { Script } from '../../support/scripted-peer.ts'
import { OK, skip, withSsh } from './ssh-kit.ts'

test('the arguments with options and a key: options come first, since ssh takes the first value', () => {
  const endpoint = parseHost('ssh://me@box')
  assert.ok(endpoint.kind === 'ssh')
  assert.deepEqual(sshArguments(endpoint, 1000, { ConnectTimeout: '7', ProxyJump: 'a b' }, '/k'), [
    ...['-l', 'me', '-oConnectTimeout=7', '-oProxyJump=a b', '-i', '/k', '-oIdentitiesOnly=yes'],
    ...['-o ConnectTimeout=1', '-T', '--', 'box', 'docker system dial-stdio'],
  ])
})

const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n-----END OPENSSH PRIVATE KEY-----'

test('a key as a text is in a file of mode 0600 while ssh logs in, and gone after it', { skip }, async (t) => {
  const sh = `
    while [ "$1" != -i ]; do shift; done
    ls -l "$2" | cut -c1-10 >"$(dirname "$0")/mode"; cp "$2" "$(dirname "$0")/key"; echo "$2" >"$(dirname "$0")/place"
    exec $RELAY`
  const script: Script = async (wire) => {
    await wire.head()
    wire.send(OK)
    await wire.ended()
  }
  const { engine, folder } = await withSsh(t, sh, script, { ssh: { identity: KEY } })
  assert.equal(await engine.get('/_ping'), 'OK')
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  assert.equal(read('mode').trim(), '-rw-------')
  assert.equal(read('key'), `${KEY}\n`)
  const place = read('place').trim()
  assert.equal(existsSync(place) || existsSync(path.dirname(place)), false)
})

for (const [what, sh] of Object.entries({ fails: 'exit 255', 'does not log in': 'exec sleep 600' })) {
  test(`a key as a text is gone after an ssh that ${what}`, { skip }, async (t) => {
    const noting = `while [ "$1" != -i ]; do shift; done\necho "$2" >"$(dirname "$0")/place"\n${sh}`
    const { engine, folder } = await withSsh(t, noting, async () => {}, { ssh: { identity: KEY } })
    const stop = new AbortController()
    const failed = failure(engine.get('/_ping', { signal: stop.signal }))
    const place = await eventually(() => {
      const text = readFileSync(path.join(folder, 'place'), 'utf8').trim()
      assert.notEqual(text, '')
      return text
    })
    if (what !== 'fails') {
      assert.ok(existsSync(place))
      stop.abort()
    }
    assert.match(String((await failed).code), /ERR_CONNECT|ERR_ABORTED/)
    await eventually(() => assert.equal(existsSync(path.dirname(place)), false))
  })
}

test('a process that exits while ssh logs in leaves no key behind', { skip }, async (t) => {
  const noting = `while [ "$1" != -i ]; do shift; done\necho "$2" >"$(dirname "$0")/place"\nexec sleep 600`
  const { folder } = await withSsh(t, noting, async () => {})
  const entry = JSON.stringify(new URL('../../../src/index.js', import.meta.url).href)
  const program = `
    const { connect } = await import(${entry})
    connect({ host: 'ssh://box', ssh: { identity: ${JSON.stringify(KEY)} } }).get('/_ping').catch(() => {})
    const { existsSync } = await import('node:fs')
    setInterval(() => existsSync(${JSON.stringify(path.join(folder, 'place'))}) && process.exit(0), 10)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  const place = readFileSync(path.join(folder, 'place'), 'utf8').trim()
  assert.equal(existsSync(path.dirname(place)), false)
})

test('ssh: refused for an Engine that is not reached by ssh, and for what is no key and no option', () => {
  const refused = (options: ConnectOptions, message: RegExp) =>
    assert.throws(() => connect(options), { code: 'ERR_OPTION', message })
  refused({ host: 'tcp://box:1', ssh: {} }, /^ssh: expected host: .ssh:/)
  refused({ dial: () => undefined as never, ssh: {} }, /^ssh: /)
  const host = 'ssh://box'
  refused({ host, ssh: { identity: ' ' } }, /^ssh: expected a path or a key/)
  refused({ host, ssh: { identity: 'se\ncret' } }, /^ssh: expected a path or a key(?!.*cret)/)
  refused({ host, ssh: { options: { 'Proxy Jump': 'x' } } }, /^ssh: expected/)
  refused({ host, ssh: { options: { ProxyJump: 'x\ny' } } }, /^ssh: expected/)
  refused({ host, ssh: { options: { Port: 22 as never } } }, /^ssh: expected/)
  refused({ host, ssh: { identitty: 'x' } as never }, /ssh\.identity/)
  refused({ host, sshOptions: {} } as never, /ssh: \{ identity, options \}/)
})
