// Every form of a host, parsed, and that no error shows what may be a password.

import assert from 'node:assert/strict'
import test from 'node:test'
import {
  authority,
  DEFAULT_PIPE,
  DEFAULT_SOCKET,
  type Endpoint,
  formatEndpoint,
  parseHost,
} from '../../src/endpoint/parse.ts'
import { FairleadError } from '../../src/error.ts'

const unix = (path: string): Endpoint => ({ kind: 'unix', path })
const tcp = (host: string, port: number, basePath = ''): Endpoint => ({ kind: 'tcp', host, port, basePath })
const npipe = (path: string): Endpoint => ({ kind: 'npipe', path })
const ssh = (user: string | undefined, host: string, port?: number, path = ''): Endpoint => ({
  kind: 'ssh',
  user,
  host,
  port,
  path,
})

const valid: [text: string, endpoint: Endpoint, written: string][] = [
  ['unix:///run/podman/podman.sock', unix('/run/podman/podman.sock'), 'unix:///run/podman/podman.sock'],
  ['unix://', unix(DEFAULT_SOCKET), `unix://${DEFAULT_SOCKET}`],
  ['unix:///a b/ü?x#y@z', unix('/a b/ü?x#y@z'), 'unix:///a b/ü?x#y@z'],
  ['  unix:///x \n', unix('/x'), 'unix:///x'],
  ['tcp://127.0.0.1:2376', tcp('127.0.0.1', 2376), 'tcp://127.0.0.1:2376'],
  ['tcp://build-host', tcp('build-host', 2375), 'tcp://build-host:2375'],
  ['tcp://docker_1.local:1', tcp('docker_1.local', 1), 'tcp://docker_1.local:1'],
  ['tcp://', tcp('localhost', 2375), 'tcp://localhost:2375'],
  ['tcp://:4243', tcp('localhost', 4243), 'tcp://localhost:4243'],
  ['tcp://h:', tcp('h', 2375), 'tcp://h:2375'],
  ['tcp://h:65535/', tcp('h', 65535), 'tcp://h:65535'],
  ['tcp://h:80/docker/a//', tcp('h', 80, '/docker/a'), 'tcp://h:80/docker/a'],
  ['tcp://[::1]:2375', tcp('::1', 2375), 'tcp://[::1]:2375'],
  ['tcp://[fe80::1]', tcp('fe80::1', 2375), 'tcp://[fe80::1]:2375'],
  ['http://proxy/base', tcp('proxy', 80, '/base'), 'tcp://proxy:80/base'],
  ['http://proxy:8080', tcp('proxy', 8080), 'tcp://proxy:8080'],
  ['http://', tcp('localhost', 80), 'tcp://localhost:80'],
  ['https://h', { ...tcp('h', 443), secure: true } as Endpoint, 'https://h:443'],
  ['https://[::1]:2376/base/', { ...tcp('::1', 2376, '/base'), secure: true } as Endpoint, 'https://[::1]:2376/base'],
  ['tcp://[fe80::1%25eth0]:2375', tcp('fe80::1%eth0', 2375), 'tcp://[fe80::1%25eth0]:2375'],
  ['[::1]:1', tcp('::1', 1), 'tcp://[::1]:1'],
  ['npipe://', npipe(DEFAULT_PIPE), `npipe://${DEFAULT_PIPE}`],
  ['npipe:////./pipe/docker_engine', npipe('//./pipe/docker_engine'), 'npipe:////./pipe/docker_engine'],
  ['npipe://\\\\.\\pipe\\docker_engine', npipe('//./pipe/docker_engine'), 'npipe:////./pipe/docker_engine'],
  ['npipe:////build-host/pipe/a/b c', npipe('//build-host/pipe/a/b c'), 'npipe:////build-host/pipe/a/b c'],
  ['ssh://build-host', ssh(undefined, 'build-host'), 'ssh://build-host'],
  ['ssh://me@build-host', ssh('me', 'build-host'), 'ssh://me@build-host'],
  ['ssh://me@build-host:22', ssh('me', 'build-host', 22), 'ssh://me@build-host:22'],
  ['ssh://me@build-host/', ssh('me', 'build-host'), 'ssh://me@build-host'],
  ['ssh://@h:', ssh(undefined, 'h'), 'ssh://h'],
  ['ssh://[::1]:2222/run/a.sock', ssh(undefined, '::1', 2222, '/run/a.sock'), 'ssh://[::1]:2222/run/a.sock'],
  ['ssh://a%40b@h', ssh('a@b', 'h'), 'ssh://a%40b@h'],
  ['ssh://a@b@h', ssh('a@b', 'h'), 'ssh://a%40b@h'],
  ['ssh://h/a@b', ssh(undefined, 'h', undefined, '/a@b'), 'ssh://h/a@b'],
  ['ssh://me@h/a@b', ssh('me', 'h', undefined, '/a@b'), 'ssh://me@h/a@b'],
  ['ssh://h/a%3Fb%23c%25d', ssh(undefined, 'h', undefined, '/a?b#c%d'), 'ssh://h/a%3Fb%23c%25d'],
  ['ssh://h/a%20b', ssh(undefined, 'h', undefined, '/a b'), 'ssh://h/a%20b'],
  ['build-host:2375', tcp('build-host', 2375), 'tcp://build-host:2375'],
  ['127.0.0.1', tcp('127.0.0.1', 2375), 'tcp://127.0.0.1:2375'],
]

for (const [text, endpoint, written] of valid) {
  test(`${JSON.stringify(text)} is ${written}`, () => {
    assert.deepEqual(parseHost(text), endpoint)
    assert.equal(formatEndpoint(endpoint), written)
    assert.deepEqual(parseHost(written), endpoint)
  })
}

const invalid: [text: string, message: RegExp][] = [
  ['', /it is empty/],
  ['   ', /it is empty/],
  ['unix://relative.sock', /absolute path/],
  ['unix:///a\0b', /NUL/],
  ['/var/run/docker.sock', /unix:\/\//],
  ['unix:/var/run/docker.sock', /:\/\//],
  ['tcp:/h', /:\/\//],
  ['ftp://h', /the scheme 'ftp' cannot be dialled/],
  ['UNIX:///a', /lower case/],
  ['Tcp://h', /lower case/],
  ['fd://', /systemd/],
  ['fd://3', /systemd/],
  ['npipe://docker_engine', /npipe:/],
  ['npipe:////./pipe/', /npipe:/],
  ['npipe:////./pipe/a\0b', /npipe:/],
  ['npipe:////./tube/a', /npipe:/],
  ['npipe:///pipe/a', /npipe:/],
  ['ssh://', /expected a host/],
  ['ssh://me@', /expected a host/],
  ['ssh://me@:22', /expected a host/],
  ['ssh://-oProxyCommand=x', /expected host/],
  ['ssh://-x', /expected a host/],
  ['ssh://-x@h', /login name/],
  ['ssh://%2dx@h', /login name/],
  ['ssh://a%0ab@h', /login name/],
  ['ssh://a b@h', /login name/],
  ['ssh://\ud800@h', /login name/],
  ...['$(x)', '`x`', 'a;b', 'a&b', 'a|b', 'a<b', 'a>b', '{a}', "a'b", 'a"b', 'a\\b', '%24HOME'].map(
    (user): [string, RegExp] => [`ssh://${user}@h`, /that a shell would interpret/],
  ),
  ['ssh://%zz@h', /login name/],
  ['ssh://h:99999', /port 99999 is outside/],
  ['ssh://h:x', /expected host/],
  ['ssh://h/%zz', /cannot be decoded/],
  ['ssh://h/a%00', /cannot be decoded/],
  ['ssh://h?x', /no query and no fragment/],
  ['ssh://h#x', /no query and no fragment/],
  ['ssh://me:@h', /password/],
  ['tcp://[::1%eth0]', /expected host/],
  ['https://h?x', /cannot have white space/],
  ['://h', /scheme/],
  ['tcp://h:0', /port 0 is outside/],
  ['tcp://h:65536', /port 65536 is outside/],
  ['tcp://h:80x', /expected host/],
  ['tcp://h:80:81', /expected host/],
  ['tcp://::1', /expected host/],
  ['tcp://[::1', /expected host/],
  ['tcp://[::g]', /expected host/],
  ['tcp://hö', /expected host/],
  ['tcp://h"', /expected host/],
  ['tcp://h/ü', /expected host/],
  ['tcp://h?x', /cannot have white space/],
  ['tcp://h#x', /cannot have white space/],
  ['tcp://h h', /cannot have white space/],
  ['h\r\nX: y', /cannot have white space/],
]

for (const [text, message] of invalid) {
  test(`${JSON.stringify(text)} is an error`, () => {
    assert.throws(
      () => parseHost(text),
      (error: unknown) => {
        assert.ok(error instanceof FairleadError)
        assert.equal(error.code, 'ERR_ENDPOINT')
        assert.equal(error.blame, 'caller')
        assert.match(error.message, message)
        return true
      },
    )
  })
}

const secret = [
  'tcp://user:hunter2@h:2375',
  'tcp://user:hunter2@x@h',
  'tcp://user:x/hunter2@h',
  'user:hunter2@h:2375',
  'ssh://user:hunter2@h',
  'ssh://user:hunter2@x@h',
  'ssh://user@h?hunter2',
  'https://user:hunter2@h',
  'fd://hunter2@',
  'ftp://h?token=hunter2',
  'tcp://h?token=hunter2',
  'tcp://h#hunter2',
  'user:hunter2@://h',
  'unix://user:hunter2@h',
]

for (const text of secret) {
  test(`the error for ${text} does not show the password`, () => {
    assert.throws(
      () => parseHost(text),
      (error: Error) => {
        assert.equal((error as FairleadError).code, 'ERR_ENDPOINT')
        assert.doesNotMatch(error.message, /hunter2/)
        return true
      },
    )
  })
}

test('a stream that the caller dials has no address', () => {
  assert.match(formatEndpoint({ kind: 'custom' }), /dial/)
})

test('the authority of an IPv6 address has brackets', () => {
  assert.equal(authority({ kind: 'tcp', host: '::1', port: 2375, basePath: '/x' }), '[::1]:2375')
  assert.equal(authority({ kind: 'tcp', host: 'fe80::1%eth0', port: 1, basePath: '' }), '[fe80::1]:1')
  assert.equal(authority({ kind: 'tcp', host: 'h', port: 80, basePath: '' }), 'h:80')
})
