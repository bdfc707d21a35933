// Which API version a request needs: the newest of its operation, its query's keys, its filters and its body's fields.

import assert from 'node:assert/strict'
import test from 'node:test'
import { compareVersions, NEWEST_API_VERSION, operationsSince, requiresOf } from '../../src/versions.ts'

test('an operation', () => {
  assert.equal(requiresOf('GET', '/containers/json'), undefined)
  assert.equal(requiresOf('PUT', '/volumes/{name}'), '1.42')
  assert.equal(requiresOf('GET', '/no/such/path'), undefined)
  assert.equal(requiresOf('DELETE', '/containers/json'), undefined)
})

test('keys of the query, given', () => {
  const path = '/images/{name}/json'
  assert.equal(requiresOf('GET', path, { query: { manifests: true } }), '1.48')
  assert.equal(requiresOf('GET', path, { query: { manifests: true, platform: { os: 'linux' } } }), '1.49')
  assert.equal(requiresOf('GET', path, { query: { manifests: undefined, platform: null } }), undefined)
  assert.equal(requiresOf('GET', path, { query: {} }), undefined)
  assert.equal(requiresOf('GET', path, { query: { toString: undefined } }), undefined)
})

test('an operation and a key that is newer', () => {
  assert.equal(requiresOf('POST', '/build/prune'), '1.31')
  assert.equal(requiresOf('POST', '/build/prune', { query: { 'reserved-space': 1 } }), '1.48')
})

test('filters, also such with a dot', () => {
  assert.equal(requiresOf('GET', '/networks', { query: { filters: { driver: ['bridge'] } } }), undefined)
  assert.equal(
    requiresOf('GET', '/networks', { query: { filters: { driver: ['bridge'], dangling: ['true'] } } }),
    '1.40',
  )
  assert.equal(requiresOf('GET', '/nodes', { query: { filters: { 'node.label': ['a'] } } }), '1.40')
})

test('fields of the body, in objects, lists and maps', () => {
  const needs = (body: unknown) => requiresOf('POST', '/containers/create', { body })
  assert.equal(needs({ Image: 'a', HostConfig: { Memory: 1 } }), undefined)
  assert.equal(needs({ HostConfig: { Annotations: { a: 'b' } } }), '1.43')
  assert.equal(needs({ HostConfig: { Mounts: [{ Target: '/a' }, { VolumeOptions: { Subpath: 'b' } }] } }), '1.45')
  assert.equal(needs({ NetworkingConfig: { EndpointsConfig: { some: { Aliases: ['a'], GwPriority: 1 } } } }), '1.48')
  assert.equal(needs({ HostConfig: { Annotations: null } }), undefined)
  for (const odd of [undefined, null, 'text', 7, new Uint8Array(3), [], new Map([['HostConfig', 1]])])
    assert.equal(needs(odd), undefined)
})

test('every entry names versions that fairlead speaks, each followed by something', () => {
  for (const [operation, text] of Object.entries(operationsSince)) {
    assert.match(operation, /^[A-Z]+ \/\S+$/)
    assert.match(text, /^(1\.\d+( [^\d\s]\S*)+ ?)+$/)
    for (const [version] of text.matchAll(/(?<=^| )1\.\d+/g))
      assert.ok(compareVersions(version, NEWEST_API_VERSION) <= 0)
  }
})
