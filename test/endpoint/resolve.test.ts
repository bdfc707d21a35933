// Which Engine is meant: an argument is never overridden by the environment (user-pains 19, the part that is there yet).

import assert from 'node:assert/strict'
import test from 'node:test'
import { resolveEndpoint } from '../../src/endpoint/resolve.ts'

const table: [host: string | undefined, env: Record<string, string>, expected: object][] = [
  ['unix:///a', { DOCKER_HOST: 'tcp://h' }, { endpoint: { kind: 'unix', path: '/a' }, reason: 'the host option' }],
  [undefined, { DOCKER_HOST: ' unix:///b ' }, { endpoint: { kind: 'unix', path: '/b' }, reason: 'DOCKER_HOST' }],
  [
    undefined,
    { DOCKER_HOST: '  ' },
    { endpoint: { kind: 'unix', path: '/var/run/docker.sock' }, reason: 'the default socket' },
  ],
  [undefined, {}, { endpoint: { kind: 'unix', path: '/var/run/docker.sock' }, reason: 'the default socket' }],
]

for (const [host, env, expected] of table) {
  test(`host ${host} and ${JSON.stringify(env)}`, () => assert.deepEqual(resolveEndpoint(host, env), expected))
}

test('what was chosen and cannot be read is refused, not passed over', () => {
  assert.throws(() => resolveEndpoint(undefined, { DOCKER_HOST: 'fd://h' }), { code: 'ERR_ENDPOINT' })
  assert.throws(() => resolveEndpoint('', { DOCKER_HOST: 'unix:///b' }), { code: 'ERR_ENDPOINT' })
})
