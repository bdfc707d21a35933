// API versions: read, compared as numbers, and agreed on.

import assert from 'node:assert/strict'
import test from 'node:test'
import {
  agreeOn,
  compareVersions,
  NEWEST_API_VERSION,
  pinnedVersion,
  readVersion,
  versionOffered,
} from '../../../src/engine/api-version/api-version.ts'

test('versions compare part by part, as numbers', () => {
  const order = ['0.9', '1.9', '1.10', '1.41', '2.0']
  for (const [i, a] of order.entries()) {
    for (const [j, b] of order.entries()) assert.equal(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a} ${b}`)
  }
  assert.ok(compareVersions('1', '1.0') === 0 && compareVersions('1.0', '1') === 0)
})

test('what is a version and what is none', () => {
  assert.equal(readVersion('1.41'), '1.41')
  assert.equal(readVersion(' v1.041 '), '1.41')
  for (const text of ['', '1', '1.', '.1', '1.4.1', 'vv1.4', '1.4x', '-1.4', '1,4', '1.4\0']) {
    assert.equal(readVersion(text), undefined, text)
  }
})

test('an invalid pinned version is rejected, and the error names where it was set', () => {
  assert.equal(pinnedVersion('v1.30', 'apiVersion'), '1.30')
  assert.throws(() => pinnedVersion('latest', 'DOCKER_API_VERSION'), {
    code: 'ERR_OPTION',
    message: /^DOCKER_API_VERSION/,
  })
})

test('the lower of the two newest is used; the newest with an Engine that sends none', () => {
  assert.equal(agreeOn('1.41'), '1.41')
  assert.equal(agreeOn(' v1.024 '), '1.24')
  assert.equal(agreeOn('9.99'), NEWEST_API_VERSION)
  assert.equal(agreeOn(NEWEST_API_VERSION), NEWEST_API_VERSION)
  assert.equal(agreeOn(undefined), NEWEST_API_VERSION)
  assert.equal(agreeOn('  '), NEWEST_API_VERSION)
  assert.throws(
    () => agreeOn('1.41; secret'),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, 'ERR_API_VERSION')
      assert.doesNotMatch(error.message, /secret/)
      return true
    },
  )
})

test('the version that an Engine offers, from its messages of every age', () => {
  const words: [string, string | undefined][] = [
    ['client version 1.99 is too new. Maximum supported API version is 1.41', '1.41'],
    [
      'client version 1.10 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
      '1.44',
    ],
    ['client is newer than server (client API version: 1.56, server API version: 1.24)', '1.24'],
    ['client version 1 is too old. Minimum supported API version is 1.12', '1.12'],
    // Another daemon's, which this one reports.
    ['builder: client version 1.99 is too new. Maximum supported API version is 1.41', undefined],
    ['client version 1.99 is too new. Maximum supported API version is latest', undefined],
    ['no such container', undefined],
    ['', undefined],
  ]
  for (const [text, offered] of words) assert.equal(versionOffered(text), offered, text)
})
