// Which version is pinned: the option before the environment, nothing by default, and how `negotiation` goes with them.

import assert from 'node:assert/strict'
import test from 'node:test'
import { NEWEST_API_VERSION } from '../../../src/engine/api-version/api-version.ts'
import { type ConnectOptions, readOptions } from '../../../src/engine/request/options.ts'

const rows: [
  options: ConnectOptions,
  variable: string | undefined,
  version: string | undefined,
  optimistic: boolean,
][] = [
  [{}, undefined, undefined, false],
  [{}, '', undefined, false],
  [{}, '  ', undefined, false],
  [{}, '1.30', '1.30', false],
  [{}, ' v1.30 ', '1.30', false],
  [{ apiVersion: '1.41' }, undefined, '1.41', false],
  [{ apiVersion: '1.41' }, '1.30', '1.30', false],
  [{ apiVersion: '1.41' }, ' ', '1.41', false],
  [{ apiVersion: '1.10' }, undefined, '1.10', false],
  [{ apiVersion: '1.99' }, undefined, '1.99', false],
  [{ negotiation: 'ping' }, undefined, undefined, false],
  [{ negotiation: 'ping' }, '1.30', '1.30', false],
  [{ negotiation: 'optimistic' }, undefined, undefined, true],
  [{ negotiation: 'optimistic' }, '1.30', '1.30', true],
  [{ negotiation: 'optimistic', apiVersion: '1.41' }, undefined, '1.41', true],
  [{ negotiation: 'off' }, undefined, NEWEST_API_VERSION, false],
  [{ negotiation: 'off' }, '1.30', '1.30', false],
  [{ negotiation: 'off', apiVersion: '1.41' }, '1.30', '1.30', false],
]

for (const [options, variable, version, optimistic] of rows) {
  test(`${JSON.stringify(options)} with DOCKER_API_VERSION=${variable}: ${version ?? 'negotiated'}`, () => {
    const settings = readOptions({ host: 'unix:///x', ...options }, { DOCKER_API_VERSION: variable })
    assert.equal(settings.apiVersion, version)
    assert.equal(settings.optimistic, optimistic)
  })
}

test('an invalid version or mode is rejected, and the error names where it was set', () => {
  const read = (options: ConnectOptions, variable?: string) => () =>
    readOptions({ host: 'unix:///x', ...options }, { DOCKER_API_VERSION: variable })
  assert.throws(read({ apiVersion: '' }), { code: 'ERR_OPTION', message: /^apiVersion/ })
  assert.throws(read({ apiVersion: '1.41' }, 'nonsense'), {
    code: 'ERR_OPTION',
    message: /^DOCKER_API_VERSION: 'nonsense'/,
  })
  assert.throws(read({ apiVersion: 'nonsense' }, '1.41'), { code: 'ERR_OPTION', message: /^apiVersion/ })
  assert.throws(read({}, '1'), { code: 'ERR_OPTION', message: /^DOCKER_API_VERSION/ })
  assert.throws(read({ negotiation: 'PING' as 'ping', apiVersion: '1.41' }), {
    code: 'ERR_OPTION',
    message: /^negotiation: .*'?ping/,
  })
})
