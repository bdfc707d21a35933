// Which Engine is meant, and why: argument, DOCKER_HOST, DOCKER_CONTEXT, currentContext, known sockets, in every
// combination that decides something. Each row has the reason. Errors: resolve-refused.test.ts. TLS: tls-files.test.ts.

import assert from 'node:assert/strict'
import path from 'node:path'
import test from 'node:test'
import { formatEndpoint } from '../../src/endpoint/parse.ts'
import { resolveEndpoint } from '../../src/index.ts'
import {
  at,
  broken,
  cold,
  current,
  DEFAULT,
  gone,
  NOTHING,
  otherCase,
  type Row,
  resolve,
  standard,
  unread,
  unset,
} from './resolve-kit.ts'

const chosen: [what: string, row: Row, endpoint: string, reason: string][] = [
  // the argument
  [
    'a host before everything',
    { options: { host: 'unix:///a' }, env: at(current, { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'two' }) },
    'unix:///a',
    'the host option',
  ],
  [
    'a host takes no TLS from the environment',
    { options: { host: 'tcp://h' }, env: at(cold, { DOCKER_TLS_VERIFY: '1' }) },
    'tcp://h:2375',
    'the host option',
  ],
  ['a host looks at no file', { options: { host: 'tcp://h' }, env: at(broken) }, 'tcp://h:2375', 'the host option'],
  [
    'a context before the environment',
    { options: { context: 'two' }, env: at(current, { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'one' }) },
    'unix:///two',
    "the context option, the context 'two'",
  ],
  [
    'the default context is what DOCKER_HOST says',
    { options: { context: 'default' }, env: at(current, { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'two' }) },
    'tcp://h:2375',
    "the context option, the context 'default': DOCKER_HOST",
  ],
  [
    'the default context without DOCKER_HOST',
    {
      options: { context: 'default' },
      env: at(current, { DOCKER_CONTEXT: 'two' }),
      sockets: ['/run/podman/podman.sock'],
    },
    `unix://${DEFAULT}`,
    "the context option, the context 'default': the default socket",
  ],
  // DOCKER_HOST
  [
    'DOCKER_HOST before contexts',
    { env: at(current, { DOCKER_HOST: ' tcp://h ', DOCKER_CONTEXT: 'two' }) },
    'tcp://h:2375',
    'DOCKER_HOST',
  ],
  [
    'DOCKER_HOST before a missing context',
    { env: at(gone, { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'gone' }) },
    'tcp://h:2375',
    'DOCKER_HOST',
  ],
  [
    'an empty DOCKER_HOST is none',
    { env: at(current, { DOCKER_HOST: '' }) },
    'tcp://one:1',
    `currentContext of ${path.join(current, 'config.json')}, the context 'one'`,
  ],
  [
    'a blank DOCKER_HOST is the default',
    { env: at(current, { DOCKER_HOST: '  ', DOCKER_CONTEXT: 'two' }) },
    `unix://${DEFAULT}`,
    'the default socket, as DOCKER_HOST is blank',
  ],
  // DOCKER_CONTEXT
  [
    'DOCKER_CONTEXT before the current one',
    { env: at(current, { DOCKER_CONTEXT: 'two' }) },
    'unix:///two',
    "DOCKER_CONTEXT, the context 'two'",
  ],
  [
    'DOCKER_CONTEXT=default before the current one',
    { env: at(current, { DOCKER_CONTEXT: 'default' }) },
    `unix://${DEFAULT}`,
    "DOCKER_CONTEXT, the context 'default': the default socket",
  ],
  [
    'an empty DOCKER_CONTEXT is none',
    { env: at(current, { DOCKER_CONTEXT: '' }) },
    'tcp://one:1',
    `currentContext of ${path.join(current, 'config.json')}, the context 'one'`,
  ],
  [
    'DOCKER_CONTEXT looks at no config.json',
    { env: at(broken, { DOCKER_CONTEXT: 'two' }) },
    'unix:///two',
    "DOCKER_CONTEXT, the context 'two'",
  ],
  [
    'a context in lower case',
    { env: at(cold, { DOCKER_CONTEXT: 'lower' }) },
    'tcp://lower:1',
    "DOCKER_CONTEXT, the context 'lower'",
  ],
  [
    "a context's tcp without a port is HTTP's",
    { env: at(cold, { DOCKER_CONTEXT: 'portless' }) },
    'tcp://h:80',
    "DOCKER_CONTEXT, the context 'portless'",
  ],
  [
    "a context's tcp with TLS and without a port",
    { env: at(cold, { DOCKER_CONTEXT: 'skip' }) },
    'tcp://h:443',
    "DOCKER_CONTEXT, the context 'skip'",
  ],
  [
    'a context without a host',
    { env: at(cold, { DOCKER_CONTEXT: 'hostless' }) },
    `unix://${DEFAULT}`,
    "DOCKER_CONTEXT, the context 'hostless'",
  ],
  [
    'a context of https',
    { env: at(cold, { DOCKER_CONTEXT: 'secure' }) },
    'https://h:443',
    "DOCKER_CONTEXT, the context 'secure'",
  ],
  [
    'a context of a pipe, on Windows',
    { env: at(cold, { DOCKER_CONTEXT: 'pipe' }), platform: 'win32' },
    'npipe:////./pipe/x',
    "DOCKER_CONTEXT, the context 'pipe'",
  ],
  // config.json
  [
    'the current context before the sockets',
    { env: at(current), sockets: [DEFAULT] },
    'tcp://one:1',
    `currentContext of ${path.join(current, 'config.json')}, the context 'one'`,
  ],
  [
    'a current context of default',
    { env: at(standard), sockets: ['/run/podman/podman.sock'] },
    `unix://${DEFAULT}`,
    `currentContext of ${path.join(standard, 'config.json')}, the context 'default': the default socket`,
  ],
  ['an empty current context is none', { env: at(unset) }, `unix://${DEFAULT}`, NOTHING],
  [
    'a key in another case',
    { env: at(otherCase) },
    'unix:///two',
    `currentContext of ${path.join(otherCase, 'config.json')}, the context 'two'`,
  ],
  [
    'a config.json that cannot be read',
    { env: at(unread) },
    `unix://${DEFAULT}`,
    `${NOTHING}; ${path.join(unread, 'config.json')} cannot be read (EISDIR)`,
  ],
  // sockets
  ['nothing there', {}, `unix://${DEFAULT}`, NOTHING],
  [
    'the default socket before others',
    { sockets: ['/run/podman/podman.sock', DEFAULT] },
    `unix://${DEFAULT}`,
    'the default socket',
  ],
  ['Windows', { platform: 'win32' }, 'npipe:////./pipe/docker_engine', 'the default pipe'],
  ...[
    '/run/user/1000/docker.sock',
    '/home/me/.docker/run/docker.sock',
    '/home/me/.docker/desktop/docker.sock',
    '/home/me/.colima/default/docker.sock',
    '/home/me/.orbstack/run/docker.sock',
    '/home/me/.rd/docker.sock',
    '/run/user/1000/podman/podman.sock',
    '/run/podman/podman.sock',
  ].map((file, index, all): [string, Row, string, string] => [
    `the socket ${file} before those after it`,
    { sockets: all.slice(index).reverse() },
    `unix://${file}`,
    'a known socket; the default one does not exist',
  ]),
  [
    'XDG_RUNTIME_DIR',
    { env: at(cold, { XDG_RUNTIME_DIR: '/x' }), sockets: ['/run/user/1000/docker.sock', '/x/docker.sock'] },
    'unix:///x/docker.sock',
    'a known socket; the default one does not exist',
  ],
]

for (const [what, row, endpoint, reason] of chosen) {
  // The known sockets' paths are joined as this system does it.
  const skip =
    process.platform === 'win32' && reason.startsWith('a known socket') && 'Windows has none of these sockets'
  test(`chosen: ${what}`, { skip }, () => {
    const resolved = resolve(row)
    assert.equal(formatEndpoint(resolved.endpoint), endpoint)
    assert.equal(resolved.reason, reason)
  })
}

test('connect() and resolveEndpoint() take the same options', () => {
  const tcp = { kind: 'tcp', host: 'h', port: 1, basePath: '' }
  const expected = { endpoint: tcp, tls: undefined, reason: 'the host option' }
  assert.deepEqual(resolveEndpoint('tcp://h:1'), expected)
  assert.deepEqual(resolveEndpoint({ host: 'tcp://h:1' }, {}), expected)
  assert.deepEqual(resolveEndpoint({}, { DOCKER_HOST: 'tcp://h:1' }), { ...expected, reason: 'DOCKER_HOST' })
  const { reason } = resolveEndpoint({}, { HOME: cold, DOCKER_CONFIG: '' })
  assert.match(reason, /^(the default|a known) (socket|pipe)/)
})
