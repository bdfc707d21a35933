// The daemon reads X-Registry-Auth with Go's base64.URLEncoding and takes what it cannot read for no credentials:
// padded, '-' and '_', or silently anonymous.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type AuthConfig, encodeRegistryAuth, encodeRegistryConfig } from '../../../src/engine/request/registry-auth.ts'

test('every remainder of three is padded', () => {
  for (const [password, encoded] of [
    ['p', 'eyJ1c2VybmFtZSI6InUiLCJwYXNzd29yZCI6InAifQ=='],
    ['pp', 'eyJ1c2VybmFtZSI6InUiLCJwYXNzd29yZCI6InBwIn0='],
    ['ppp', 'eyJ1c2VybmFtZSI6InUiLCJwYXNzd29yZCI6InBwcCJ9'],
  ] as const) {
    assert.equal(encodeRegistryAuth({ username: 'u', password }), encoded)
  }
})

test('the alphabet is that of URLs', () => {
  const encoded = encodeRegistryAuth({ identitytoken: '???>>>~~~ÿÿÿ' })
  assert.match(encoded, /-/)
  assert.match(encoded, /_/)
  assert.doesNotMatch(encoded, /[+/]/)
  assert.deepEqual(JSON.parse(Buffer.from(encoded, 'base64url').toString()), { identitytoken: '???>>>~~~ÿÿÿ' })
})

test('no credentials are an empty object', () => {
  assert.equal(encodeRegistryAuth(), 'e30=')
  assert.equal(encodeRegistryAuth({ username: undefined }), 'e30=')
})

test('X-Registry-Config has the same by registry', () => {
  const encoded = encodeRegistryConfig({ 'ghcr.io': { registrytoken: 't>' }, 'a:5000': {} })
  assert.equal(encoded.length % 4, 0)
  assert.deepEqual(JSON.parse(Buffer.from(encoded, 'base64url').toString()), {
    'ghcr.io': { registrytoken: 't>' },
    'a:5000': {},
  })
})

test('a value that is not a string is rejected and not quoted, and other keys are not sent', () => {
  const wrong = { username: 'u', password: 12345678 } as unknown as AuthConfig
  assert.throws(
    () => encodeRegistryAuth(wrong),
    (error: Error & { code?: string }) => error.code === 'ERR_OPTION' && !error.message.includes('12345678'),
  )
  assert.throws(() => encodeRegistryConfig({ a: null as unknown as AuthConfig }), { code: 'ERR_OPTION' })
  assert.equal(encodeRegistryAuth({ email: 'e' } as AuthConfig), 'e30=')
})
